#!/bin/sh
# Builds everything and runs all tests, from a bare Debian 12 on: sh tests/run.sh [PRESET]
# PRESET is dev (the default), release or asan. The last line is ctest's own.
set -eu
preset=${1:-dev}
cd "$(dirname "$0")/.."

sh .ci/install
if command -v ccache >/dev/null; then
  export CMAKE_CXX_COMPILER_LAUNCHER=ccache
fi
cmake --preset "$preset" >/dev/null
cmake --build --preset "$preset"
ctest --preset "$preset" -j "$(nproc)"

#!/bin/sh
# Builds everything and runs all tests, from a bare Debian 12 or 13 on:
#   sh tests/run.sh [PRESET [CTEST ARGUMENT...]]
# PRESET is ci (the default), dev, release, asan or tsan. The last line is ctest's own. HARDFAIL_JOBS says
# how much may run at once; without it, as much as processors and memory allow.
#   sh tests/run.sh fuzz SECONDS [TARGET...]    feeds each target of tests/fuzz for so long
set -eu
preset=${1:-ci}
[ $# -eq 0 ] || shift
cd "$(dirname "$0")/.."

case $preset in
  asan|tsan|fuzz) sh .ci/install packages packages-checks ;;
  *) sh .ci/install ;;
esac
if command -v ccache >/dev/null; then
  export CMAKE_CXX_COMPILER_LAUNCHER=ccache
fi
jobs=$(sh .ci/jobs)
cmake --preset "$preset" -DHARDFAIL_TESTS=ON >/dev/null
cmake --build --preset "$preset" --parallel "$jobs"
[ "$preset" != fuzz ] || exec sh tests/fuzz/run.sh "$@"
ctest --preset "$preset" -j "$jobs" "$@"

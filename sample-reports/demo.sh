#!/bin/sh
# The main job on the sample reports, from a bare Debian 12 or 13 on: installs what is missing, builds
# hardfail, reads the reports of two invented domains and asks whether their records may end in -all.
set -eu
cd "$(dirname "$0")/.."
db=build/demo.db

sh .ci/install
if command -v ccache >/dev/null; then
  export CMAKE_CXX_COMPILER_LAUNCHER=ccache
fi
cmake --preset release >/dev/null
cmake --build --preset release --target hardfail
rm -f "$db" "$db-shm" "$db-wal"

# show WHAT ARGUMENT...: says what the command is for, prints it, runs it.
# An answer other than "ready" is exit status 1 or 2, and no fault.
show() {
  what=$1
  shift
  printf '\n# %s\n$ build/release/hardfail %s\n\n' "$what" "$*"
  status=0
  build/release/hardfail "$@" || status=$?
  [ "$status" -le 2 ] || exit "$status"
}

show "Read 90 days of reports into a database" \
  --db "$db" import sample-reports/reports
show "A bookshop: may its record end in -all?" \
  --db "$db" --dns-zone sample-reports/zone.db readiness larkspur-books.example --as-of 2026-11-21
show "A ferry line: may its record end in -all?" \
  --db "$db" --dns-zone sample-reports/zone.db readiness tidewater-ferries.example --as-of 2026-11-21
show "Both as pages to look at: open build/demo-pages/index.html" \
  --db "$db" --dns-zone sample-reports/zone.db readiness --as-of 2026-11-21 --format html --output build/demo-pages/

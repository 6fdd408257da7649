#!/bin/sh
# The main job on the sample reports, from a bare Debian 12 or 13 on: installs what building needs, builds
# hardfail, reads the reports of two invented domains and asks whether their records may end in -all.
# HARDFAIL_JOBS says how many compilers may run at once; without it, as many as processors and memory allow.
set -eu
cd "$(dirname "$0")/.."
db=build/demo.db
log=build/demo.log

sh .ci/install packages:build
jobs=$(sh .ci/jobs)
if command -v ccache >/dev/null; then
  export CMAKE_CXX_COMPILER_LAUNCHER=ccache
fi
mkdir -p build

# in_one_line WHAT COMMAND...: says what is being done; what the command prints goes to the log.
in_one_line() {
  echo "$1" >&2
  shift
  "$@" >>"$log" 2>&1 || {
    tail -n 20 "$log" >&2
    echo "$0: failed; all of it is in $log" >&2
    exit 70
  }
}
: >"$log"
in_one_line "Looking at what this machine has (cmake)" \
  cmake --preset release -DHARDFAIL_TESTS=OFF
[ -x build/release/hardfail ] || took=" (takes some minutes the first time)"
in_one_line "Building hardfail, $jobs at a time${took-}" \
  cmake --build --preset release --target hardfail --parallel "$jobs"
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
show "Both as pages to look at" \
  --db "$db" --dns-zone sample-reports/zone.db readiness --as-of 2026-11-21 --format html --output build/demo-pages/
printf '\nThe page to look at: %s\n' "$PWD/build/demo-pages/index.html"

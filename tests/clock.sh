#!/bin/sh
# Runs the tests as they would run on another day and elsewhere: what they find must not depend on
# the clock, the time zone or the locale.
#   sh tests/clock.sh [PRESET]
# PRESET is ci (the default), dev or release; the sanitizers do not go with faketime. Under another clock
# run the test programs and, in the golden cases, hardfail: Python, which the other tests are in,
# cannot wait there. All tests run in another zone and language, but for the worlds and what looks at
# the sources alone. The last lines say for each run how many passed.
set -eu
preset=${1:-ci}
cd "$(dirname "$0")/.."

sh .ci/install packages packages-checks
sh tests/run.sh "$preset" -N >/dev/null # builds, and runs nothing

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# German writes 1.234,5, and Turkish has no i for I.
for language in de_DE tr_TR; do
  localedef -i $language -f UTF-8 "$folder/$language.UTF-8"
done
status=0
summary=

# elsewhere ZONE LOCALE COMMAND...
elsewhere() {
  [ -e "/usr/share/zoneinfo/$1" ] || { echo "$0: no time zone $1 here" >&2; exit 69; }
  zone=$1 locale=$2
  shift 2
  env TZ="$zone" LC_ALL="$locale" LOCPATH="$folder" "$@"
}

# shifted SHIFT ZONE LOCALE: the clock that programs wait by stays as it is.
shifted() {
  by=$1 where="$2 $3"
  # Golden cases set zone and locale themselves; under C, hardfail draws with ASCII, as it should.
  cat >"$folder/hardfail" <<END
#!/bin/sh
export TZ=$2 LOCPATH=$folder
[ \$LC_ALL = C ] || [ $3 = C ] || LC_ALL=$3
exec faketime -m -f --exclude-monotonic $by $PWD/build/$preset/hardfail "\$@"
END
  chmod +x "$folder/hardfail"
  passed=0 skipped=0 failed=
  for program in build/"$preset"/tests/*_test golden; do
    case $program in
      golden) set -- python3 -B tests/golden/run.py --hardfail "$folder/hardfail" ;;
      *) set -- faketime -m -f --exclude-monotonic "$by" "$program" ;;
    esac
    # shellcheck disable=SC2086  # zone and locale
    if elsewhere $where "$@" >"$folder/log" 2>&1; then
      passed=$((passed + 1))
    elif [ $? -eq 77 ]; then
      skipped=$((skipped + 1))
    else
      failed="$failed ${program##*/}" status=1
      cat "$folder/log"
    fi
  done
  summary="$summary$by $where: $passed passed, $skipped skipped, failed:${failed:- none}
"
}

shifted +400d Pacific/Kiritimati C
shifted -1d America/St_Johns de_DE.UTF-8
for where in "Pacific/Kiritimati tr_TR.UTF-8" "America/St_Johns C"; do
  # shellcheck disable=SC2086  # zone and locale
  elsewhere $where ctest --preset "$preset" -E '^(calibration|lint|manual$|worlds)' \
    >"$folder/log" 2>&1 || { status=1; cat "$folder/log"; }
  summary="$summary$where: $(grep ' tests passed, ' "$folder/log")
"
done
printf %s "$summary"
exit $status

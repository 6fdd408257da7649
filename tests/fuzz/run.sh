#!/bin/sh
# Feeds every fuzz target for SECONDS each, two at a time, from the corpus on:
#   sh tests/run.sh fuzz SECONDS [TARGET...]
# What a target fails on is left in build/fuzz/found/; nothing found means exit 0. What is new in the
# grown corpus stays in build/fuzz/corpus/, so that the next run goes on from there.
set -eu
seconds=$1
shift
cd "$(dirname "$0")/../.."
build=build/fuzz
[ $# -gt 0 ] || set -- $(ls tests/fuzz/*_fuzz.cpp | sed 's|.*/||; s|_fuzz.cpp||')
mkdir -p $build/found

feed() {
  target=$1
  mkdir -p $build/corpus/$target
  # A slow machine is no fault of an input: what takes a minute is a hang.
  if $build/tests/fuzz/${target}_fuzz -max_total_time=$seconds -timeout=60 -rss_limit_mb=1024 \
    -max_len=65536 -print_final_stats=1 -artifact_prefix=$build/found/$target- \
    ${DICTIONARY:+-dict=$DICTIONARY} $build/corpus/$target tests/fuzz/corpus/$target \
    >$build/$target.log 2>&1; then
    verdict='nothing found'
  else
    verdict="FAILED: see $build/$target.log"
  fi
  sed -n 's/^stat::number_of_executed_units: *//p; s/^stat::peak_rss_mb: */ /p' $build/$target.log |
    tr '\n' ' ' | sed "s|^|$target: |; s|\$|MB: $verdict|"
  echo
}

export seconds build
failed=$build/found
rm -f $build/*.log
running=0
for target; do
  feed "$target" &
  running=$((running + 1))
  [ $((running % 2)) -ne 0 ] || wait
done
wait
[ -z "$(ls $failed)" ] || { echo "inputs that failed are in $failed:"; ls $failed; exit 1; }
! grep -l 'ERROR: ' $build/*.log

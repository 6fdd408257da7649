#!/bin/sh
# Builds the checkout and runs its tests on each Debian that is supported:
#   sh tests/portability.sh FOLDER [CTEST ARGUMENT...]
# FOLDER keeps a minimal system for each, made by debootstrap with packages from the network the
# first time and used again later (2 GB each). Needs root. The environment may say more:
#   DEBIANS   the releases, "12 13" where it is not set
#   MIRROR    where packages come from; where this machine's do, if it is not set
#   PRESET    as tests/run.sh takes it
# The last lines say for each release how many tests passed.
set -eu

if [ $# -eq 0 ] || [ "$1" = --help ]; then
  sed -n '2,/^set/s/^# \{0,1\}//p' "$0"
  exit 64
fi
mkdir -p "$1"
folder=$(cd "$1" && pwd)
shift
cd "$(dirname "$0")/.."

if [ "$(id -u)" -ne 0 ]; then
  echo "$0: debootstrap and chroot need root" >&2
  exit 77
fi
for tool in debootstrap git unshare; do
  command -v $tool >/dev/null || { echo "$0: $tool is missing" >&2; exit 69; }
done
# Where this machine is a Debian one, its own mirror; debootstrap knows one for the others.
# shellcheck disable=SC2016  # apt-get expands it
mirror=${MIRROR-$(apt-get indextargets --format '$(REPO_URI)' 'Label: Debian' 2>/dev/null |
  head -n 1)}

name_of() {
  case $1 in
    12) echo bookworm ;;
    13) echo trixie ;;
    *) echo "$0: unknown release: $1" >&2; exit 64 ;;
  esac
}

# within ROOT COMMAND...: in that system, with its own view of /proc and /dev, gone when it ends.
within() {
  # shellcheck disable=SC2016  # for the inner shell
  unshare --mount sh -euc '
    root=$1
    shift
    mount --make-rprivate /
    mount --rbind /proc "$root/proc"
    mount --rbind /dev "$root/dev"
    exec chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \
      ${http_proxy:+"http_proxy=$http_proxy"} "$@"' sh "$@"
}

# make_system ROOT NAME: under another name until it is whole.
make_system() {
  [ -d "$1" ] || {
    rm -rf "$1.new"
    debootstrap --variant=minbase "$2" "$1.new" ${mirror:+"$mirror"} >"$1.log"
    # Packages must not start services, which would be the machine's own.
    printf '#!/bin/sh\nexit 101\n' >"$1.new/usr/sbin/policy-rc.d"
    chmod +x "$1.new/usr/sbin/policy-rc.d"
    mv "$1.new" "$1"
  }
  cp /etc/resolv.conf "$1/etc/resolv.conf"
}

# copy_checkout ROOT: the tracked files as they are now. What is the same stays untouched, and so
# does what was built, so that only the rest is built again.
copy_checkout() {
  mkdir -p "$1/hardfail"
  (cd "$1/hardfail" && find . -path ./build -prune -o -type f -printf '%P\n') | sort >"$1.held"
  git ls-files | sort >"$1.wanted"
  comm -23 "$1.held" "$1.wanted" | (cd "$1/hardfail" && xargs -r -d '\n' rm -f)
  while IFS= read -r file; do
    if [ -f "$file" ] && ! cmp -s "$file" "$1/hardfail/$file"; then
      mkdir -p "$1/hardfail/$(dirname "$file")"
      cp "$file" "$1/hardfail/$file"
    fi
  done <"$1.wanted"
  rm "$1.held" "$1.wanted"
}

status=0
summary=
for release in ${DEBIANS-12 13}; do
  root=$folder/debian-$release
  make_system "$root" "$(name_of "$release")"
  copy_checkout "$root"
  log=$root.log
  within "$root" sh /hardfail/tests/run.sh "${PRESET-ci}" "$@" </dev/null >"$log" 2>&1 || status=1
  # As ctest says: 97% tests passed, 1 tests failed out of 33
  passed=$(sed -n 's/^.* tests passed, \([0-9]*\) tests failed out of \([0-9]*\)$/\1 \2/p' "$log" |
    while read -r failed all; do
      skipped=$(grep -c 'Test .*\*\*\*Skipped' "$log") || true
      echo "$((all - failed - skipped)) of $all tests passed, $skipped skipped"
    done)
  [ "$passed" ] || { passed="not built" status=1; }
  summary="${summary}Debian $release: $passed ($log)
"
done
printf %s "$summary"
exit $status

#!/bin/sh
# Builds the program for arm64 and has it judge the sample reports under qemu; as root:
#   sh tests/packaging/arm64.sh SYSTEM FOLDER HARDFAIL
# SYSTEM is a minimal Debian 13, such as tests/portability.sh makes; nothing in it is changed. FOLDER keeps
# what is installed and built over it, for the next time. HARDFAIL is the same program built for this machine:
# both have to give the same JSON, octet for octet.
set -eu
project=$(cd "$(dirname "$0")/../.." && pwd)
system=$(cd "$1" && pwd)
mkdir -p "$2/upper/tmp" "$2/work" "$2/root"
folder=$(cd "$2" && pwd)
hardfail=$(realpath "$3")

cat >"$folder/upper/inner" <<'END_OF_INNER'
set -eu
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
export PKG_CONFIG_LIBDIR=/usr/lib/aarch64-linux-gnu/pkgconfig:/usr/share/pkgconfig
if ! [ -e /installed ]; then
  dpkg --add-architecture arm64
  apt-get -qq update
  # The libraries of arm64, the tools and what has no processor of this machine.
  packages=$(sh /src/.ci/install --list packages:build |
    sed '/^g++$/d; /^libkainjow/!{/^lib.*-dev$/s/$/:arm64/}; s/^zlib1g-dev$/&:arm64/')
  # shellcheck disable=SC2086  # a list of words
  apt-get -qq install -y --no-install-recommends g++-aarch64-linux-gnu qemu-user-static $packages >/tmp/apt 2>&1 || {
    tail -n 20 /tmp/apt >&2
    exit 1
  }
  touch /installed
fi
cat >/arm64.cmake <<'END'
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_CXX_COMPILER aarch64-linux-gnu-g++)
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_LIBRARY_ARCHITECTURE aarch64-linux-gnu)
END
cmake -S /src --preset ci -B /build --toolchain /arm64.cmake -DHARDFAIL_TESTS=OFF >/tmp/cmake 2>&1 || {
  cat /tmp/cmake >&2
  exit 1
}
cmake --build /build --target hardfail --parallel "$(sh /src/.ci/jobs)"
END_OF_INNER

# The answers about both sample domains.
cat >"$folder/upper/ask" <<'END'
set -eu
reports=$1
shift
db=$(mktemp -d)/db
"$@" --quiet --db "$db" import "$reports/reports"
for domain in larkspur-books.example tidewater-ferries.example; do
  status=0
  "$@" --db "$db" --dns-zone "$reports/zone.db" readiness $domain --as-of 2026-11-21 --format json || status=$?
  [ "$status" -le 2 ] || exit "$status"
done
rm -r "${db%/db}"
END

within() {
  # shellcheck disable=SC2016  # for the inner shell
  unshare --mount sh -euc '
    system=$1 folder=$2 project=$3
    shift 3
    mount --make-rprivate /
    mount -t overlay overlay -o "lowerdir=$system,upperdir=$folder/upper,workdir=$folder/work" "$folder/root"
    mount --rbind /proc "$folder/root/proc"
    mount --rbind /dev "$folder/root/dev"
    mkdir -p "$folder/root/src"
    mount --bind "$project" "$folder/root/src"
    cp /etc/resolv.conf "$folder/root/etc/resolv.conf"
    exec chroot "$folder/root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \
      ${HARDFAIL_JOBS:+"HARDFAIL_JOBS=$HARDFAIL_JOBS"} ${http_proxy:+"http_proxy=$http_proxy"} "$@"
  ' sh "$system" "$folder" "$project" "$@"
}

within sh /inner
sh "$folder/upper/ask" "$project/sample-reports" "$hardfail" >"$folder/here.json"
within sh /ask /src/sample-reports qemu-aarch64-static /build/hardfail >"$folder/arm64.json"
cmp "$folder/here.json" "$folder/arm64.json"
echo "the same $(wc -c <"$folder/here.json") octets of JSON from both"

#!/bin/sh
# Installs a package into a minimal Debian, has it do its work as its user, removes and purges it; as root:
#   sh tests/packaging/deb.sh SYSTEM PACKAGE
# SYSTEM is the folder of a minimal Debian, such as tests/portability.sh makes; nothing in it is
# changed. Prints what is wrong, and says at the end how it went.
set -eu
system=$(cd "$1" && pwd)
package=$(realpath "$2")
here=$(cd "$(dirname "$0")" && pwd)
samples=$here/../../sample-reports
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dpkg-deb --extract "$package" "$work/extracted"
python3 "$here/links.py" "$work/extracted/usr/share/doc"
mkdir "$work/upper" "$work/scratch" "$work/root"
cp "$package" "$work/hardfail.deb"
cp -r "$samples" "$work/samples"

cat >"$work/inner" <<'END'
set -eu
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
fail() { echo "WRONG: $*"; wrong=1; }
wrong=0
# All that a package may leave behind, but for what packages of others do.
list() { find / -xdev \( -path /proc -o -path /dev -o -path /tmp -o -path /var/lib/apt -o -path /var/cache \
  -o -path /var/log -o -path /var/lib/dpkg -o -path /given \) -prune -o -print | grep -i hardfail | sort; }
apt-get -qq update
before=$(list)
apt-get -qq install -y --no-install-recommends /given/hardfail.deb >/tmp/installed 2>&1 || { tail /tmp/installed; exit 1; }

id hardfail >/dev/null || fail "there is no user hardfail"
[ "$(stat -c '%U %a' /var/lib/hardfail)" = "hardfail 750" ] || fail "the state directory is $(stat -c '%U %a' /var/lib/hardfail)"
as_user() { setpriv --reuid=hardfail --regid=hardfail --clear-groups env XDG_DATA_HOME=/var/lib HOME=/var/lib/hardfail "$@"; }
hardfail --version
# As docs/installing.md has it.
install -m 644 /usr/share/doc/hardfail/hardfail.conf.example /etc/hardfail/hardfail.conf
printf '[input samples]\npath = /given/samples/reports\n' >>/etc/hardfail/hardfail.conf
as_user hardfail run --check || fail "run --check ends with $?"
as_user hardfail --quiet import /given/samples/reports || fail "import ends with $?"
status=0
as_user hardfail --dns-zone /given/samples/zone.db readiness --as-of 2026-11-21 >/tmp/answer || status=$?
[ "$status" = 1 ] || fail "readiness ends with $status"
grep -q '^larkspur-books.example .*not ready' /tmp/answer || fail "the answer is another: $(cat /tmp/answer)"
for file in lib/systemd/system/hardfail.timer usr/share/man/man1/hardfail-import.1.gz \
  usr/share/zsh/vendor-completions/_hardfail usr/share/bash-completion/completions/hardfail; do
  [ -e "/$file" ] || [ -e "/usr/$file" ] || fail "/$file is not there"
done

apt-get -qq remove -y hardfail >/tmp/removed 2>&1 || { cat /tmp/removed; fail "cannot be removed"; }
for file in var/lib/hardfail/hardfail.db etc/hardfail/hardfail.conf; do
  [ -e "/$file" ] || fail "/$file went with the program"
done
apt-get -qq purge -y hardfail >/tmp/purged 2>&1 || { cat /tmp/purged; fail "cannot be purged"; }
after=$(list)
[ "$before" = "$after" ] || fail "left behind: $after"
[ "$wrong" = 0 ] && echo "installed, used and purged on Debian $(cat /etc/debian_version)"
exit "$wrong"
END

unshare --mount sh -euc '
  work=$1
  mount --make-rprivate /
  mount -t overlay overlay -o "lowerdir=$2,upperdir=$work/upper,workdir=$work/scratch" "$work/root"
  mount --rbind /proc "$work/root/proc"
  mount --rbind /dev "$work/root/dev"
  mount -t tmpfs tmpfs "$work/root/tmp"
  mkdir "$work/root/given"
  cp -r "$work/hardfail.deb" "$work/samples" "$work/inner" "$work/root/given"
  chmod -R a+rX "$work/root/given"
  cp /etc/resolv.conf "$work/root/etc/resolv.conf"
  exec chroot "$work/root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin ${http_proxy:+"http_proxy=$http_proxy"} sh /given/inner
' sh "$work" "$system"

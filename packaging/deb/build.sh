#!/bin/sh
# Builds the Debian packages of the checkout:
#   sh packaging/deb/build.sh [FOLDER]
# They are put into FOLDER, build/deb where none is named. Installs what is needed to build, as root or
# with sudo. The version is that of CMakeLists.txt, the date that of the last commit, and the maintainer
# whom DEBFULLNAME and DEBEMAIL name, as for Debian's own tools, or the author of that commit.
set -eu
cd "$(dirname "$0")/../.."
out=${1:-build/deb}
mkdir -p "$out"
out=$(cd "$out" && pwd)

sh .ci/install packages:build packages-deb
version=$(sed -n 's/^project(hardfail VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)
# In a tree that is no checkout of git, SOURCE_DATE_EPOCH says the date.
date=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
if [ "${DEBEMAIL-}" ]; then
  maintainer="${DEBFULLNAME:-$DEBEMAIL} <$DEBEMAIL>"
else
  # .invalid is nobody's (RFC 2606).
  maintainer=$(git log -1 --format='%an <%ae>' 2>/dev/null) || maintainer="hardfail <nobody@hardfail.invalid>"
fi

jobs=$(sh .ci/jobs)
source=$out/hardfail-$version
rm -rf "$source"
mkdir "$source"
{ git ls-files 2>/dev/null || find . -path ./build -prune -o -type f -print; } |
  tar -cf - --files-from=- | tar -xf - -C "$source"
cp -r packaging/deb/debian "$source/debian"
needed=$(sh .ci/install --list packages:build | sed '/^g++$/d; s/.*/ &,/')
awk -v needed="$needed" -v maintainer="$maintainer" '
  $0 == "@BUILD_DEPENDS@" { print needed; next }
  $2 == "@MAINTAINER@" { print $1, maintainer; next }
  { print }' \
  packaging/deb/debian/control >"$source/debian/control"
cat >"$source/debian/changelog" <<END
hardfail ($version) unstable; urgency=medium

  * See CHANGELOG.md.

 -- $maintainer  $(date -u -R -d "@$date")
END
echo "Building the packages; all that is said goes to $out/build.log" >&2
(cd "$source" && DEB_BUILD_OPTIONS="parallel=$jobs ${DEB_BUILD_OPTIONS-}" \
  dpkg-buildpackage --build=binary --no-sign >../build.log 2>&1) || {
  tail -n 30 "$out/build.log" >&2
  exit 1
}
rm -rf "$source"
ls "$out"/*.deb

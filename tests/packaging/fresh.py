#!/usr/bin/env python3
"""The two commands of the README, and the packages, on a Debian that has git alone; as root.

    fresh.py --base SYSTEM --work FOLDER [--tests] [--packages]

SYSTEM is a minimal Debian, such as tests/portability.sh makes; nothing in it is changed: what is
installed and built goes to FOLDER, which is not there yet. The last commit is what is built. Runs
sample-reports/demo.sh twice; with --tests tests/run.sh; with --packages packaging/deb/build.sh in two
folders, whose packages have to be the same octets, and are left in FOLDER. Says how long each took,
what of it were processors, and how much memory its largest process had.
"""
import argparse
import pathlib
import re
import resource
import shutil
import subprocess
import sys
import time

import container

PAGE = re.compile(r"The page to look at: (\S+)$")
PASSED = re.compile(r"^.*tests passed, .*$", re.M)


class Machine:
    """A fresh system with git and a checkout at each of the given places."""

    def __init__(self, base, work, *places):
        self.stage = container.Stage(base, work)
        self.stage.environment |= {"HOME": "/root", "LANG": "C.UTF-8"}
        for place in places:
            subprocess.run(["git", "clone", "--quiet", container.PROJECT, self.upper(place)], check=True)
        self.run("git", "apt-get -qq update && apt-get -qq install -y --no-install-recommends git")

    def upper(self, place):
        return self.stage.folder / "upper" / place.lstrip("/")

    def run(self, what, command):
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        done = self.stage.run(command)
        took, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
        processors = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        print(f"{what}: status {done.returncode}, {took:.0f} s, {processors:.0f} s of processors, "
              f"largest process so far {after.ru_maxrss / 1024:.0f} MB", flush=True)
        if done.returncode:
            raise SystemExit((done.stdout + done.stderr)[-3000:])
        return done


def jobs_findings(machine):
    """How many compilers a machine with 2 GB is given, of which 300 MB are in use, and one that says."""
    meminfo = machine.stage.folder / "meminfo"
    meminfo.write_text("MemTotal: 2000000 kB\nMemAvailable: 1700000 kB\n")
    binds = f"mount --bind {meminfo} {machine.stage.root}/proc/meminfo"
    for settings, wanted in (("", "1"), ("HARDFAIL_JOBS=3 ", "3")):
        said = machine.stage.run(f"{settings}sh /root/hardfail/.ci/jobs", binds=binds).stdout.strip()
        if said != wanted:
            yield f"{settings}.ci/jobs: {said} compilers with 2 GB, not {wanted}"


def demo_findings(machine):
    for what in ("the first command", "again"):
        done = machine.run(what, "cd /root/hardfail && sh sample-reports/demo.sh")
        print("".join(f"  {line[:110]}\n" for line in done.stderr.splitlines()), end="")
        page = PAGE.search(done.stdout.rstrip())
        if not page:
            yield f"{what}: does not end with the page, but with {done.stdout[-80:]!r}"
        elif not machine.upper(page[1]).is_file():
            yield f"{what}: there is no {page[1]}"


def test_findings(machine):
    done = machine.run("the second command", "cd /root/hardfail && sh tests/run.sh")
    passed = PASSED.findall(done.stdout)
    print(f"  {passed[-1] if passed else 'no summary'}, {done.stdout.count('***Skipped')} of them skipped")
    if not passed:
        yield "the second command: no tests"


def package_findings(base, work):
    """Two checkouts, of two lengths of name, with two users' settings."""
    places = {"/root/hardfail": "", "/srv/some/where/else": "umask 077; export TZ=Asia/Tokyo LC_ALL=C; "}
    machine = Machine(base, work / "packaging", *places)
    kept = []
    for number, (place, settings) in enumerate(places.items()):
        machine.run(f"packages in {place}", f"{settings}cd {place} && sh packaging/deb/build.sh")
        kept.append(work / f"packages-{number}")
        shutil.copytree(machine.upper(place) / "build/deb", kept[-1])
    names = sorted(path.name for path in kept[0].glob("*.deb"))
    if not names:
        yield "no packages"
    for name in names:
        one, two = ((folder / name).read_bytes() for folder in kept)
        print(f"  {name}: {len(one)} octets, {'the same' if one == two else 'others'} in the other folder")
        if one != two:
            yield f"{name} is not reproducible"
        target = f"/root/hardfail/build/deb/{name}"
        print(machine.run(f"lintian {name}", f"lintian --fail-on error --allow-root {target}").stdout, end="")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--base", required=True, type=pathlib.Path, help="a minimal Debian")
    parser.add_argument("--work", required=True, type=pathlib.Path, help="a folder that is not there yet")
    parser.add_argument("--tests", action="store_true", help="the second command too")
    parser.add_argument("--packages", action="store_true", help="packages in place of the commands")
    options = parser.parse_args()
    options.work.mkdir(parents=True)
    work = options.work.resolve()
    if options.packages:
        found = [*package_findings(options.base, work)]
    else:
        machine = Machine(options.base, work / "commands", "/root/hardfail")
        found = [*jobs_findings(machine), *demo_findings(machine), *(test_findings(machine) if options.tests else [])]
    print("\n".join(found) if found else "nothing found")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

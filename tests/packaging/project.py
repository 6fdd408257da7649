#!/usr/bin/env python3
"""Holds the files about the project as a whole against the project.

    project.py

Every package that the program is built with has a licence in docs/licences.md; the changelog has the
form of Keep a Changelog and tells of the version that CMakeLists.txt names; links lead somewhere.
"""
import pathlib
import re
import subprocess
import sys

from links import dangling

PROJECT = pathlib.Path(__file__).resolve().parent.parent.parent
TOOLS = {"cmake", "g++", "ninja-build", "pkg-config"}
HEADING = re.compile(r"## \[(?:Unreleased\]|\d+\.\d+\.\d+\] - \d{4}-\d\d-\d\d)")
GROUPS = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def build_packages():
    """Those of the part "build" of .ci/packages."""
    listed = subprocess.run(["sh", PROJECT / ".ci/install", "--list", "packages:build"], check=True,
                            capture_output=True, text=True)
    return set(listed.stdout.split())


def licence_findings():
    told = set(re.findall(r"^\| ([a-z0-9.+-]+) \| (?:linked|part|read) \|",
                          (PROJECT / "docs/licences.md").read_text(), re.M))
    used = build_packages() - TOOLS
    if not used:
        yield ".ci/packages: no packages to build with"
    yield from (f"docs/licences.md: no licence of {name}" for name in sorted(used - told))
    yield from (f"docs/licences.md: {name} is not built with" for name in sorted(told - used))
    if "Apache License\n                           Version 2.0" not in (PROJECT / "LICENSE").read_text():
        yield "LICENSE: not the Apache License 2.0"


def changelog_findings():
    text = (PROJECT / "CHANGELOG.md").read_text()
    headings = re.findall(r"^## .*", text, re.M)
    yield from (f"CHANGELOG.md: {line}" for line in headings if not HEADING.fullmatch(line))
    yield from (f"CHANGELOG.md: no kind of change: {name}"
                for name in re.findall(r"^### (.*)", text, re.M) if name not in GROUPS)
    version = re.search(r"project\(hardfail VERSION (\S+)", (PROJECT / "CMakeLists.txt").read_text()).group(1)
    if version not in text:
        yield f"CHANGELOG.md: does not tell of {version}"


def link_findings():
    return dangling([*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md")])


def main():
    found = [*licence_findings(), *changelog_findings(), *link_findings()]
    print("\n".join(found) if found else "nothing found")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

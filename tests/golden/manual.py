#!/usr/bin/env python3
"""Holds the manual pages against the program, and against mandoc.

    manual.py --hardfail PROGRAM --pages FOLDER

FOLDER has the pages that are installed, made of docs/hardfail.1. Every command has a page, and every
option of it stands there or on a page that it refers to; pages refer to pages that exist; mandoc finds
nothing.
"""
import argparse
import pathlib
import re
import subprocess
import sys

MANUAL = pathlib.Path(__file__).resolve().parent.parent.parent / "docs" / "hardfail.1"
REFERENCE = re.compile(r"^\.(?:It )?Xr (\S+) (\d)", re.MULTILINE)
# Of pages that are not installed where the test runs.
NOT_HERE = "referenced manual not found"


def options_in(text):
    return set(re.findall(r"\bFl -([a-z-]+)", text))


def command_findings(helped, pages):
    """Of the commands and options that --help tells of."""
    commands = re.findall(r"^  (?!help )([a-z]+(?: [a-z]+)?) {2,}", helped(), re.MULTILINE)
    if not commands:
        yield "hardfail help: no commands"
    for command in ["", *commands]:
        name = "-".join(["hardfail", *command.split()]) + ".1"
        if name not in pages:
            yield f"{name} is not there"
            continue
        known = options_in(pages[name])
        for page, section in REFERENCE.findall(pages[name]):
            known |= options_in(pages.get(f"{page}.{section}", ""))
        for option in re.findall(r"^  --([a-z-]+)", helped(*command.split()), re.MULTILINE):
            if option not in known:
                yield f"--{option} is not in {name}"


def reference_findings(pages):
    for name, text in pages.items():
        for page, section in REFERENCE.findall(text):
            if f"{page}.{section}" not in pages:
                yield f"{name} refers to {page}({section}), which is not there"


def mandoc_findings(paths):
    said = subprocess.run(["mandoc", "-T", "lint", *paths], capture_output=True, text=True)
    yield from (line for line in (said.stdout + said.stderr).splitlines() if NOT_HERE not in line)


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--hardfail", required=True, type=pathlib.Path, help="the program")
    options.add_argument("--pages", required=True, type=pathlib.Path, help="the pages installed")
    arguments = options.parse_args()

    def helped(*command):
        return subprocess.run([arguments.hardfail, "help", *command], check=True,
                              capture_output=True, text=True).stdout

    paths = sorted(arguments.pages.iterdir())
    pages = {path.name: path.read_text() for path in paths}
    found = [*command_findings(helped, pages), *reference_findings(pages),
             *mandoc_findings([MANUAL, *paths])]
    print("\n".join(found) if found else f"nothing found in {len(pages)} pages")
    return 1 if found or not pages else 0


if __name__ == "__main__":
    sys.exit(main())

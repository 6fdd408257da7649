#!/usr/bin/env python3
"""Holds the options that --help tells of against the manual page.

    manual.py --hardfail PROGRAM

Every option of every command has to stand in docs/hardfail.1.
"""
import argparse
import pathlib
import re
import subprocess
import sys

MANUAL = pathlib.Path(__file__).resolve().parent.parent.parent / "docs" / "hardfail.1"


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--hardfail", required=True, type=pathlib.Path, help="the program")
    program = options.parse_args().hardfail

    def helped(*command):
        return subprocess.run([program, "help", *command], check=True, capture_output=True,
                              text=True).stdout

    commands = re.findall(r"^  (?!help )([a-z]+(?: [a-z]+)?) {2,}", helped(), re.MULTILINE)
    told = {option for command in ["", *commands]
            for option in re.findall(r"^  --([a-z-]+)", helped(*command.split()), re.MULTILINE)}
    manual = set(re.findall(r"\bFl -([a-z-]+)", MANUAL.read_text()))
    for option in sorted(told - manual):
        print(f"--{option} is not in {MANUAL.name}")
    print(f"{len(told)} options of {len(commands)} commands held against the manual page")
    return 1 if not commands or not told or told - manual else 0


if __name__ == "__main__":
    sys.exit(main())

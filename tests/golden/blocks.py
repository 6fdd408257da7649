#!/usr/bin/env python3
"""Runs every call of hardfail that the documents show.

    blocks.py --hardfail PROGRAM [--verbose]

A call is a line of an indented block that begins with `hardfail`, with or without `$` before it, and
with the lines it is continued on; and what begins so in backticks. A command alone is only named: its
help is asked for. A call is run in a folder of its own on the sample reports, with the sample domains in the place of example.com and
example.org. No call may be wrong usage or a fault of the program; servers and mailboxes that do not
exist are no fault of the document. Blocks of output (documents.py) are left out, and so is what has
`...` or names in capitals for the reader to fill in.
"""
import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import documents

SAMPLES = documents.TOP / "sample-reports"
PLACES = {"example.com": "larkspur-books.example", "example.org": "tidewater-ferries.example"}
USAGE, INTERNAL = 64, 70
# As sysexits(3) has them, and a shell that does not find the program.
FAULTS = {USAGE: "wrong usage", INTERNAL: "a fault of the program", 126: "not run", 127: "not found"}
BLANK = re.compile(r"\.\.\.|\b(?!INBOX\b)[A-Z]{4,}(?:-[A-Z]+)*\b(?!=)")
CONFIG = """\
dns-zone = {home}/zone.db
as-of = 2026-11-21
[input reports]
path = {home}/dmarc-reports
"""


def calls_in(text):
    """The calls of a document, each as a line for the shell."""
    text = documents.BLOCK.sub("", text)
    text = re.sub(r"\\\n\s*", "", text)
    for line in re.findall(r"^ {4,}(?:\$ )?(hardfail .*)$", text, re.M):
        yield re.sub(r"\s{2,}#.*", "", line)
    for line in re.findall(r"`(hardfail [a-z][^`]*)`", text):
        words = line.split()
        yield " ".join(words if len(words) > 2 else ["hardfail help", *words[1:]])


def placed(call):
    for name, sample in PLACES.items():
        call = re.sub(rf"(?<![\w.@-]){re.escape(name)}(?![\w-]|\.\w)", sample, call)
    return call


def environment(home, programs):
    kept = {name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS")}
    return kept | {"HOME": str(home), "PATH": f"{programs}:/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8",
                   "HARDFAIL_DB": str(home / "hardfail.db")}


def furnish(home, program):
    """What documents take for granted: a database, reports, files that are named."""
    programs = home / "bin"
    programs.mkdir()
    (programs / "hardfail").symlink_to(program.resolve())
    shutil.copy(SAMPLES / "zone.db", home)
    shutil.copytree(SAMPLES / "reports", home / "dmarc-reports")
    (home / ".config/hardfail").mkdir(parents=True)
    (home / ".config/hardfail/hardfail.conf").write_text(CONFIG.format(home=home))
    for name in ("imap-password", "app-password", "graph-secret"):
        (home / name).touch(mode=0o600)
    env = environment(home, programs)
    subprocess.run(["hardfail", "--quiet", "import", home / "dmarc-reports"], env=env, check=True)
    shutil.copy(home / "hardfail.db", home / "whole.db")
    return env


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--hardfail", required=True, type=pathlib.Path, help="the program")
    options.add_argument("--verbose", action="store_true", help="name each call and its status")
    arguments = options.parse_args()

    ran = left_out = failed = 0
    with tempfile.TemporaryDirectory(prefix="hardfail-blocks-") as scratch:
        home = pathlib.Path(scratch)
        env = furnish(home, arguments.hardfail)
        for document in documents.DOCUMENTS:
            for call in dict.fromkeys(calls_in(document.read_text())):
                if BLANK.search(call):
                    left_out += 1
                    continue
                shutil.copy(home / "whole.db", home / "hardfail.db")
                try:
                    done = subprocess.run(["sh", "-c", placed(call)], cwd=home, env=env, timeout=120,
                                          stdin=subprocess.DEVNULL, capture_output=True, text=True)
                    status, said = done.returncode, done.stderr.strip()
                except subprocess.TimeoutExpired:
                    status, said = INTERNAL, "does not end"
                ran += 1
                if arguments.verbose:
                    print(f"{status:3} {call}")
                if status in FAULTS:
                    failed += 1
                    print(f"{document.relative_to(documents.TOP)}: {call}\n  {FAULTS[status]}: {said[-300:]}")
    print(f"{ran} calls run, {failed} of them wrong; {left_out} left out for the reader to fill in")
    return 1 if failed or not ran else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Runs what the documents tell their reader to type.

    blocks.py --hardfail PROGRAM [--verbose]

Every indented block is one of these:
- calls of hardfail, with or without `$` or the time of a crontab before them: they are run, in their
  order, and end with the status that blocks.txt names, or with 0;
- a configuration, which begins with a section: `hardfail run --check` accepts it, or `--services` where
  it adds to the catalogue;
- lines for a zone, which --dns-zone reads;
- output, or a file, that documents.py holds;
- anything else, and calls that cannot be run: blocks.txt has the line, with the reason or the test
  that runs it. A line there that is in no document is an error as well.

Calls in the running text, in backticks, are run too, but where `...` or names in capitals are for the reader to
fill in; a command alone is only named, and its help is asked for. None may be wrong usage or a fault.

Each block has a fresh home with the sample reports, and the sample domains stand in the place of
example.com and example.org. Servers and mailboxes that do not exist are no fault of a document.
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
DOCUMENTS = [*documents.DOCUMENTS, documents.TOP / "CONTRIBUTING.md"]
LISTED = documents.HERE / "blocks.txt"
PLACES = {"example.com": "larkspur-books.example", "example.org": "tidewater-ferries.example"}
# As sysexits(3) has them, and a shell that does not find the program.
FAULTS = {64: "wrong usage", 70: "a fault of the program", 126: "not run", 127: "not found"}
BLANK = re.compile(r"\.\.\.|(?<![\w-])(?!INBOX\b)[A-Z]{3,}(?:-[A-Z]+)*(?![\w.=])")
BLOCK = re.compile(r"(?:^ {4,}\S.*\n(?:\n+(?= {4,}\S))?)+", re.M)
CALL = re.compile(r"(?:\$ |[\d*]+(?: [\d*]+){4} +)?(hardfail .*)")
ZONE = re.compile(r"\S+\s+(?:\d+\s+)?IN\s+TXT\s+\"")
CONFIG = """\
dns-zone = {home}/zone.db
as-of = 2026-11-21
[input reports]
path = {home}/dmarc-reports
"""
# Files of the reader's machine, which this one lacks.
ELSEWHERE = re.compile(r": there is no (?:folder )?/")
# What a snippet may leave to the rest of the file it is part of.
REST = {"[input ": "[input here]\npath = .\n", "[notify team]": "[notify team]\ncommand = true\n"}


def blocks_in(text):
    """The lines of each block, those that are continued put together, comments at their ends left out."""
    for block in BLOCK.findall(documents.BLOCK.sub("", text)):
        joined = re.sub(r"\\\n\s*", "", block)
        yield [re.sub(r"\s{2,}#.*", "", line).strip() for line in joined.splitlines() if line.strip()]


def inline_calls_in(text):
    text = BLOCK.sub("", documents.BLOCK.sub("", text))
    for call in re.findall(r"`(hardfail\s[a-z][^`]*)`", text):
        words = call.split()
        yield " ".join(words if len(words) > 2 else ["hardfail help", *words[1:]])


def listed():
    """line: the status it ends with, or why it is not run here."""
    rows = (row.partition(" | ") for row in LISTED.read_text().splitlines() if row and not row.startswith("#"))
    return {line: int(how) if how.strip().isdigit() else how.strip() for how, _, line in rows}


def placed(call):
    for name, sample in PLACES.items():
        call = re.sub(rf"(?<![\w.@-]){re.escape(name)}(?![\w-]|\.\w)", sample, call)
    return call


class Home:
    """What documents take for granted: a database, reports, a configuration, files that are named."""

    def __init__(self, folder, program):
        self.folder = folder
        for name in ("bin", "first/.config/hardfail", "first/.local/share/hardfail"):
            (folder / name).mkdir(parents=True)
        (folder / "bin/hardfail").symlink_to(program.resolve())
        first = folder / "first"
        shutil.copytree(SAMPLES / "reports", first / "dmarc-reports")
        shutil.copy(SAMPLES / "zone.db", first)
        for name in ("imap-password", "app-password", "graph-secret"):
            (first / name).write_text("secret\n")
            (first / name).chmod(0o600)
        self.home = folder / "home"
        (first / ".config/hardfail/hardfail.conf").write_text(CONFIG.format(home=self.home))
        self.renew()
        done = self.run("hardfail --quiet import ~/dmarc-reports")
        if done[0]:
            raise SystemExit(f"the samples cannot be imported: {done[1]}")
        shutil.copytree(self.home / ".local", first / ".local", dirs_exist_ok=True)

    def renew(self):
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.copytree(self.folder / "first", self.home)

    def run(self, call):
        """(status, what it says on standard error)"""
        env = {name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS")}
        env |= {"HOME": str(self.home), "PATH": f"{self.folder / 'bin'}:/usr/local/bin:/usr/bin:/bin",
                "LC_ALL": "C.UTF-8"}
        try:
            done = subprocess.run(["sh", "-c", call], cwd=self.home, env=env, timeout=120,
                                  stdin=subprocess.DEVNULL, capture_output=True, text=True)
        except subprocess.TimeoutExpired:
            return 70, "does not end"
        return done.returncode, done.stderr.strip()

    def read(self, name, lines, call):
        """What the program says of a file with these lines; nothing where it is content."""
        (self.home / name).write_text("\n".join(lines) + "\n")
        status, said = self.run(f"{call} >&2")
        wrong = [line for line in said.splitlines() if not ELSEWHERE.search(line)]
        return "\n".join(wrong) if status else ""


class Check:
    def __init__(self, home, verbose):
        self.home, self.verbose = home, verbose
        self.listed, self.met = listed(), set()
        self.ran = self.files = self.elsewhere = self.blank = 0

    def call(self, line, wanted):
        """Runs a call; yields what is wrong. Any status that is no fault will do where none is wanted."""
        self.ran += 1
        status, said = self.home.run(placed(line))
        if self.verbose:
            print(f"{status:3} {line}")
        if status in FAULTS or (wanted is not None and status != wanted):
            yield f"{line}\n  {FAULTS.get(status, f'status {status}, not {wanted}')}: {said[-300:]}"

    def file(self, lines):
        self.files += 1
        if ZONE.match(lines[0]):
            origin = ["$ORIGIN example.", "@ 1 IN SOA a a 1 1 1 1 1", "@ 1 IN NS a"]
            return self.home.read("shown.zone", origin + lines, "hardfail --dns-zone shown.zone domains")
        if any(line.startswith("kind = ") for line in lines):
            return self.home.read("shown.ini", lines, "hardfail sources larkspur-books.example --services shown.ini")
        rest = [more for start, more in REST.items() if not any(line.startswith(start) for line in lines)]
        return self.home.read("shown.conf", lines + rest, "hardfail --config shown.conf run --check")

    def block(self, lines):
        self.home.renew()
        if ZONE.match(lines[0]) or lines[0].startswith("["):
            if said := self.file([line for line in lines if not CALL.fullmatch(line)]):
                yield f"{lines[0]}\n  {said}"
            lines = [line for line in lines if CALL.fullmatch(line)]
        for line in lines:
            call = CALL.fullmatch(line)
            shown = line if line in self.listed or not call else call[1]
            how = self.listed.get(shown)
            self.met.add(shown)
            if isinstance(how, str):
                self.elsewhere += 1
                if not call and line == lines[0] and how.startswith("no command"):
                    return
            elif call or how is not None:
                yield from self.call(call[1] if call else line, how or 0)
            else:
                yield f"{line}\n  is run by no test: {LISTED.name} has to say by which, or why not"

    def document(self, path):
        text = path.read_text()
        for lines in blocks_in(text):
            yield from self.block(lines)
        self.home.renew()
        for call in dict.fromkeys(inline_calls_in(text)):
            if BLANK.search(call):
                self.blank += 1
            else:
                yield from self.call(call, None)


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--hardfail", required=True, type=pathlib.Path, help="the program")
    options.add_argument("--verbose", action="store_true", help="name each call and its status")
    arguments = options.parse_args()

    found = []
    with tempfile.TemporaryDirectory(prefix="hardfail-blocks-") as scratch:
        check = Check(Home(pathlib.Path(scratch), arguments.hardfail), arguments.verbose)
        for path in DOCUMENTS:
            found += (f"{path.relative_to(documents.TOP)}: {one}" for one in check.document(path))
    found += (f"{LISTED.name}: in no document: {line}" for line in check.listed if line not in check.met)
    print("\n".join(found) if found else "nothing found")
    print(f"{check.ran} calls run, {check.files} configurations and zones read, {check.elsewhere} lines run elsewhere or "
          f"no commands, {check.blank} for the reader to fill in")
    return 1 if found or not check.ran else 0


if __name__ == "__main__":
    sys.exit(main())

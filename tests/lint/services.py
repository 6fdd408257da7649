#!/usr/bin/env python3
"""Refuses a catalogue of services that is not well formed, or whose facts name no source.

    services.py [FOLDER]     a line a finding, exit status 1 if there is one

FOLDER is the project; this script's own where none is named.
"""
import argparse
import csv
import ipaddress
import pathlib
import re
import sys

CATALOGUE = "src/services/services.ini"
SOURCES = "docs/services-sources.csv"
COLUMNS = ["service", "key", "value", "source 1", "source 2"]
FEWEST = 150
KINDS = {"mailbox", "bulk", "transactional", "helpdesk", "crm", "gateway", "forwarder", "hosting"}
TRAITS = {"own-envelope", "custom-envelope", "dkim-only", "tenant-signatures", "shared-addresses",
          "do-not-flatten", "customer-include", "retired"}
NAMES = ("include", "host", "signs", "envelope")
KEYS = {"kind", *NAMES, "selector", "docs", "traits"}
PER_KEY = {"selector", "traits"}  # one row of sources for all values of the key
STANZA = re.compile(r"\[([^\[\]]*)\]")
ENTRY = re.compile(r"([a-z]+) = (\S+(?: \S+)*)")
LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
NAME = re.compile(rf"{LABEL}(?:\.{LABEL})+")
SPF_NAME = re.compile(NAME.pattern.replace("a-z0-9", "a-z0-9_"))
SELECTOR = re.compile(rf"{LABEL}(?:\.{LABEL})*")
HTTPS = re.compile(r"https://[a-z0-9.-]+\.[a-z]{2,}(?:/[!-~]*)?")
SOURCE = re.compile(rf"{HTTPS.pattern}|github:[\w.-]+/[\w.-]+ \S+")


def address(text):
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def valid(key, value):
    if key == "kind":
        return value in KINDS
    if key == "traits":
        return value in TRAITS
    if key == "docs":
        return HTTPS.fullmatch(value)
    if key == "selector":
        return SELECTOR.fullmatch(value)
    form = SPF_NAME if key == "include" else NAME
    return form.fullmatch(value) and len(value) <= 253 and not address(value)


def read_catalogue(path, findings):
    """[(line, name, {key: (line, values)})] of every stanza, in the order of the file."""
    services = []
    for number, line in enumerate(path.read_text(encoding="ascii").splitlines(), 1):
        where = f"{CATALOGUE}:{number}"
        if not line or line.startswith("#"):
            continue
        if stanza := STANZA.fullmatch(line):
            services.append((number, stanza[1], {}))
            if not stanza[1] or stanza[1] != " ".join(stanza[1].split()):
                findings.append(f"{where}: not a name: {line}")
        elif not (entry := ENTRY.fullmatch(line)):
            findings.append(f"{where}: neither a stanza, an entry nor a comment: {line}")
        elif not services:
            findings.append(f"{where}: an entry before the first stanza")
        elif entry[1] not in KEYS:
            findings.append(f"{where}: no key of the catalogue: {entry[1]}")
        elif entry[1] in services[-1][2]:
            findings.append(f"{where}: {entry[1]} a second time")
        else:
            services[-1][2][entry[1]] = number, entry[2].split(" ")
    return services


def catalogue_findings(services):
    named = {}
    owner = {}
    for number, name, entries in services:
        where = f"{CATALOGUE}:{number}"
        if named.setdefault(name.lower(), number) != number:
            yield f"{where}: {name} is in line {named[name.lower()]} too"
        if "kind" not in entries:
            yield f"{where}: {name} has no kind"
        if not entries.keys() & {"include", "host", "signs"}:
            yield f"{where}: {name} has neither include, host nor signs"
        for key, (line, values) in entries.items():
            here = f"{CATALOGUE}:{line}"
            if key in {"kind", "docs"} and len(values) > 1:
                yield f"{here}: more than one {key}"
            for value in values:
                if not valid(key, value):
                    yield f"{here}: no valid {key}: {value}"
                if values.count(value) > 1:
                    yield f"{here}: {value} more than once"
                if key in NAMES[1:] and owner.setdefault(value, name) != name:
                    yield f"{here}: {value} is {owner[value]}'s"
    if len(services) < FEWEST:
        yield f"{CATALOGUE}: {len(services)} services; {FEWEST} are the fewest"


def facts(services):
    """{(service, key, value): line} of all that needs a source."""
    found = {}
    for _, name, entries in services:
        for key, (line, values) in entries.items():
            if key in PER_KEY:
                found[name, key, " ".join(values)] = line
            elif key != "kind":
                found.update({(name, key, value): line for value in values})
    return found


def source_findings(path, known, second):
    told = {}
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, strict=True)
        if next(rows, None) != COLUMNS:
            yield f"{SOURCES}:1: the columns are {','.join(COLUMNS)}"
        for row in rows:
            where = f"{SOURCES}:{rows.line_num}"
            if len(row) != len(COLUMNS):
                yield f"{where}: {len(row)} columns"
                continue
            fact, sources = tuple(row[:3]), row[3:]
            if fact not in known:
                yield f"{where}: not in the catalogue: {', '.join(fact)}"
            if told.setdefault(fact, rows.line_num) != rows.line_num:
                yield f"{where}: as in line {told[fact]}: {', '.join(fact)}"
            if not sources[0]:
                yield f"{where}: no source"
            for source in filter(None, sources):
                if not SOURCE.fullmatch(source):
                    yield f"{where}: neither an https address nor github:owner/repo path: {source}"
            if sources[0] == sources[1]:
                yield f"{where}: the same source twice"
            second.append(sources[1] != "")
    for fact, line in known.items():
        if fact not in told:
            yield f"{CATALOGUE}:{line}: no source in {SOURCES}: {', '.join(fact)}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("project", nargs="?", type=pathlib.Path,
                        default=pathlib.Path(__file__).parent.parent.parent)
    project = parser.parse_args().project.resolve()
    findings = []
    second = []
    services = read_catalogue(project / CATALOGUE, findings)
    known = facts(services)
    findings += catalogue_findings(services)
    findings += source_findings(project / SOURCES, known, second)
    print("\n".join(findings) if findings else
          f"{len(services)} services, {len(known)} facts, {sum(second)} of them with two sources")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())

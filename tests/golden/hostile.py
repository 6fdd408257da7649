#!/usr/bin/env python3
"""Reports, DNS and marks that mean harm, held against every form of answer but HTML.

    hostile.py --hardfail PROGRAM

Organisation, report id, selectors, domains, host names, comments and file names hold markup, quotes,
terminal escapes, marks that reverse the direction of writing, formulas and words of 4,096 letters.
No answer may hold a control character or such a mark, a line a terminal of 80 columns could not show,
a CSV field that a spreadsheet would run, or in the C locale anything but ASCII; JSON has to be JSON.
"""
import argparse
import csv
import io
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
from xml.sax.saxutils import escape

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
from terminal import run_on_terminal  # noqa: E402

DOMAIN = "hostile.example"
COLUMNS = 80
LONG = "W" * 4096
EVIL = {"markup": "<script>alert(1)</script><b a=\"'>", "escape": "\x1b[2J\x1b]0;gone\x07\x9b31m",
        "direction": "\u202e\u2066\u200f\u061cgro.elpmaxe\u2069\u202c", "hidden": "a\u200b\u2060\ufeffb",
        "formula": "=HYPERLINK(\"http://x.example\",\"y\")", "command": "-2+3+cmd|' /C calc'!A0", "at": "@SUM(1)",
        "lines": "a\r\nb\tc\u2028d", "long": LONG, "octets": "\udcff\udcfe", "wide": "日本語の組織"}
NASTY = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2064"
                   "\u2066-\u2069\ufeff]")


def report(number, word):
    """One report in which everything that is free text is the word."""
    text = escape(word)
    day = 1795132800 + 86400 * (number % 2)
    records = "".join(
        f"<record><row><source_ip>198.51.100.{number * 4 + i}</source_ip><count>{100 + i}</count><policy_evaluated>"
        f"<disposition>none</disposition><dkim>{'pass' if i else 'fail'}</dkim><spf>fail</spf><reason><type>other</type><comment>{text}"
        f"</comment></reason></policy_evaluated></row><identifiers><envelope_from>{DOMAIN}</envelope_from><header_from>{DOMAIN}"
        f"</header_from></identifiers><auth_results><dkim><domain>{DOMAIN if i else text}</domain><selector>{text}</selector>"
        f"<result>pass</result></dkim><spf><domain>{DOMAIN if i < 2 else text + '.example'}</domain><result>softfail</result></spf>"
        "</auth_results></record>" for i in range(3))
    return (f"<feedback><report_metadata><org_name>{text}</org_name><email>{text}</email><report_id>{text}</report_id>"
            f"<date_range><begin>{day}</begin><end>{day + 86399}</end></date_range></report_metadata><policy_published>"
            f"<domain>{DOMAIN}</domain><p>none</p></policy_published>{records}</feedback>").encode("utf-8", "surrogateescape")


def zone():
    """Host names of every source, some that confirm; a record and a policy with more of the same."""
    def label(word):
        octets = word.encode("utf-8", "surrogateescape")[:60].replace(b".", b"-")
        return "".join(chr(octet) if chr(octet).isalnum() and octet < 128 else f"\\{octet:03}" for octet in octets)
    lines = ["$ORIGIN .", f'{DOMAIN}. 60 IN TXT "v=spf1 ip4:192.0.2.1 exp=\\027[2J\\226\\128\\174.{DOMAIN} ~all"',
             f'_dmarc.{DOMAIN}. 60 IN TXT "v=DMARC1; p=none; rua=mailto:\\027[31m<script>@{DOMAIN}; x=\\226\\128\\174"']
    for number, word in enumerate(EVIL.values()):
        for i in range(3):
            host = f"{label(word)}.{'evil.example' if i else DOMAIN}"
            lines += [f"{number * 4 + i}.100.51.198.in-addr.arpa. 60 IN PTR {host}.",
                      f"{host}. 60 IN A 198.51.100.{number * 4 + i}"]
    return "\n".join(lines) + "\n"


def text_faults(octets, charset):
    try:
        text = octets.decode(charset)
    except UnicodeDecodeError as error:
        return [f"not {charset}: {error}"]
    return [f"holds {found[0]!r}" for found in [NASTY.search(text)] if found]


def csv_faults(octets):
    rows = list(csv.reader(io.StringIO(octets.decode(), newline=""), strict=True))
    faults = [f"runs {cell!r}" for row in rows for cell in row
              if re.match(r"\s*([=@\uff1d\uff0b\uff0d\uff20]|[+-](?![a-z][a-z0-9:._/-]*$))", cell)]
    if any(len(row) != len(rows[0]) for row in rows):
        faults.append("rows differ in length")
    if octets.count(b"\n") != octets.count(b"\r\n") or octets.count(b"\r\n") != len(rows):
        faults.append("lines do not end in CR LF, or a record is more than one")
    return faults


def faults_of(command, folder, env):
    form = command[command.index("--format") + 1] if "--format" in command else "text"
    if form != "text":
        octets = subprocess.run(command, cwd=folder, env=env, capture_output=True).stdout
        if form == "csv":
            return text_faults(octets.replace(b"\r\n", b"\n"), "utf-8") + csv_faults(octets)
        for document in octets.splitlines() if form == "ndjson" else [octets] if form == "json" else []:
            json.loads(document)
        return text_faults(octets, "ascii" if form == "zone" else "utf-8")
    charset = "ascii" if env["LC_ALL"] == "C" else "utf-8"
    piped = subprocess.run(command, cwd=folder, env=env, capture_output=True)
    shown = run_on_terminal(command, COLUMNS, cwd=folder, env=env)
    octets, err = shown.stdout, shown.stderr
    faults = text_faults(piped.stdout, charset) + text_faults(octets, charset)
    faults += text_faults(piped.stderr, "utf-8") + text_faults(re.sub(rb"\r[^\r]*\x1b\[K", b"", err), "utf-8")
    if any(len(line) > 2000 for line in piped.stdout.splitlines()):
        faults.append("a line of more than 2,000 octets")
    return faults if octets else faults + ["no answer"]


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--hardfail", required=True, type=pathlib.Path, help="the program")
    program = options.parse_args().hardfail.resolve()
    asked = [["readiness", DOMAIN, "--explain"], ["readiness"], ["sources", DOMAIN], ["sources", DOMAIN, "--addresses"],
             ["sources", DOMAIN, "198.51.100.1"], ["reports", "--warnings"], ["domains"], ["history", DOMAIN],
             ["mark", DOMAIN], ["spf", "audit", DOMAIN], ["spf", "check", DOMAIN, "--ip", "198.51.100.1"]]
    wrong = answers = 0
    with tempfile.TemporaryDirectory(prefix="hardfail-hostile-") as scratch:
        folder = pathlib.Path(scratch)
        (folder / "in").mkdir()
        for number, word in enumerate(EVIL.values()):
            (folder / "in" / f"{number}.xml").write_bytes(report(number, word))
        (folder / "in" / "\x1b[2J\u202e=1.xml").write_text("<feedback>")
        (folder / "zone.db").write_text(zone(), errors="surrogateescape")
        base = [program, "--db", "h.db", "--dns-zone", "zone.db"]
        for locale in ("C.UTF-8", "C"):
            env = {"LC_ALL": locale, "NO_COLOR": "1", "TERM": "xterm", "HOME": scratch, "PATH": "/usr/bin:/bin"}
            env |= {name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS")}
            setup = [["import", "in"], ["mark", DOMAIN, "198.51.100.9", "forwarder", "--note", EVIL["escape"]]]
            # Besides readiness, only text depends on the locale.
            forms = ["text"] if locale == "C" else ["text", "json", "ndjson", "csv"]
            for command, form in [(setup_one, "text") for setup_one in setup] + [(c, f) for c in asked for f in forms] + \
                                 [(["readiness", DOMAIN], "zone")]:
                dated = ["--as-of", "2026-11-23"] if command[0] in ("readiness", "sources") else []
                chosen = ["--format", form] if form != "text" else []
                answers += 1
                for fault in faults_of([*base, *command, *dated, *chosen], folder, env):
                    wrong += 1
                    print(f"{' '.join(command)} as {form} in {locale}: {fault}"[:300])
    print(f"{answers} answers about hostile reports, {wrong} faults")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

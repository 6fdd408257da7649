#!/usr/bin/env python3
"""Holds what `readiness --format zone` prints against those who have to read it.

    zone.py --hardfail PROGRAM

A record of one string and one that is spread over several names, with a quote and a backslash in what
is replaced: `hardfail --dns-zone` has to find in the snippet the very records that JSON proposes, and
nsd-checkzone has to accept it as part of a zone. Skipped where nsd-checkzone is missing.
"""
import argparse
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

DOMAIN = "zone.example"
SKIPPED = 77  # as tests/CMakeLists.txt has it
HEAD = f"""$ORIGIN {DOMAIN}.
$TTL 300
@ IN SOA ns hostmaster 1 3600 900 604800 300
@ IN NS ns
ns IN A 192.0.2.53
"""


def report(addresses):
    """The domain's own key signs the mail of every address."""
    rows = "".join(
        f"<record><row><source_ip>{address}</source_ip><count>40</count><policy_evaluated>"
        "<disposition>none</disposition><dkim>pass</dkim><spf>fail</spf></policy_evaluated></row>"
        f"<identifiers><header_from>{DOMAIN}</header_from></identifiers><auth_results><dkim>"
        f"<domain>{DOMAIN}</domain><selector>own</selector><result>pass</result></dkim>"
        f"<spf><domain>{DOMAIN}</domain><result>softfail</result></spf></auth_results></record>"
        for address in addresses)
    return ("<feedback><report_metadata><org_name>Tester</org_name><report_id>1</report_id><date_range>"
            "<begin>1795132800</begin><end>1795219199</end></date_range></report_metadata>"
            f"<policy_published><domain>{DOMAIN}</domain><p>none</p></policy_published>{rows}</feedback>")


def strings(line):
    """The strings of a TXT record, unescaped."""
    return [re.sub(r"\\(\d{3})|\\(.)", lambda m: chr(int(m[1])) if m[1] else m[2], text)
            for text in re.findall(r'"((?:[^"\\]|\\.)*)"', line)]


def check(program, checkzone, folder, record, addresses):
    """What is wrong with the snippet for one domain; how many records it has."""
    def run(*arguments):
        return subprocess.run([program, "--db", "z.db", "--dns-zone", *arguments], cwd=folder,
                              capture_output=True, text=True, timeout=60).stdout
    (folder / "z.db").unlink(missing_ok=True)
    (folder / "report.xml").write_text(report(addresses))
    (folder / "zone.db").write_text(HEAD + f"@ IN TXT {record}\n")
    run("zone.db", "import", "report.xml")
    asked = ["zone.db", "readiness", DOMAIN, "--as-of", "2026-11-21", "--format"]
    proposed = json.loads(run(*asked, "json"))["proposed"]
    snippet = run(*asked, "zone")
    wanted = [(each["name"], each["record"]) for each in proposed["subordinates"]]
    wanted.append((DOMAIN, proposed["record"]))
    wrong = []
    lines = [line for line in snippet.splitlines() if line and not line.startswith(";")]
    told = [(line.split(". IN TXT ")[0], "".join(strings(line))) for line in lines]
    if told != wanted:
        wrong.append(f"the snippet has {told}, JSON {wanted}")
    if any(len(text) > 255 for line in lines for text in strings(line)):
        wrong.append("a string has more than 255 octets")
    (folder / "new.db").write_text(HEAD + snippet)
    for name, text in wanted:
        seen = json.loads(run("new.db", "spf", "audit", name, "--format", "json"))["record"]
        if seen != text:
            wrong.append(f"--dns-zone reads {seen!r} for {name}, not {text!r}")
    done = subprocess.run([checkzone, DOMAIN, folder / "new.db"], capture_output=True, text=True)
    if done.returncode != 0:
        wrong.append(f"nsd-checkzone: {done.stdout}{done.stderr}")
    return wrong, len(wanted)


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--hardfail", required=True, type=pathlib.Path, help="the program")
    program = options.parse_args().hardfail.resolve()
    checkzone = shutil.which("nsd-checkzone", path="/usr/sbin:/usr/bin:/sbin:/bin")
    if not checkzone:
        print("skipped: nsd-checkzone is not installed")
        return SKIPPED
    long_record = " ".join(["v=spf1", *(f"ip4:192.0.2.{i}" for i in range(16, 37)), "~all"])
    cases = {"one string": ('"v=spf1 ip4:192.0.2.1 ~all"', ["198.51.100.7"], 1),
             "strings joined": (f'"{long_record[:200]}" "{long_record[200:]}"', ["198.51.100.7"], 1),
             "quote and backslash": (r'"v=spf1 exp=a\"b\\c.example ~all"', ["198.51.100.7"], 1),
             "several names": ('"v=spf1 ip4:192.0.2.1 ~all"', [f"198.{18 + i % 2}.{7 * i}.{i + 1}" for i in range(34)], 2)}
    wrong = []
    with tempfile.TemporaryDirectory(prefix="hardfail-zone-") as scratch:
        for name, (record, addresses, least) in cases.items():
            found, records = check(program, checkzone, pathlib.Path(scratch), record, addresses)
            if records < least:
                found.append(f"{records} records")
            wrong += [f"{name}: {each}" for each in found]
    print("\n".join(wrong) or f"{len(cases)} snippets read back by --dns-zone and nsd-checkzone")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

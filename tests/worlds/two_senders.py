#!/usr/bin/env python3
"""A company whose Google Workspace (120 addresses) and CRM (3) are missing from its record: two senders, told on
one screen, and a record that lists all of them.

  two_senders.py --hardfail BIN
"""
import argparse
import datetime
import gzip
import json
import os
import random
import subprocess
import sys
import tempfile

DOMAIN, OWN = "fernandco.example", "192.0.2.10"
WORKSPACE = [f"209.85.{160 + i // 30}.{10 + i % 30}" for i in range(120)]
CRM = [f"203.0.113.{i}" for i in (10, 11, 12)]
REPORTERS = ["google.com", "Yahoo", "Enterprise Outlook", "GMX", "mail.ru", "Comcast", "fastmail.com", "corp.example"]
MOST_LINES = 40
DAYS = 85
END = datetime.datetime(2026, 11, 21, tzinfo=datetime.timezone.utc)


def zone():
    texts = {DOMAIN: f"v=spf1 ip4:{OWN} ~all", f"_dmarc.{DOMAIN}": f"v=DMARC1; p=none; rua=mailto:d@{DOMAIN}",
             "_spf.google.com": "v=spf1 include:_netblocks.google.com ~all", "_netblocks.google.com": "v=spf1 ip4:209.85.128.0/17 ~all",
             "_spf.orderdesk.example": "v=spf1 ip4:203.0.113.0/28 ~all"}
    hosts = {OWN: f"mail.{DOMAIN}", **{ip: f"mail-ed1-f{i}.google.com" for i, ip in enumerate(WORKSPACE)},
             **{ip: f"out{i}.orderdesk.example" for i, ip in enumerate(CRM)}}
    lines = ["$ORIGIN ."] + [f'{name}. 300 IN TXT "{text}"' for name, text in texts.items()]
    for ip, host in hosts.items():
        lines += [f"{'.'.join(reversed(ip.split('.')))}.in-addr.arpa. 300 IN PTR {host}.", f"{host}. 300 IN A {ip}"]
    return "\n".join(lines) + "\n"


def record(ip, count, selector, spf):
    dkim = f"<dkim><domain>{DOMAIN}</domain><selector>{selector}</selector><result>pass</result></dkim>" if selector else ""
    evaluated = f"<dkim>{'pass' if selector else 'fail'}</dkim><spf>{'pass' if spf == 'pass' else 'fail'}</spf>"
    return (f"<record><row><source_ip>{ip}</source_ip><count>{count}</count><policy_evaluated><disposition>none</disposition>{evaluated}"
            f"</policy_evaluated></row><identifiers><header_from>{DOMAIN}</header_from></identifiers><auth_results>{dkim}"
            f"<spf><domain>{DOMAIN}</domain><result>{spf}</result></spf></auth_results></record>")


def rows(rng):
    yield from (record(ip, rng.randint(1, 4), "google", "softfail") for ip in rng.sample(WORKSPACE, 6))
    if rng.random() < .6:
        yield record(rng.choice(CRM), rng.randint(1, 6), "crm1", "softfail")
    yield record(OWN, rng.randint(3, 12), "main", "pass")
    if rng.random() < .2:
        stranger = ".".join(str(rng.randint(60, 200)) for _ in range(4))
        yield record(stranger, 1, None, "softfail")


def write_reports(folder):
    rng = random.Random(7)
    for day in range(DAYS):
        begin = int((END - datetime.timedelta(days=DAYS - day)).timestamp())
        for reporter in REPORTERS:
            number = f"{day}-{reporter.replace(' ', '')}"
            text = (f"<feedback><report_metadata><org_name>{reporter}</org_name><report_id>{number}</report_id><date_range><begin>{begin}</begin>"
                    f"<end>{begin + 86399}</end></date_range></report_metadata><policy_published><domain>{DOMAIN}</domain><p>none</p>"
                    f"</policy_published>{''.join(rows(rng))}</feedback>")
            with gzip.open(os.path.join(folder, f"{number}.xml.gz"), "wt") as file:
                file.write(text)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hardfail", required=True)
    hardfail = parser.parse_args().hardfail
    with tempfile.TemporaryDirectory() as folder:
        write_reports(folder)
        with open(os.path.join(folder, "zone.db"), "w") as file:
            file.write(zone())

        def run(*arguments):
            return subprocess.run([hardfail, "--db", os.path.join(folder, "t.db"), "--dns-zone", os.path.join(folder, "zone.db"), *arguments],
                                  capture_output=True, text=True).stdout
        run("import", folder, "--quiet")
        text = run("readiness", DOMAIN, "--as-of", "2026-11-21")
        answer = json.loads(run("readiness", DOMAIN, "--as-of", "2026-11-21", "--format", "json"))
    missing = {s["name"]: s for s in answer["senders"] if s["class"] == "unlisted_legitimate"}
    proposed = answer["proposed"] or {}
    wrong = []
    if {name: s["addresses"] for name, s in missing.items()} != {"Google Workspace": 120, "orderdesk.example": 3}:
        wrong.append(f"missing senders are {list(missing)}")
    elif missing["Google Workspace"]["fix"] != {"terms": ["include:_spf.google.com"], "lists": 120, "lookups": 2}:
        wrong.append(f"the fix of Google Workspace is {missing['Google Workspace']['fix']}")
    if (proposed.get("now_listed"), proposed.get("still_missing")) != (123, 0):
        wrong.append(f"the proposed record lists {proposed.get('now_listed')} and misses {proposed.get('still_missing')}")
    lines = len(text.splitlines())
    if lines > MOST_LINES:
        wrong.append(f"the answer takes {lines} lines")
    print("; ".join(wrong) or f"two senders in {lines} lines, all listed by the proposed record")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

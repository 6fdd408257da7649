#!/usr/bin/env python3
"""Moves drawn domains to -all and asks hardfail day by day what that did.

  measure.py --hardfail BIN [--seed N] [--count K] [--days 3-60] [--jobs J] [--say]

K worlds that lose mail and K that lose none; each asked on all of these days after the move. A world loses mail where a
reporter or sender loses 20 messages a week and 20 % of its mail. Exit 0 where of the worlds in which one loses 80 % or
more, 95 % have a loss named within 14 days, and fewer than 2 % of all worlds name one that is none. Of smaller shares
the table tells: no count of messages can show them all so soon.
"""
import argparse
import collections
import concurrent.futures
import datetime
import json
import os
import subprocess
import sys
import tempfile
import zipfile

from world import AFTER, BEFORE, World

FIRST = datetime.datetime(2026, 3, 2, tzinfo=datetime.timezone.utc)
WITHIN = 14
WHOLE = .8      # of a reporter's or sender's mail that can be lost
BATCH = 25      # worlds in one database


def moment(day):
    return FIRST + datetime.timedelta(days=day)


def row_xml(domain, address, count, spf, selector):
    dkim = f"<dkim><domain>{domain}</domain><selector>{selector}</selector><result>pass</result></dkim>" if selector else ""
    return (f"<record><row><source_ip>{address}</source_ip><count>{count}</count><policy_evaluated><disposition>none</disposition>"
            f"<dkim>{'pass' if selector else 'fail'}</dkim><spf>{'pass' if spf == 'pass' else 'fail'}</spf></policy_evaluated></row>"
            f"<identifiers><envelope_from>{domain}</envelope_from><header_from>{domain}</header_from></identifiers>"
            f"<auth_results>{dkim}<spf><domain>{domain}</domain><scope>mfrom</scope><result>{spf}</result></spf></auth_results></record>")


def report_xml(world, receiver, day, rows):
    begin = int(moment(day).timestamp())
    name = world.name(receiver)
    return (f'<?xml version="1.0"?><feedback><report_metadata><org_name>{name}</org_name><email>reports@{name}</email>'
            f"<report_id>{world.domain}-{day}</report_id><date_range><begin>{begin}</begin><end>{begin + 86399}</end></date_range></report_metadata>"
            f"<policy_published><domain>{world.domain}</domain><p>none</p></policy_published>"
            + "".join(row_xml(world.domain, *row) for row in rows) + "</feedback>")


class Case:
    """Worlds in one database."""

    def __init__(self, hardfail, folder, worlds):
        self.hardfail, self.folder, self.worlds = hardfail, folder, worlds
        self.arrivals = collections.defaultdict(list)
        for world in worlds:
            for arrival, receiver, day, rows in world.reports():
                self.arrivals[arrival].append((f"{world.domain}-{receiver}-{day}.xml", report_xml(world, receiver, day, rows)))
        self.imported = -1

    def run(self, *arguments):
        return subprocess.run([self.hardfail, "--db", os.path.join(self.folder, "db"), *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                              check=False)

    def receive(self, until):
        path = os.path.join(self.folder, f"{until}.zip")
        with zipfile.ZipFile(path, "w") as archive:
            for day in sorted(day for day in self.arrivals if self.imported < day <= until):
                for name, text in self.arrivals[day]:
                    archive.writestr(name, text)
        done = self.run("import", path)
        assert done.returncode == 0, done.stderr
        os.remove(path)
        self.imported = until

    def ask(self, day, end):
        """{domain: what became of it}; `end` is that of all records, or by domain, those that are not in it at ~all."""
        zone = os.path.join(self.folder, "zone")
        with open(zone, "w") as file:
            for world in self.worlds:
                own = end if isinstance(end, str) else end.get(world.domain, "~all")
                file.write(f'{world.domain}. 300 IN TXT "v=spf1 ip4:192.0.2.0/28 {own}"\n{world.domain}. 300 IN MX 10 mail.{world.domain}.\n'
                           f'_dmarc.{world.domain}. 300 IN TXT "v=DMARC1; p=none; rua=mailto:r@{world.domain}"\n')
        done = self.run("readiness", "--dns-zone", zone, "--no-names", "--format", "ndjson", "--as-of", moment(day).strftime("%Y-%m-%dT%H:%M:%SZ"))
        assert done.stdout, done.stderr
        answers = [json.loads(line) for line in done.stdout.splitlines()]
        return {answer["domain"]: answer for answer in answers}


def named(world, answer):
    """(those of the losses named that are none, all named)"""
    after = answer.get("after_change") or {}
    lost = [mail for mail in after.get("compared", []) if mail["lost"]]
    names = {world.name(r) for r in world.refused}
    wrong = [mail for mail in lost if not names or mail["reporter"] and mail["reporter"] not in names]
    return wrong, lost


def watch(job):
    hardfail, seeds, days = job
    results = []
    with tempfile.TemporaryDirectory() as folder:
        worlds = [World(seed, loses) for seed, loses in seeds]
        case = Case(hardfail, folder, worlds)
        case.receive(BEFORE)
        case.ask(BEFORE, "~all")
        history = {world.domain: [] for world in worlds}
        for day in [1, *days]:
            case.receive(BEFORE + day)
            for domain, answer in case.ask(BEFORE + day, "-all").items():
                history[domain].append((day, answer))
        for world in worlds:
            results.append(summary(world, history[world.domain]))
    return results


def summary(world, history):
    first, wrong, texts, states = None, [], [], {}
    for day, answer in history:
        bad, lost = named(world, answer)
        states[day] = (answer.get("after_change") or {}).get("state")
        if lost and first is None:
            first = day
        if bad and not wrong:
            wrong = [(day, mail["reporter"], mail["name"], mail["expected_low"], mail["expected"], mail["expected_high"], mail["seen"]) for mail in bad]
        texts = [reason["text"] for reason in (answer.get("after_change") or {}).get("reasons", [])] or texts
    return {"domain": world.domain, "loses": world.loses, "first": first, "wrong": wrong, "states": states, "texts": texts,
            "losses": world.losses(), "refused": world.refused}


def largest(result):
    return max(result["losses"], key=lambda loss: loss[2] * loss[3])


def is_named(result):
    return result["first"] is not None and result["first"] <= WITHIN


def table(results):
    """Named within 14 days, by how much is lost."""
    rows = collections.Counter(), collections.Counter()
    for result in results:
        most = largest(result)
        key = ("20-50" if most[2] < 50 else "50-200" if most[2] < 200 else "200-", "20-40 %" if most[3] < .4 else "40-80 %" if most[3] < .8 else "80-100 %")
        rows[0][key] += 1
        rows[1][key] += is_named(result)
    for key in sorted(rows[0]):
        print(f"  {key[0]:>7} messages a week, {key[1]:>8}: {rows[1][key]} of {rows[0][key]} named")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hardfail", required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--days", default="3-60", help="as 3-14, or 7,14,60")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--say", action="store_true")
    options = parser.parse_args()
    first, _, last = options.days.partition("-")
    days = range(int(first), int(last) + 1) if last else [int(day) for day in options.days.split(",")]
    assert max(days) <= AFTER
    seeds = [(seed, loses) for loses in (True, False) for seed in range(options.seed, options.seed + options.count)]
    jobs = [(options.hardfail, seeds[n:n + BATCH], list(days)) for n in range(0, len(seeds), BATCH)]
    with concurrent.futures.ProcessPoolExecutor(options.jobs) as pool:
        results = [result for batch in pool.map(watch, jobs) for result in batch]
    losing = [result for result in results if result["loses"]]
    keeping = [result for result in results if not result["loses"]]
    found = sum(map(is_named, losing))
    whole = [result for result in losing if largest(result)[3] >= WHOLE]
    found_whole = sum(map(is_named, whole))
    alarms = sum(result["first"] is not None for result in keeping)
    wrong = sum(bool(result["wrong"]) for result in losing)
    for result in results:
        if options.say or (result["wrong"] or result["loses"] and not is_named(result)):
            print(result["domain"], "first named on day", result["first"], "wrong:", result["wrong"][:2], "refused:", result["refused"],
                  [(kind, which, round(lost), round(share, 2)) for kind, which, lost, share in result["losses"]][:4])
        if options.say:
            print("   ", result["texts"])
    table(losing)
    print(f"{found} of {len(losing)} worlds with a loss have one named within {WITHIN} days, {found_whole} of the {len(whole)} where nearly all of a "
          f"reporter's or sender's mail is; {wrong} of them name another that is none")
    print(f"{alarms} of {len(keeping)} worlds without a loss have one named on one of the days {options.days}")
    return 0 if found_whole >= .95 * len(whole) and alarms < .02 * len(keeping) and wrong < .02 * len(losing) else 1


if __name__ == "__main__":
    sys.exit(main())

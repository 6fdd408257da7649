#!/usr/bin/env python3
"""Runs `hardfail run` as cron would, and holds what it tells against what changed.

    cron.py --hardfail PROGRAM [--kills N] [--seed N]

Four weeks, a run a day, of a domain whose senders, record, DNS and reporters change: each change is
told on the day it is there to be seen and never again, and on other days nothing is printed. A program
that is told beside standard output is told the same; one that fails on some days is told by the next run
in which it does not. One that gets a weekly digest gets one a week, by the next run where the DNS fails or
the run is killed before it has noted the telling. Then runs that are killed (SIGKILL) at random moments, with somebody reading and with nobody reading what they
print: every change is told by some run.
"""
import argparse
import datetime
import json
import os
import pathlib
import random
import sqlite3
import subprocess
import sys
import tempfile
import time

DOMAIN = "harbour-lights.example"
FIRST = datetime.date(2026, 3, 2)
DAYS = 28
BEFORE = 60  # days of reports when the first run comes
RECORD = """<record><row><source_ip>{ip}</source_ip><count>{count}</count><policy_evaluated>
<disposition>none</disposition><dkim>pass</dkim><spf>{result}</spf></policy_evaluated></row><identifiers>
<header_from>{domain}</header_from></identifiers><auth_results><dkim><domain>{domain}</domain>
<selector>{key}</selector><result>pass</result></dkim><spf><domain>{domain}</domain><scope>mfrom</scope>
<result>{result}</result></spf></auth_results></record>
"""
ZONE = """$ORIGIN example.
$TTL 300
@ SOA ns.example. hostmaster.example. 1 3600 600 86400 300
harbour-lights TXT "{record}"
harbour-lights MX 10 mx.harbour-lights
mx.harbour-lights A 192.0.2.1
_dmarc.harbour-lights TXT "v=DMARC1; p=none; rua=mailto:dmarc@harbour-lights.example"
_spf.post-office TXT "{provider}"
"""
CONFIG = """# As a schedule has it.
db = {folder}/hardfail.db
dns-zone = "{folder}/zone.db"
format = ndjson
[input mailbox]
path = {folder}/reports
[domain harbour-lights.example]
min-days = 20
[output page]
format = html
path = {folder}/pages/
[output state]
format = json
path = {folder}/state.json
[notify team]
command = sh -c 'cat >> "{folder}/team"'
[notify moody]
command = sh -c 'test ! -e "{folder}/moody-fails" && cat >> "{folder}/moody"'
[notify boss]
digest = weekly
command = sh -c 'test -e "{folder}/boss-kills" && kill -9 $PPID && exit; cat >> "{folder}/boss"'
"""
BOSS_KILLS = 15  # day
MOODY_FAILS = (6, 9, 10, 13, 17)  # days


class World:
    """The domain as it is on a day, counted from the first run's."""

    def __init__(self, folder):
        self.folder = folder
        self.record = "v=spf1 mx include:_spf.post-office.example ~all"
        self.provider = "v=spf1 ip4:198.51.100.0/28 ip4:203.0.113.64/28 -all"
        self.reporters = ["google.com", "Yahoo", "fastmail.com", "GMX"]
        self.post = True  # a service whose record is included
        self.desk = False  # one that nobody has put into the record yet
        (folder / "reports").mkdir()
        (folder / "hardfail.conf").write_text(CONFIG.format(folder=folder))
        for day in range(-BEFORE, 0):
            self.report(day)
        self.write_zone()

    def write_zone(self):
        (self.folder / "zone.db").write_text(
            ZONE.format(record=self.record, provider=self.provider))

    def report(self, day):
        """What the reporters say of a day; there to be read on the next."""
        begin = int(datetime.datetime.combine(FIRST + datetime.timedelta(days=day), datetime.time(),
                                              datetime.timezone.utc).timestamp())
        senders = [("192.0.2.1", 20, "pass", "own")]
        if self.post:
            senders += [("198.51.100.5", 10, "pass", "post")]
        if self.desk:
            senders += [("203.0.113.20", 15, "softfail", "desk"),
                        ("203.0.113.21", 15, "softfail", "desk")]
        for reporter in self.reporters:
            rows = "".join(RECORD.format(ip=ip, count=count, result=result, key=key, domain=DOMAIN)
                           for ip, count, result, key in senders)
            text = (f"<feedback><report_metadata><org_name>{reporter}</org_name><email>d@{reporter}"
                    f"</email><report_id>{day + BEFORE}</report_id><date_range><begin>{begin}</begin>"
                    f"<end>{begin + 86_399}</end></date_range></report_metadata><policy_published>"
                    f"<domain>{DOMAIN}</domain><p>none</p></policy_published>{rows}</feedback>")
            (self.folder / "reports" / f"{reporter}-{day + BEFORE:03}.xml").write_text(text)


def codes_in(documents):
    """The codes of the changes in documents of news."""
    return sorted({change["code"] if change else "first"
                   for document in documents for domain in document["domains"]
                   for change in domain["changes"] or [None]})


def told_to(world, name):
    """What a program was told since the last call."""
    path, documents = world.folder / name, []
    text = path.read_text() if path.exists() else ""
    path.unlink(missing_ok=True)
    while text.strip():
        document, end = json.JSONDecoder().raw_decode(text.lstrip())
        documents.append(document)
        text = text.lstrip()[end:]
    return documents


def digest_told(world):
    """The last days of the weeks of digests since the last call."""
    ends = [domain["period"]["end"] for document in told_to(world, "boss")
            for domain in document["domains"]]
    return [(datetime.date.fromisoformat(end[:10]) - FIRST).days - 1 for end in ends]


def command(options, world, day, *more):
    """Of the run on the morning of a day."""
    as_of = (FIRST + datetime.timedelta(days=day)).isoformat() + "T04:00:00Z"
    return [str(options.hardfail), "--config", str(world.folder / "hardfail.conf"), "run",
            "--as-of", as_of, *more]


def run(options, world, day, *more):
    """The codes of the changes told, and the exit status."""
    done = subprocess.run(command(options, world, day, *more), capture_output=True, text=True,
                          timeout=120, env={"PATH": os.environ["PATH"], "HOME": str(world.folder)})
    wanted = "".join(line for line in done.stderr.splitlines(keepends=True)
                     if "lies in the future" not in line and "[notify moody]: " not in line)
    if wanted:
        raise SystemExit(f"day {day}: {wanted}")
    news = [json.loads(line) for line in done.stdout.splitlines()]
    codes = [change["code"] for each in news for change in each["changes"]]
    if news and not news[0]["previous_state"] and not codes:
        codes = ["first"]
    if done.stdout and not codes:
        raise SystemExit(f"day {day}: output without a change: {done.stdout}")
    return sorted(set(codes)), done.returncode


def live(options, world):
    """Day by day; yields what was expected beside what came."""
    for day in range(DAYS):
        more = []
        expected = EXPECTED.get(day, [])
        if day == 3:
            world.record = world.record.replace("mx ", "mx a:www.harbour-lights.example ")
        if day == 5:
            world.provider = world.provider.replace(" -all", " ip4:192.0.2.128/28 -all")
        if day == 6:
            world.provider = world.provider.replace("ip4:203.0.113.64/28 ", "")
        if day == 8:
            more = ["--dns", "127.0.0.1:9", "--dns-timeout", "0.1"]
        if day == 17:
            world.record = world.record.replace(" ~all", " ip4:203.0.113.20/31 ~all")
        world.write_zone()
        (world.folder / "moody-fails").unlink(missing_ok=True)
        if day in MOODY_FAILS:
            (world.folder / "moody-fails").touch()
        (world.folder / "boss-kills").unlink(missing_ok=True)
        if day == BOSS_KILLS:
            (world.folder / "boss-kills").touch()
        yield day, expected, run(options, world, day, *more)
        # What is seen during the day is reported by the next.
        if day == 1:
            world.reporters.remove("GMX")
            world.post = False
        if day == 9:
            world.desk = True
        if day == 12:
            world.reporters.append("GMX")
        if day == 24:
            world.post = True
        if not 18 <= day < 24:
            world.report(day)


# By the first run that can see it. What stops is missed once it has been silent for longer than a
# week (a reporter), five days (all of them), two weeks (a sender), from the end of the last report.
EXPECTED = {
    0: ["first"],
    3: ["record_edited"],
    5: ["include_edited"],
    6: ["range_gone"],
    8: ["dns_failed"],
    9: ["dns_answers", "reporter_stopped"],
    10: ["new_unlisted_sender", "verdict_turned"],
    13: ["reporter_resumed"],
    16: ["sender_silent"],
    17: ["record_edited", "sender_listed", "verdict_turned"],
    23: ["reports_stopped"],
    25: ["reports_resumed", "sender_resumed"],
}


# {day: the last day of the week told}: on Tuesdays, the first one at once; when the DNS fails or the run is
# killed (days 8 and 15), a day later.
DIGESTS = {0: [-8], 1: [-1], 9: [6], 16: [13], 22: [20]}


def filled_pipe():
    """A pipe whose reader has stopped reading."""
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    try:
        while True:
            os.write(writer, b"x" * 65536)
    except BlockingIOError:
        pass
    try:
        while True:
            os.write(writer, b"x")
    except BlockingIOError:
        pass
    os.set_blocking(writer, True)
    return reader, writer


def wait_until_judged(world, process):
    """Until the run that found the present record is saved; it cannot get further than telling."""
    database = f"file:{world.folder}/hardfail.db?mode=ro"
    for _ in range(2000):
        connection = sqlite3.connect(database, uri=True)
        last = connection.execute("SELECT spf_record FROM run ORDER BY id DESC LIMIT 1").fetchone()
        connection.close()
        if last[0] == world.record:
            return
        if process.poll() is not None:
            raise SystemExit(f"the run ended with {process.returncode}, though nobody read")
        time.sleep(0.02)
    raise SystemExit("the run judges for ever")


def kill(options, world, draw, took):
    """A change whose telling is cut off; returns whether it has been told all the same."""
    networks = (f"10.{draw.randrange(256)}.{draw.randrange(256)}.0/24" for _ in range(2))
    world.record = "v=spf1 mx ip4:{} ip4:{} ~all".format(*networks)
    world.write_zone()
    is_read = draw.random() < 0.5
    reader, writer = os.pipe() if is_read else filled_pipe()
    process = subprocess.Popen(command(options, world, DAYS), stdout=writer,
                               stderr=subprocess.DEVNULL, env={"HOME": str(world.folder)})
    os.close(writer)
    if is_read:
        time.sleep(draw.uniform(0.5, 1.5) * took)
    else:
        wait_until_judged(world, process)
        time.sleep(draw.uniform(0, 0.1))
    process.kill()
    process.wait()
    told = b""
    while is_read and (part := os.read(reader, 65536)):
        told += part
    os.close(reader)
    was_told = b"record_edited" in told and told.endswith(b"\n")
    later, _ = run(options, world, DAYS)
    again, _ = run(options, world, DAYS)
    if again:
        raise SystemExit(f"told twice, though nobody killed the run: {again}")
    return was_told or "record_edited" in later, was_told and "record_edited" in later


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--hardfail", required=True, type=pathlib.Path)
    options.add_argument("--kills", type=int, default=20)
    options.add_argument("--seed", type=int, default=1)
    options = options.parse_args()
    options.hardfail = options.hardfail.resolve()
    failed, late = 0, []
    with tempfile.TemporaryDirectory(prefix="hardfail-cron-") as folder:
        world = World(pathlib.Path(folder))
        for day, expected, (codes, status) in live(options, world):
            if codes != sorted(expected):
                failed += 1
            print(f"day {day:2}: exit {status}, told {codes}"
                  + ("" if codes == sorted(expected) else f", expected {sorted(expected)}"))
            team, moody = (codes_in(told_to(world, name)) for name in ("team", "moody"))
            if (digests := digest_told(world)) != DIGESTS.get(day, []):
                failed += 1
                print(f"day {day:2}: digests up to {digests}, expected {DIGESTS.get(day, [])}")
            late = sorted(set(late) | set(codes))
            if team != codes or moody != ([] if day in MOODY_FAILS else late):
                failed += 1
                print(f"day {day:2}: the programs were told {team} and {moody}")
            if day not in MOODY_FAILS:
                late = []
        started = time.monotonic()
        run(options, world, DAYS)
        took = time.monotonic() - started
        draw, twice = random.Random(options.seed), 0
        for number in range(options.kills):
            is_told, is_twice = kill(options, world, draw, took)
            twice += is_twice
            if not is_told:
                failed += 1
                print(f"kill {number}: nobody was told")
        print(f"{options.kills} runs killed, {twice} of them between telling and noting it")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

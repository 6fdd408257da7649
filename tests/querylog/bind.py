#!/usr/bin/env python3
"""A listening term, from its plan to what it tells, with BIND on loopback as the domain's name server.

    bind.py --hardfail PROGRAM

Receivers are played by `hardfail spf check`, which asks BIND as any resolver would. What reports show is
in order; two hosts of the domain's own send only to receivers that never report. Without the query log
the answer is yes and says what it cannot know, with it the two are named, and a forger that was asked
about beside them is not. `hardfail run` with the log as an input says the same. Exit status 77 where BIND is not installed.
"""
import argparse
import datetime
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import loopback  # noqa: E402

DOMAIN = "harbour.example"
LISTED = "198.51.100.10"
HIDDEN = ("203.0.113.50", "2001:db8:9::50")
FORGER = "192.0.2.66"
DAYS = 60
ZONE = """$TTL 300
@ SOA ns.harbour.example. hostmaster.harbour.example. 1 3600 600 86400 60
@ NS ns.harbour.example.
ns A 127.0.0.1
@ MX 10 mx
mx A 198.51.100.10
branch A 203.0.113.50
branch AAAA 2001:db8:9::50
_dmarc TXT "v=DMARC1; p=quarantine; rua=mailto:dmarc@harbour.example"
"""
REVERSE = """$TTL 300
@ SOA ns.harbour.example. hostmaster.harbour.example. 1 3600 600 86400 60
@ NS ns.harbour.example.
{name} PTR branch.harbour.example.
"""
CONFIG = """options {{
  directory "{folder}"; pid-file none; session-keyfile none; managed-keys-directory "{folder}";
  listen-on port {port} {{ 127.0.0.1; }}; listen-on-v6 {{ none; }};
  recursion no; dnssec-validation no; querylog yes;
}};
controls {{ }};
zone "harbour.example" {{ type primary; file "{folder}/zone.db"; }};
zone "113.0.203.in-addr.arpa" {{ type primary; file "{folder}/v4.db"; }};
zone "8.b.d.0.1.0.0.2.ip6.arpa" {{ type primary; file "{folder}/v6.db"; }};
"""
RECORD = "v=spf1 ip4:198.51.100.0/28 ~all"
REPORT = """<feedback><report_metadata><org_name>{org}</org_name><report_id>{day}-{org}</report_id>
<date_range><begin>{begin}</begin><end>{end}</end></date_range></report_metadata>
<policy_published><domain>harbour.example</domain><p>quarantine</p></policy_published>
<record><row><source_ip>198.51.100.10</source_ip><count>20</count><policy_evaluated>
<disposition>none</disposition><dkim>pass</dkim><spf>pass</spf></policy_evaluated></row><identifiers>
<header_from>harbour.example</header_from></identifiers><auth_results><dkim><domain>harbour.example</domain>
<selector>k1</selector><result>pass</result></dkim><spf><domain>harbour.example</domain><scope>mfrom</scope>
<result>pass</result></spf></auth_results></record></feedback>
"""


def expect(holds, what):
    if not holds:
        raise SystemExit(f"bind.py: {what}")


class Bind:
    """named with the zones of the domain and of its addresses."""

    def __init__(self, folder):
        self.folder = folder
        udp, tcp = loopback.udp_and_tcp()
        with udp, tcp:
            self.port = udp.getsockname()[1]
        (folder / "queries.log").touch()
        (folder / "named.conf").write_text(CONFIG.format(folder=folder, port=self.port))
        (folder / "v4.db").write_text(REVERSE.format(name="50"))
        nibbles = ".".join(reversed("000900000000000000000050"))
        (folder / "v6.db").write_text(REVERSE.format(name=nibbles))
        self.process = None

    def serve(self, records):
        self.stop()
        (self.folder / "zone.db").write_text(ZONE + records)
        started = self.log().count(" running\n")
        self.process = subprocess.Popen(
            # With -g the log goes to standard error.
            ["named", "-g", "-c", str(self.folder / "named.conf")], stdin=subprocess.DEVNULL,
            stdout=(self.folder / "queries.log").open("ab"), stderr=subprocess.STDOUT)
        # It answers over TCP before its zones are loaded: the questions of a moment too early fail.
        for _ in range(200):
            if self.process.poll() is not None:
                raise SystemExit(self.log())
            if self.log().count(" running\n") > started:
                return
            time.sleep(0.05)
        raise SystemExit("bind.py: named does not answer")

    def stop(self):
        if self.process is not None:
            self.process.terminate()
            self.process.wait()
            self.process = None

    def wait_for(self, *clients):
        """Until the log has the questions about these."""
        for _ in range(100):
            if all(f"({client}._spflog." in self.log() for client in clients):
                return
            time.sleep(0.05)

    def log(self):
        return (self.folder / "queries.log").read_text()


class Hardfail:
    def __init__(self, program, folder, port):
        self.program, self.folder, self.port = program, folder, port

    def run(self, *arguments, statuses=(0,), both=False):
        """What it prints; `both` with its messages."""
        done = subprocess.run(
            [self.program, "--db", str(self.folder / "reports.db"), *arguments], timeout=120,
            env=dict(os.environ, HOME=str(self.folder)), capture_output=True, text=True)
        expect(done.returncode in statuses, f"{arguments}: {done.returncode}: {done.stdout}{done.stderr}")
        return done.stdout + done.stderr * both

    def ask(self, *arguments, **options):
        return self.run(*arguments, "--dns", f"127.0.0.1:{self.port}", **options)

    def json(self, *arguments, **options):
        return json.loads(self.ask(*arguments, "--format", "json", **options))

    def spf(self, address):
        return self.json("spf", "check", DOMAIN, "--ip", address)["result"]


def write_reports(folder):
    folder.mkdir()
    today = datetime.datetime.now(datetime.timezone.utc).replace(hour=0, minute=0, second=0, microsecond=0)
    for day in range(DAYS):
        begin = int((today - datetime.timedelta(days=DAYS - day)).timestamp())
        for org in ("one.example", "two.example", "three.example"):
            (folder / f"{org}-{day}.xml").write_text(
                REPORT.format(org=org, day=day, begin=begin, end=begin + 86400))


def reasons(answer):
    return {reason["code"]: reason["text"] for reason in answer["verdict"]["reasons"]}


def listen(bind, hardfail):
    """Publishes the term as the plan says, and gives the results of all addresses before."""
    bind.serve(f'@ TXT "{RECORD}"\n')
    before = {address: hardfail.spf(address) for address in (LISTED, *HIDDEN, FORGER)}
    plan = hardfail.json("listen", DOMAIN)
    expect(plan["record"] and not plan["published"], f"no record to publish: {plan}")
    zone = hardfail.ask("listen", DOMAIN, "--format", "zone")
    bind.serve(zone)
    plan = hardfail.json("listen", DOMAIN)
    expect(plan["published"] and not plan["problems"], f"as published: {plan}")
    expect(plan["record_without"] == RECORD, f"the way back: {plan['record_without']}")
    return before


def unattended(hardfail, folder):
    """What `hardfail run` tells where the log is one of its inputs, and when there is none any more."""
    log = folder / "queries.log"
    hardfail.folder = folder / "unattended"
    hardfail.folder.mkdir()
    config = hardfail.folder / "hardfail.conf"
    config.write_text(f"[input reports]\npath = {folder}/reports\n[input log]\nquery-log = {log}\n")

    def run(status):
        return hardfail.ask("--config", str(config), "run", statuses=(status,), both=True)

    told = run(1)
    expect("not ready" in told and "query log" in told, f"run does not tell of the hidden: {told}")
    log.unlink()
    told = [run(66), run(66)]
    expect("[input log]" in told[0] and not told[1], f"a log that is gone is told of once: {told}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--hardfail", required=True)
    options = parser.parse_args()
    if shutil.which("named", path=os.environ["PATH"] + ":/usr/sbin") is None:
        print("skipped: named is not here (package bind9)")
        return 77
    os.environ["PATH"] += ":/usr/sbin"
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place)
        bind = Bind(folder)
        hardfail = Hardfail(os.path.abspath(options.hardfail), folder, bind.port)
        try:
            write_reports(folder / "reports")
            hardfail.run("import", str(folder / "reports"))
            before = listen(bind, hardfail)
            answer = hardfail.json("readiness", DOMAIN)
            expect(answer["verdict"]["state"] == "ready", f"without the log: {answer['verdict']}")
            expect("not_listened" in reasons(answer), "the answer without a log does not say what it lacks")
            expect(answer["listening"] is None, "something was heard before anything was said")
            expect(not any("_spflog" in line and "hardfail" not in line for line in bind.log().splitlines()),
                   "judging shows in the log")
            after = {address: hardfail.spf(address) for address in before}
            expect(after == before, f"results changed: {before} {after}")
            bind.wait_for(HIDDEN[0], FORGER)
            told = json.loads(hardfail.run("import", "--query-log", str(folder / "queries.log"), "--format",
                                           "json"))
            expect(told["questions"] == 3 and told["unreadable"] == 0, f"what the log told: {told}")
            answer = hardfail.json("readiness", DOMAIN, statuses=(1,))
            heard = {source["ip"]: source["tie"] for source in answer["listening"]["senders"]}
            expect(heard == dict.fromkeys(HIDDEN, "own_host"), f"heard: {answer['listening']}")
            expect(answer["verdict"]["state"] == "not_ready", f"with the log: {answer['verdict']}")
            expect(FORGER not in reasons(answer)["heard_senders"], "a forger was named")
            unattended(hardfail, folder)
        finally:
            bind.stop()
    print("two hidden senders heard, no result changed")
    return 0


if __name__ == "__main__":
    sys.exit(main())

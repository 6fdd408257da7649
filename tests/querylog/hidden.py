#!/usr/bin/env python3
"""Drawn domains with a sender that no report shows, judged without a query log and with it.

  hidden.py --hardfail BIN [--seed N] [--count K] [--say]

The hidden sender's mail goes only to receivers that refuse it on SPF fail before DATA or that never report; all else is
in order. Their resolvers ask about its address, and about forgers. Of K domains three in four have such a sender: a host
of the domain's own, a neighbour of its servers, or a stranger's machine; on one day a week or on all. Exit 0 where

 - without the log every domain is ready, and the answer says that it cannot know of such senders;
 - with it every hidden sender that mails on three days a week or more, or is a host of the domain's own, is found and
   holds the verdict back;
 - with it a domain without one stays ready, and no forger is ever named.
"""
import argparse
import collections
import datetime
import json
import os
import random
import subprocess
import sys
import tempfile
import zipfile

DAYS = 45
END = datetime.datetime(2026, 11, 21, tzinfo=datetime.timezone.utc)
NEAR = "198.51.100"     # the network of the domains' own servers; those of all domains, which is no matter
REPORT = """<feedback><report_metadata><org_name>{org}</org_name><report_id>{id}</report_id><date_range><begin>{begin}</begin><end>{end}</end>
</date_range></report_metadata><policy_published><domain>{domain}</domain><p>quarantine</p></policy_published><record><row>
<source_ip>{ip}</source_ip><count>{count}</count><policy_evaluated><disposition>none</disposition><dkim>pass</dkim><spf>pass</spf>
</policy_evaluated></row><identifiers><header_from>{domain}</header_from></identifiers><auth_results><dkim><domain>{domain}</domain>
<selector>k1</selector><result>pass</result></dkim><spf><domain>{domain}</domain><scope>mfrom</scope><result>pass</result></spf>
</auth_results></record></feedback>"""

# What name servers write: moment, resolver and name.
FORMS = {
    "bind": lambda t, r, n: f"{t:%d-%b-%Y %H:%M:%S}.123 queries: info: client @0x7f3c {r}#41234 ({n}): query: {n} IN A -E(0)DC (203.0.113.1)",
    "unbound": lambda t, r, n: f"[{int(t.timestamp())}] unbound[812:0] info: {r} {n}. A IN",
    "powerdns": lambda t, r, n: f"{t:%Y-%m-%dT%H:%M:%S}Z ns pdns_server[812]: Remote {r} wants '{n}|A', do = 0, bufsize = 1232: packetcache MISS",
    "dnstap": lambda t, r, n: f"{t:%d-%b-%Y %H:%M:%S}.123 AQ {r}:41234 -> 203.0.113.1:53 UDP 61b {n}/IN/A",
    "route53": lambda t, r, n: f"1.0 {t:%Y-%m-%dT%H:%M:%S}.130Z Z123412341234 {n} A NOERROR UDP FRA6 {r} 198.51.100.0/24",
    "cloudflare": lambda t, r, n: json.dumps({"QueryName": n, "QueryType": 1, "ResponseCode": 0, "SourceIP": r, "Timestamp": f"{t:%Y-%m-%dT%H:%M:%SZ}"}),
}


class Domain:
    def __init__(self, seed):
        self.rng = rng = random.Random(f"hidden {seed}")
        self.name = f"hidden{seed}.example"
        self.server = f"{NEAR}.{rng.randrange(1, 15)}"
        self.kind = rng.choice(["own", "neighbour", "stranger", None])
        self.days_a_week = rng.choice([1, 2, 3, 4, 5, 6, 7])
        if self.kind == "neighbour":
            self.sender = f"{NEAR}.{rng.randrange(20, 250)}"
        else:
            self.sender = rng.choice([f"198.18.{rng.randrange(256)}.{rng.randrange(1, 255)}", f"2001:db8:{rng.randrange(1, 9999)}::25"])
        self.reporters = [f"reporter{n}.example" for n in range(rng.randrange(3, 6))]
        self.resolvers = [f"192.0.2.{n}" for n in rng.sample(range(1, 250), rng.randrange(2, 9))]
        self.form = rng.choice(list(FORMS))

    def must_be_found(self):
        return self.kind == "own" or self.kind is not None and self.days_a_week >= 3

    def reports(self):
        for day in range(DAYS):
            begin = int((END - datetime.timedelta(days=DAYS - day)).timestamp())
            for org in self.reporters:
                yield REPORT.format(org=org, id=f"{day}-{self.name}", begin=begin, end=begin + 86399, domain=self.name, ip=self.server, count=self.rng.randrange(5, 40))

    def asked(self, day, hour, resolver, client):
        when = END - datetime.timedelta(days=DAYS - day) + datetime.timedelta(hours=hour, minutes=self.rng.randrange(60))
        nibbles = client if "." in client else ".".join(f"{int(group or '0', 16):04x}" for group in expanded(client))
        name = nibbles if "." in client else ".".join(nibbles.replace(".", ""))
        return FORMS[self.form](when, resolver, f"{name}._spflog.{self.name}")

    def log(self):
        rng = self.rng
        for week in range(DAYS // 7 + 1):
            for weekday in rng.sample(range(7), self.days_a_week):
                day = week * 7 + weekday
                if self.kind is None or day >= DAYS:
                    continue
                for _ in range(rng.randrange(1, 12)):
                    yield self.asked(day, rng.randrange(6, 20), rng.choice(self.resolvers), self.sender)
        # Forgers come in waves, from machines that are gone after days.
        for _ in range(rng.randrange(3, 30)):
            client = ".".join(str(rng.randrange(20, 190)) for _ in range(4))
            first, lasts = rng.randrange(DAYS), rng.randrange(1, 6)
            for day in range(first, min(DAYS, first + lasts)):
                for resolver in rng.sample(self.resolvers, rng.randrange(1, len(self.resolvers) + 1)):
                    yield self.asked(day, rng.randrange(24), resolver, client)

    def zone(self):
        lines = [f'{self.name}. 300 IN TXT "v=spf1 ip4:{NEAR}.0/28 ~exists:%{{i}}._spflog.{self.name} ~all"', f'*._spflog.{self.name}. 60 IN TXT "query log"',
                 f"{self.name}. 300 IN MX 10 mail.{self.name}.", f"mail.{self.name}. 300 IN A {self.server}",
                 f'_dmarc.{self.name}. 300 IN TXT "v=DMARC1; p=quarantine; rua=mailto:d@{self.name}"']
        if self.kind == "own":
            lines += [f"branch.{self.name}. 300 IN {'A' if '.' in self.sender else 'AAAA'} {self.sender}", f"{reverse(self.sender)} 300 IN PTR branch.{self.name}."]
        return lines


def expanded(address):
    head, _, tail = address.partition("::")
    head, tail = head.split(":"), tail.split(":")
    return head + [""] * (8 - len(head) - len(tail)) + tail


def reverse(address):
    if "." in address:
        return ".".join(reversed(address.split("."))) + ".in-addr.arpa."
    return ".".join(reversed("".join(f"{int(group or '0', 16):04x}" for group in expanded(address)))) + ".ip6.arpa."


class Hardfail:
    def __init__(self, program, folder, domains):
        self.program, self.folder, self.domains = program, folder, domains
        with open(self.path("zone"), "w") as zone:
            zone.write("\n".join(["$ORIGIN ."] + [line for domain in domains for line in domain.zone()]) + "\n")

    def path(self, name):
        return os.path.join(self.folder, name)

    def run(self, *arguments):
        done = subprocess.run([self.program, "--db", self.path("db"), *arguments], capture_output=True, text=True, timeout=600)
        if not done.stdout:
            raise SystemExit(f"hidden.py: {arguments}: {done.returncode}: {done.stderr}")
        return done.stdout

    def import_reports(self):
        with zipfile.ZipFile(self.path("reports.zip"), "w") as archive:
            for domain in self.domains:
                for number, report in enumerate(domain.reports()):
                    archive.writestr(f"{domain.name}-{number}.xml", report)
        self.run("import", self.path("reports.zip"))

    def import_logs(self):
        for form in FORMS:
            lines = [line for domain in self.domains if domain.form == form for line in domain.log()]
            if not lines:
                continue
            with open(self.path(f"{form}.log"), "w") as log:
                log.write("\n".join(lines) + "\n")
            told = json.loads(self.run("import", "--query-log", self.path(f"{form}.log"), "--format", "json"))
            if told["questions"] != len(lines) or told["unreadable"]:
                raise SystemExit(f"hidden.py: of {len(lines)} lines of {form} were read: {told}")

    def answers(self):
        text = self.run("readiness", "--dns-zone", self.path("zone"), "--format", "ndjson", "--as-of", END.strftime("%Y-%m-%dT%H:%M:%SZ"))
        return {answer["domain"]: answer for answer in map(json.loads, text.splitlines())}


def codes(answer):
    return {reason["code"] for reason in answer["verdict"]["reasons"]}


def wrong_without(answer):
    if answer["verdict"]["state"] != "ready":
        yield f"without the log {answer['verdict']['state']}: {codes(answer)}"
    if "not_listened" not in codes(answer):
        yield "the answer without a log does not say what it cannot know"


def heard(answer):
    """Addresses that are named."""
    listening = answer["listening"]
    return {source["ip"] for source in listening["senders"] + listening["unknown"]}


def wrong_with(domain, answer):
    named, state = heard(answer), answer["verdict"]["state"]
    if domain.kind is None or domain.sender not in named:
        if state != "ready":
            yield f"with the log {state}, though nothing was found"
    elif state != ("insufficient_evidence" if domain.kind == "stranger" else "not_ready"):
        yield f"with the log {state}"
    if named - {domain.sender}:
        yield f"forgers are named: {named}"
    if domain.must_be_found() and domain.sender not in named:
        yield "the hidden sender is not found"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hardfail", required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--say", action="store_true")
    options = parser.parse_args()
    domains = [Domain(seed) for seed in range(options.seed, options.seed + options.count)]
    there, found, failed = collections.Counter(), collections.Counter(), 0
    with tempfile.TemporaryDirectory() as folder:
        hardfail = Hardfail(os.path.abspath(options.hardfail), folder, domains)
        hardfail.import_reports()
        before = hardfail.answers()
        hardfail.import_logs()
        after = hardfail.answers()
    for domain in domains:
        wrong = [*wrong_without(before[domain.name]), *wrong_with(domain, after[domain.name])]
        failed += bool(wrong)
        for text in wrong:
            print(f"{domain.name}: {domain.kind} {domain.sender} on {domain.days_a_week} days a week, asked by {len(domain.resolvers)} resolvers: {text}")
        if domain.kind:
            often = domain.days_a_week >= 3
            there[domain.kind, often] += 1
            found[domain.kind, often] += domain.sender in heard(after[domain.name])
    for kind, often in sorted(there):
        print(f"{found[kind, often]} of {there[kind, often]} found: {kind}, on {'three days a week or more' if often else 'one day or two'}")
    print(f"{len(domains) - failed} of {len(domains)} domains are right, {sum(found.values())} of {sum(there.values())} hidden senders found")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

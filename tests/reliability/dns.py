#!/usr/bin/env python3
"""Has the program judge behind a name server that fails, lies and falls silent, and holds what it promises against what came of it.

  dns.py --hardfail BIN [--rounds N] [NAME...]

A line of docs/reliability.md each. The servers are on loopback; nothing else is asked.
"""
import json
import pathlib
import sqlite3
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import faults  # noqa: E402
from enemy_dns import TYPES, EnemyDns  # noqa: E402
from faults import AS_OF, ROOT, ZONE, fault, require  # noqa: E402

faults.FAULTS.clear()  # those of the machine have a program of their own
DOMAINS = ("tidewater-ferries.example", "larkspur-books.example")
INCLUDED = {"tidewater-ferries.example": "_spf.ticketpier.example", "larkspur-books.example": "_spf.mailhaven.example"}
ERRORS = ("silence", "SERVFAIL", "REFUSED", "garbage", "half a message", "truncation and silence")
LIES = ("a wrong id", "another port", "another question")
# What a reader has to find in the reasons.
CAUSES = {"silence": "no answer in time", "truncation and silence": "no answer in time", "SERVFAIL": "SERVFAIL", "REFUSED": "REFUSED"}


def asked(bench, server, domain, *more):
    return bench.run("--dns", f"127.0.0.1:{server.port}", "--dns-timeout", "1", "readiness", domain, "--as-of", AS_OF, "--format", "json", *more)


def without_run(text):
    answer = json.loads(text)
    for key in ("previous_run", "changes"):
        answer.pop(key, None)
    return answer


def judged(bench, domain, manners):
    """The answer, or None where the DNS is said to be dead."""
    with sqlite3.connect(bench.database) as connection:  # as if nothing had been asked before
        connection.executescript("DELETE FROM host_name; DELETE FROM dns_answer")
    with EnemyDns(ZONE, manners) as server:
        done = asked(bench, server, domain)
        if done.returncode == 69:
            return None
        require(done.returncode in (0, 1, 2), f"{manners}: exit status {done.returncode}: {done.stderr[-300:]}")
        return without_run(done.stdout)


def truth(bench, domain):
    answer = judged(bench, domain, {})
    require(answer is not None, "a good server is understood")
    return answer


def require_cause(answer, manners):
    told = " ".join(reason["text"] for reason in answer["verdict"]["reasons"]) + " ".join(problem["text"] for problem in answer["spf"]["problems"])
    for error in manners.values():
        require(CAUSES.get(error, "temperror") in told, f"{manners}: the reasons do not name the cause: {told[:300]}")


def require_no_verdict(answer, honest, manners):
    """What could not be asked decides nothing."""
    require(answer["verdict"]["state"] == "fix_record" and answer["verdict"]["exit_code"] == 2, f"{manners}: {answer['verdict']['state']}")
    listed = {source["ip"] for source in honest["sources"] if source["class"] == "listed"}
    for source in answer["sources"]:
        require(source["ip"] not in listed or source["class"] not in ("unlisted_legitimate", "suspected_spoof", "forwarder"),
                f"{manners}: {source['ip']}, which is listed, is {source['class']}")


@fault("lies under wrong ids, from another port, or to another question, before the truth", "the answer is the same to the octet")
def lies(bench):
    for domain in DOMAINS:
        honest = truth(bench, domain)
        for lie in LIES:
            require(judged(bench, domain, {"": lie}) == honest, f"{domain}: {lie}")
    return len(DOMAINS) * len(LIES)


@fault("the first query of each question is lost", "the answer is the same to the octet")
def loss(bench):
    for domain in DOMAINS:
        require(judged(bench, domain, {"": "loss"}) == truth(bench, domain), domain)
    return len(DOMAINS)


@fault("the domain's own record cannot be had: each kind of error, garbage, half a message, truncation and then silence",
       "fix_record with the cause; nobody is called missing")
def own_record(bench):
    for domain in DOMAINS:
        honest = truth(bench, domain)
        for error in ERRORS:
            manners = {(domain, TYPES["TXT"]): error}
            answer = judged(bench, domain, manners)
            require(answer is not None, f"{manners}: other questions were answered")
            require_no_verdict(answer, honest, manners)
            require_cause(answer, manners)
    return len(DOMAINS) * len(ERRORS)


@fault("an included record cannot be had, in the same ways", "fix_record with the cause; no source is called missing or a forgery for it")
def included_record(bench):
    for domain in DOMAINS:
        honest = truth(bench, domain)
        for error in ERRORS:
            manners = {INCLUDED[domain]: error}
            answer = judged(bench, domain, manners)
            require_no_verdict(answer, honest, manners)
            require_cause(answer, manners)
    return len(DOMAINS) * len(ERRORS)


@fault("the addresses of a mechanism `mx` cannot be had, in the same ways", "fix_record with the cause; no source is called missing or a forgery for it")
def mechanism(bench):
    domain = "tidewater-ferries.example"
    honest = truth(bench, domain)
    for error in ERRORS:
        for manners in ({(domain, TYPES["MX"]): error}, {(f"mx1.{domain}", TYPES["A"]): error}):
            answer = judged(bench, domain, manners)
            require_no_verdict(answer, honest, manners)
            require_cause(answer, manners)
    return 2 * len(ERRORS)


@fault("names are aliases in a circle: the domain's own, and one that it includes", "fix_record; nobody is called missing")
def alias_loops(bench):
    for domain in DOMAINS:
        honest = truth(bench, domain)
        for name in (domain, INCLUDED[domain]):
            manners = {(name, TYPES["TXT"]): "a loop of aliases", f"loop.{name}": "a loop of aliases"}
            require_no_verdict(judged(bench, domain, manners), honest, manners)
    return 2 * len(DOMAINS)


@fault("the DMARC policy cannot be had, in the same ways", "the same state, or insufficient_evidence since the policy is not known; the reasons say so")
def policy(bench):
    for domain in DOMAINS:
        honest = truth(bench, domain)
        for error in ERRORS:
            answer = judged(bench, domain, {f"_dmarc.{domain}": error})
            require(answer["verdict"]["state"] in (honest["verdict"]["state"], "insufficient_evidence"), f"{domain}, {error}: {answer['verdict']['state']}")
            require(answer["dmarc"]["policy"] is None, f"{domain}, {error}: a policy all the same")
            require(any("the DNS failed for _dmarc." in reason["text"] for reason in answer["verdict"]["reasons"]), f"{domain}, {error}: it is not said")
    return len(DOMAINS) * len(ERRORS)


@fault("reverse DNS cannot be had, in the same ways", "no better verdict than with it, and no listed source becomes another")
def reverse_dns(bench):
    good = ("ready", "parked")
    for domain in DOMAINS:
        honest = truth(bench, domain)
        listed = {source["ip"] for source in honest["sources"] if source["class"] == "listed"}
        for error in ERRORS:
            answer = judged(bench, domain, {"in-addr.arpa": error, "ip6.arpa": error})
            require(answer["verdict"]["state"] not in good or honest["verdict"]["state"] in good, f"{domain}, {error}: {answer['verdict']['state']}")
            require({source["ip"] for source in answer["sources"] if source["class"] == "listed"} == listed, f"{domain}, {error}: other sources are listed")
    return len(DOMAINS) * len(ERRORS)


@fault("no server answers anything", "exit 69, and no verdict is told or kept")
def dead(bench):
    before = len(json.loads(bench.run("history", faults.DOMAIN, "--format", "json").stdout)["history"])
    for domain in DOMAINS:
        require(judged(bench, domain, {"": "silence"}) is None, f"{domain} was judged")
    after = len(json.loads(bench.run("history", faults.DOMAIN, "--format", "json").stdout)["history"])
    require(before == after, "the history has grown")
    return len(DOMAINS)


def last_run(bench, domain):
    return json.loads(bench.run("history", domain, "--format", "json").stdout)["history"][-1]


@fault("each of these runs is judged again by `--replay`, the server gone", "the same answer to the octet")
def replayed(bench):
    cases = [{}] + [{INCLUDED[domain]: error} for domain in DOMAINS for error in ("silence", "SERVFAIL")] + [{"in-addr.arpa": "SERVFAIL"}]
    times = 0
    for domain in DOMAINS:
        for manners in cases:
            with EnemyDns(ZONE, manners) as server:
                done = asked(bench, server, domain)
            kept = last_run(bench, domain)
            if kept["runs"] > 1 or not kept["replayable"]:
                continue  # it found what the one before it found
            again = bench.run("readiness", "--replay", kept["run"], "--format", "json")
            require(again.stdout == done.stdout and again.returncode == done.returncode, f"{domain}, {manners}: {again.stderr[-300:]}")
            require(again.stderr == b"", f"{domain}, {manners}: {again.stderr[-300:]}")
            times += 1
    require(times >= 4, "there was something to judge again")
    return times


@fault("the verdict turned since a server failed", "`history` names the question whose answer was another")
def turned(bench):
    domain = DOMAINS[0]
    with EnemyDns(ZONE) as server:
        asked(bench, server, domain)
    with EnemyDns(ZONE, {INCLUDED[domain]: "SERVFAIL"}) as server:
        asked(bench, server, domain)
    told = " ".join(change["text"] for change in last_run(bench, domain)["changes"])
    require("SERVFAIL" in told and INCLUDED[domain] in told, f"it says: {told}")
    return 1


@fault("a run of a database from before answers were kept is to be judged again", "it says so, exit 66, and so of a run that is not there")
def not_kept(bench):
    old = bench.folder / "old.db"
    with sqlite3.connect(old) as connection:
        for path in sorted((ROOT / "schema").glob("*.sql"))[:10]:
            connection.executescript(path.read_text())
        connection.executescript(
            "PRAGMA user_version = 10; PRAGMA application_id = 0x68666462;"
            "INSERT INTO domain (id, name, reversed) VALUES (1, 'example.com', 'com.example.');"
            "INSERT INTO run (id, domain, run_at, state, spf_record, findings, last_at, runs, is_news) VALUES (7, 1, 0, 'ready', '', 1, 0, 1, 1)")
    done = bench.run("readiness", "--replay", "7", database=old)
    require(done.returncode == 66 and b"not kept" in done.stderr, done.stderr)
    done = bench.run("readiness", "--replay", "8", database=old)
    require(done.returncode == 66 and b"no run 8" in done.stderr, done.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(faults.main())

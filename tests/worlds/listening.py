#!/usr/bin/env python3
"""Tries listening terms over drawn worlds: no client's result changes, and none becomes pass.

  listening.py --hardfail BIN [--seed N] [--count K] [--checks C]

Each world's domain is asked how to listen. Where the answer has a record, the wildcard is put into the zone, and every address
that reports or the truth name is judged with that record and without it, as well as by check_host() from outside for C of the
addresses that pass and C that do not. The openspf suite is tried in the same way by tests/spf/evaluation/openspf_test.cpp.
Exit 0 where nothing differs, and where half of the worlds can listen at least.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile

import generate
import kinds


class Asked:
    """hardfail about one world."""

    def __init__(self, program, folder, domain):
        self.program, self.folder, self.domain = program, folder, domain

    def run(self, zone, *arguments):
        done = subprocess.run([self.program, "--db", os.path.join(self.folder, "db"), "--dns-zone", os.path.join(self.folder, zone), *arguments],
                              capture_output=True, text=True, timeout=120)
        if not done.stdout:
            raise RuntimeError(f"{arguments}: exit {done.returncode}: {done.stderr}")
        return done.stdout

    def json(self, zone, *arguments):
        return json.loads(self.run(zone, *arguments, "--format", "json"))

    def sources(self, zone, as_of, *more):
        answer = self.json(zone, "readiness", self.domain, "--as-of", as_of, "--days", "120", "--no-names", *more)
        return {source["ip"]: source["spf_now"] for source in answer["sources"]}

    def check(self, zone, ip, *more):
        return self.json(zone, "spf", "check", self.domain, "--ip", ip, *more)["result"]


def compared(options, seed, kind, as_of):
    """(addresses compared, what differs) of a world; None where it cannot listen."""
    with tempfile.TemporaryDirectory() as folder:
        truth = generate.write(seed, os.path.join(folder, "world"), kind=kind)
        asked = Asked(options.hardfail, folder, truth["domain"])
        zone = os.path.join("world", "zone.db")
        plan = asked.json(zone, "listen", truth["domain"])
        if not plan["record"]:
            return None
        with open(os.path.join(folder, zone)) as file, open(os.path.join(folder, "listening.db"), "w") as listening:
            listening.write(f"{file.read()}\n{plan['wildcard']}\n")
        asked.run(zone, "import", os.path.join(folder, "world", "reports"))
        before = asked.sources(zone, as_of)
        after = asked.sources("listening.db", as_of, "--record", plan["record"])
        wrong = [(ip, before[ip], after.get(ip)) for ip in before if before[ip] != after.get(ip)]
        passing = [ip for ip in before if before[ip] == "pass"]
        others = [ip for ip in before if before[ip] != "pass"]
        tried = passing[:options.checks] + others[:options.checks]
        for ip in tried:
            results = asked.check(zone, ip), asked.check("listening.db", ip, "--record", plan["record"])
            if results[0] != results[1]:
                wrong.append((ip, *results))
        return len(before), len(tried), wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hardfail", required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--checks", type=int, default=3)
    parser.add_argument("--as-of", default="2026-11-21")
    options = parser.parse_args()
    options.hardfail = os.path.abspath(options.hardfail)
    listening = addresses = checks = failed = 0
    names = sorted(kinds.load())
    for number in range(options.count):
        seed, kind = options.seed + number, names[number // 2 * 7 % len(names)] if number % 2 else None
        result = compared(options, seed, kind, options.as_of)
        if result is None:
            continue
        listening += 1
        addresses += result[0]
        checks += result[1]
        failed += bool(result[2])
        if result[2]:
            print(f"seed {seed}, kind {kind}: {result[2][:5]}")
    print(f"{listening} of {options.count} worlds can listen; {addresses} addresses compared, {checks} of them from outside; {failed} worlds differ")
    return 0 if not failed and 2 * listening >= options.count else 1


if __name__ == "__main__":
    sys.exit(main())

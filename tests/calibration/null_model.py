#!/usr/bin/env python3
"""How often the rules about unsigned sources find a sender where only chance is at work.

  null_model.py --hardfail BIN --count 3             three worlds of each kind of crowd and of some scenarios

The strangers' mail of a world is dealt out anew among the strangers, and its volumes are; the domain's own mail stays as
it is. Whatever a rule finds among them is then chance. "Sources dealt": all mail of one address moves to another, with
its days, so that networks and host names tell nothing. "Visits dealt": what one address sent on one day moves by itself,
so that days tell nothing either: each address keeps the number of its days, but no campaign holds them together any
more, which is harder than any forger makes it. "As drawn" is the world as it was.
"""
import argparse
import collections
import concurrent.futures
import dataclasses
import os
import shutil
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "worlds"))

import generate     # noqa: E402
import judge        # noqa: E402
import kinds        # noqa: E402
from naming import seeded   # noqa: E402

RULES = ["sender_operator_few", "sender_operator", "service_operator", "forwarding_operator", "own_network", "own_network_once", "mail_host",
         "sister_host", "steady", "steady_network", "lasting", "comes_back", "comes_together", "new_sender", "stand_in", "signing_service", "operator_pool"]
SCENARIOS = ["ready", "nearly-forwarded", "unlisted", "unknown", "forwarded", "odd", "parked"]
FEWEST = 40             # strangers in a world that is worth asking
UNITS = {"as drawn": None, "sources dealt": lambda row, day: row.ip, "visits dealt": lambda row, day: (row.ip, day)}


def deal(reports, strangers, unit, rng):
    """The reports with addresses dealt out anew among the strangers' units of mail, and volumes among their rows."""
    dealt, units, volumes = collections.defaultdict(collections.Counter), collections.defaultdict(list), []
    for place, rows in reports.items():
        for row, count in rows.items():
            if row.ip in strangers:
                units[unit(row, place[2])].append((place, row))
                volumes.append(count)
            else:
                dealt[place][row] += count
    addresses = [rows[0][1].ip for rows in units.values()]
    rng.shuffle(addresses)
    rng.shuffle(volumes)
    for ip, rows in zip(addresses, units.values()):
        for place, row in rows:
            dealt[place][dataclasses.replace(row, ip=ip)] += volumes.pop()
    return dealt


def found(options, world):
    """{unit: (strangers, {rule: strangers it decided})} of one drawn world, (seed, kind, scenario)."""
    seed, kind, scenario = world
    w, truth = generate.draw_any(seed, scenario, kind)
    strangers = {ip for ip, source in w.sources.items() if source.cls == "suspected_spoof" and source.messages}
    if len(strangers) < FEWEST:
        return {}
    drawn, answers = w.reports, {}
    for name, unit in UNITS.items():
        w.reports = deal(drawn, strangers, unit, seeded(name, *world)) if unit else drawn
        folder = tempfile.mkdtemp(prefix="null")
        try:
            home, db = os.path.join(folder, "world"), os.path.join(folder, "null.db")
            w.save(home, truth)
            judge.read(options, home, db, truth)
            _, answer = judge.ask(options, home, db, truth)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        got = [source for source in answer["sources"] if source["ip"] in strangers and source["governed_messages"]]
        answers[name] = len(got), collections.Counter(source["signals"][0]["code"] for source in got)
    return answers


def rate(count, total):
    """The rate, or the bound at 95 % confidence where nothing was found: the rule of three."""
    return f"{count / total:.3%}" if count else f"< {3 / total:.3%}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hardfail", default="build/release/hardfail")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=1)
    parser.add_argument("--shard", type=judge.shard, default=slice(None), metavar="I/N")
    parser.add_argument("--as-of", default="2026-11-21")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    crowds = sorted(kind.name for kind in kinds.load().values() if kind.family == "crowds")
    seeds = range(options.seed, options.seed + options.count)
    todo = [(seed, kind, None) for seed in seeds for kind in crowds]
    todo += [(seed, None, scenario) for seed in seeds for scenario in SCENARIOS]
    todo = todo[options.shard]
    worlds, strangers, rules = 0, collections.Counter(), collections.defaultdict(collections.Counter)
    with concurrent.futures.ProcessPoolExecutor(options.jobs) as pool:
        for answers in pool.map(found, [options] * len(todo), todo):
            worlds += bool(answers)
            for unit, (asked, decided) in answers.items():
                strangers[unit] += asked
                rules[unit] += decided
    print("| rule | " + " | ".join(UNITS) + " |\n" + "|---" * (1 + len(UNITS)) + "|")
    others = set().union(*rules.values()) - {*RULES, "no_evidence"}
    for rule in [*RULES, *sorted(others)]:
        print(f"| `{rule}` | " + " | ".join(f"{rules[unit][rule]} ({rate(rules[unit][rule], strangers[unit])})" for unit in UNITS) + " |")
    print(f"\n{worlds} worlds, strangers asked about: " + ", ".join(f"{strangers[unit]:,} {unit}" for unit in UNITS))


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Distributions of plain features by true class over drawn worlds: what a threshold may be chosen from.

  calibrate.py --count 100                            quantiles of every feature by class
  calibrate.py --count 20 --kinds --by stream --feature days     of one feature by stream, over worlds of every kind
  calibrate.py --count 100 --cut days=10 lifetime=.5             share of each class that reaches all of these values
  calibrate.py --count 1 --numbers                               what share of each class lies beyond each number of the program
  calibrate.py --check                                           has every number its row, here and in docs/verdict.md?

A source counts when it has at least --messages messages. The last line of a cut is the share of forgers that reach it:
the rate at which a rule with these thresholds would find a sender where there is none.
"""
import argparse
import collections
import concurrent.futures
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "worlds"))

import features     # noqa: E402
import generate     # noqa: E402
import header       # noqa: E402
import judge        # noqa: E402
import kinds        # noqa: E402
import number_table  # noqa: E402
import rows         # noqa: E402

QUANTILES = [.01, .05, .25, .5, .75, .95, .99]
FORGER = "suspected_spoof"


def sources(world):
    """The features of one drawn world, (seed, kind)."""
    drawn, _ = generate.draw_any(world[0], None, world[1])
    return [(truth.cls, truth.stream, found) for truth, found in features.of_world(drawn)]


def quantile(values, share):
    return values[min(len(values) - 1, int(share * len(values)))]


def print_quantiles(groups, wanted):
    for name in wanted:
        print(f"\n{name:40}{'sources':>9}" + "".join(f"{share:>9.0%}" for share in QUANTILES))
        for group, members in sorted(groups.items()):
            values = sorted(member[name] for member in members if member.get(name) is not None)
            if not values:
                continue
            print(f"  {group:38}{len(values):>9}" + "".join(f"{quantile(values, share):>9.3g}" for share in QUANTILES))


def print_cut(groups, cut):
    print("  and ".join(f"{name} >= {least:g}" for name, least in cut.items()))
    for group, members in sorted(groups.items()):
        reached = sum(all((member.get(name) or 0) >= least for name, least in cut.items()) for member in members)
        print(f"  {group:38}{reached:>9} of {len(members):<9}{reached / len(members):9.3%}")


def check():
    """Prints the numbers that lack a row or a place in the document, and the other way round; how many."""
    numbers = header.read()
    found = number_table.without_row(numbers, rows.NUMBERS) + number_table.undocumented(numbers, number_table.DOCUMENT.read_text())
    print("\n".join(found) or "every number has its row")
    return len(found)


def condition(text):
    name, least = text.split("=")
    return name.replace("_", " "), float(least)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--kinds", action="store_true", help="a world of every kind for each seed, not one of a drawn scenario")
    parser.add_argument("--kind", action="append", default=[], type=kinds.known)
    parser.add_argument("--by", choices=["class", "stream"], default="class")
    parser.add_argument("--feature", action="append", default=[])
    parser.add_argument("--cut", nargs="+", type=condition, default=[], metavar="FEATURE=LEAST")
    parser.add_argument("--numbers", action="store_true", help="for each seed a world of every kind, and a hundred of drawn scenarios")
    parser.add_argument("--shard", type=judge.shard, default=slice(None), metavar="I/N", help="of --numbers, every N-th of these worlds")
    parser.add_argument("--check", action="store_true", help="draws nothing")
    parser.add_argument("--messages", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    if options.check:
        return 1 if check() else 0
    if options.numbers:
        missing = number_table.without_row(header.read(), rows.NUMBERS)
        if missing:
            sys.exit("\n".join(missing))
        with concurrent.futures.ProcessPoolExecutor(options.jobs) as pool:
            number_table.print_over(range(options.seed, options.seed + options.count), options.shard, pool)
        return 0
    drawn = options.kind or (sorted(kinds.load()) if options.kinds else [None])
    todo = [(seed, kind) for seed in range(options.seed, options.seed + options.count) for kind in drawn]
    groups, forgers = collections.defaultdict(list), []
    with concurrent.futures.ProcessPoolExecutor(options.jobs) as pool:
        for found in pool.map(sources, todo):
            for cls, stream, values in found:
                if values["messages"] >= options.messages:
                    groups[cls if options.by == "class" else f"{cls[:12]}: {stream}"[:38]].append(values)
                    forgers += [values] * (cls == FORGER)
    if options.cut:
        print_cut({**groups, "~ all forgers": forgers} if forgers else groups, dict(options.cut))
    else:
        print_quantiles(groups, options.feature or next(iter(groups.values()))[0])
    return 0


if __name__ == "__main__":
    sys.exit(main())

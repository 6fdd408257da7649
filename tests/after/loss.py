#!/usr/bin/env python3
"""Holds the loss that hardfail expects of -all against the mail of the month that follows.

  loss.py --hardfail BIN [--seed N] [--count K] [--least SHARE] [--say]

Two months of reports of each of K drawn domains are imported, and hardfail is asked. Then the month to come is drawn:
every message of missing senders and forwarders at the receivers that report, some of which are known to refuse on SPF
fail, some refuse without being known for it, and some do not. Senders of a few messages a year are among them, which
often no report has shown. Exit 0 where in the share of the domains that is asked for

 - what the receivers known to refuse get, where there are any, lies within the interval for what is lost for certain;
 - what is lost lies between the lower end of that interval and the bound for all;
 - what all receivers get, of which each may refuse, is no more than that bound.

95 of 100 is what is promised; a few domains need more room for chance.
"""
import argparse
import collections
import math
import sys
import tempfile

from measure import BATCH, Case
from world import BEFORE, Stream, World, poisson

KNOWN = ("gmx.net", "WEB.DE", "1&1 Mail & Media GmbH")
MONTH = 30      # days
SHARE = .95
MEANING = {"certain": "what receivers known to refuse get is within its interval", "lost": "what is lost is within the bounds",
           "all": "what all receivers get is no more than the bound"}


class AtStake(World):
    """A domain at ~all. What the month after BEFORE brings is drawn once its reports are."""

    def __init__(self, seed):
        super().__init__(seed, False)
        self.domain = f"stake{seed}.example"
        rng = self.rng
        for n in range(rng.randrange(0, 6)):
            weekly = math.exp(rng.uniform(math.log(.02), math.log(8)))
            self.streams.append(Stream(self, "sender", weekly, [f"203.0.113.{10 + 20 * n}"], f"rare{n}", range(self.receivers)))
        known = rng.sample(range(self.receivers), rng.choice([0, 1, 1, 2]))
        self.names = {receiver: name for receiver, name in zip(known, KNOWN)}
        others = [receiver for receiver in range(self.receivers) if receiver not in known]
        self.unknown = {receiver: rng.choice([1, 1, rng.uniform(.2, .95)]) for receiver in rng.sample(others, rng.choice([0, 1, 2]))}

    def name(self, receiver):
        return self.names.get(receiver, super().name(receiver))

    def reports(self):
        for report in super().reports():
            if report[2] >= BEFORE:
                break
            yield report
        self.month = [0] * self.receivers       # messages that -all can lose, by receiver
        for day in range(BEFORE, BEFORE + MONTH):
            for stream in self.streams:
                for receiver, rate in enumerate(stream.rates(self, day)):
                    if stream.kind != "other":
                        self.month[receiver] += poisson(self.rng, rate)

    def truth(self):
        """What the known refuse, what all do, and what all get."""
        certain = sum(self.month[receiver] for receiver in self.names)
        lost = certain + sum(self.month[receiver] * share for receiver, share in self.unknown.items())
        return certain, lost, sum(self.month)


def judged(hardfail, seeds):
    """(world, its expected loss) of each."""
    with tempfile.TemporaryDirectory() as folder:
        case = Case(hardfail, folder, [AtStake(seed) for seed in seeds])
        case.receive(BEFORE)
        answers = case.ask(BEFORE, "~all")
        return [(world, answers[world.domain]["expected_loss"]) for world in case.worlds]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hardfail", required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--least", type=float, default=SHARE)
    parser.add_argument("--say", action="store_true")
    options = parser.parse_args()
    seeds = range(options.seed, options.seed + options.count)
    asked = collections.Counter()
    held = collections.Counter()
    for first in range(0, options.count, BATCH):
        for world, loss in judged(options.hardfail, seeds[first:first + BATCH]):
            certain, lost, all_mail = world.truth()
            holds = {"lost": loss["certain_low"] <= lost <= loss["most"], "all": all_mail <= loss["most"]}
            if world.names:
                holds["certain"] = loss["certain_low"] <= certain <= loss["certain_high"]
            asked.update(holds.keys())
            held.update(key for key, good in holds.items() if good)
            if options.say or not all(holds.values()):
                print(world.domain, "certain", certain, "in", loss["certain_low"], loss["certain_high"], "lost", round(lost), "all", all_mail, "expected",
                      loss["certain"], loss["possible"], "unseen", loss["unseen"], "most", loss["most"], "growth", round(world.growth, 2),
                      "holidays", sorted(world.holidays.items())[:2], "silent", [len(days) for days in world.silent if days])
    for key, text in MEANING.items():
        print(f"{held[key]} of {asked[key]} domains: {text}")
    return 0 if all(held[key] >= options.least * asked[key] for key in asked) else 1


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""What one domain's move to -all teaches about reporters, another domain's answer tells.

  learned.py --hardfail BIN [--seed N] [--count K]

Each of K domains moves to -all, and loses mail at receivers that it shares with a domain that stays at ~all. Exit 0 where
that one's answer

 - takes every receiver for refusing from which nearly all of the mover's mail is seen to have vanished, and no other;
 - knows of others that they accept mail which fails SPF;
 - has the verdict and the bound for all that it has without the mover.
"""
import argparse
import sys
import tempfile

from measure import Case
from world import BEFORE, World

DAY = 40        # after the move


class Stays(World):
    """A domain that stays at ~all, and whose mail all receivers get."""

    def __init__(self, seed):
        super().__init__(seed, False)
        self.domain = f"stays{seed}.example"

    def reports(self):
        for arrival, receiver, day, rows in super().reports():
            yield arrival, receiver, day, [(ip, count, "softfail" if spf == "fail" else spf, selector) for ip, count, spf, selector in rows]


def judged(hardfail, mover, staying):
    """The answers about both; nothing of the mover, where there is none."""
    with tempfile.TemporaryDirectory() as folder:
        case = Case(hardfail, folder, [world for world in (mover, staying) if world])
        moved = {mover.domain: "-all"} if mover else {}
        for day, ends in ((0, {}), (1, moved), (DAY, moved)):
            case.receive(BEFORE + day)
            case.ask(BEFORE + day, ends)
        answers = case.ask(BEFORE + DAY, moved)     # what runs before it found
    return answers[staying.domain], answers.get(mover.domain) if mover else None


def vanished(answer):
    """Reporters of which an answer says that they lost 80 % and more of the mail that -all can lose, or of a sender's."""
    return {mail["reporter"] for mail in answer["after_change"]["compared"]
            if mail["lost"] and mail["reporter"] and mail["seen"] <= .2 * mail["expected"]}


def wrong_with(seed, hardfail, say):
    """What is wrong with the answer about the domain that stays; how many reporters it learned of that refuse, and that accept."""
    mover = World(seed, True)
    answer, moved = judged(hardfail, mover, Stays(seed))
    alone, _ = judged(hardfail, None, Stays(seed))
    gone, known = vanished(moved), {reporter["reporter"]: reporter for reporter in answer["expected_loss"]["known"]}
    wrong = [f"{name}: {reporter['text']}, and {'most' if name in gone else 'not so much'} of the mover's mail vanished"
             for name, reporter in known.items() if reporter["refuses"] != (name in gone) or bool(reporter["refused"]) != (name in gone)]
    names = {mover.name(receiver) for receiver in mover.refused}
    wrong += [f"{name} refuses nothing" for name in gone - names]
    if alone["expected_loss"]["known"]:
        wrong.append(f"known without a mover: {alone['expected_loss']['known']}")
    wrong += [f"{what} is {mine}, and without a mover {other}" for what, mine, other in
              (("the verdict", answer["verdict"]["state"], alone["verdict"]["state"]),
               ("the bound", answer["expected_loss"]["most"], alone["expected_loss"]["most"])) if mine != other]
    if say:
        print("\n".join(reporter["text"] for reporter in known.values()))
    return wrong, sum(reporter["refuses"] for reporter in known.values()), sum(bool(reporter["accepted"]) for reporter in known.values())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hardfail", required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=4)
    parser.add_argument("--say", action="store_true")
    options = parser.parse_args()
    failed = refusing = accepting = 0
    for seed in range(options.seed, options.seed + options.count):
        wrong, refuse, accept = wrong_with(seed, options.hardfail, options.say)
        failed += bool(wrong)
        refusing += refuse
        accepting += accept
        for text in wrong:
            print(f"seed {seed}: {text}")
    print(f"{options.count - failed} of {options.count} domains learned right: {refusing} reporters that refuse, {accepting} that accept")
    return 1 if failed or not refusing or not accepting else 0


if __name__ == "__main__":
    sys.exit(main())

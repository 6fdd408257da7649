#!/usr/bin/env python3
"""Holds the senders that hardfail makes of addresses against who sent in drawn worlds.

  grouping.py --hardfail BIN --seed N --count K [--kinds]

Prints the share of the messages of legitimate senders that are in a sender without an address of another
service, and the services that are split in more than two. Exit 0 where the share is 98 % and none is split.
"""
import argparse
import collections
import glob
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
LEGITIMATE = {"listed", "unlisted_legitimate"}
WANTED = 0.98
MOST_PARTS = 2      # what is listed of a service, and what is missing


def judge(truth, answer):
    """(messages, of these in a sender of one service, {mixture: messages}, {service: senders}) of a world."""
    senders, services = collections.defaultdict(list), collections.defaultdict(set)
    messages = alone = 0
    mixed = collections.Counter()
    own = {sender["id"] for sender in answer["senders"] if sender["kind"] == "own"}     # whatever they do, they are one owner's
    for source in answer["sources"]:
        senders[source["sender"]].append((truth["sources"].get(source["ip"], {}), source["messages"]))
    for sender, members in senders.items():
        streams = {source["stream"] for source, _ in members if "stream" in source}
        for source, count in members:
            if source.get("class") not in LEGITIMATE:
                continue
            services[source["stream"]].add(sender)
            messages += count
            if len(streams) == 1 or sender in own:
                alone += count
            else:
                mixed[" + ".join(sorted(streams))] += count
    return messages, alone, mixed, services


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hardfail", required=True)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--count", default="20")
    parser.add_argument("--kinds", action="store_true", help="a world of every kind for each seed")
    parser.add_argument("--jobs", default="2")
    options = parser.parse_args()
    messages = alone = services = 0
    mixed, split = collections.Counter(), collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, os.path.join(HERE, "judge.py"), "--hardfail", options.hardfail, "--seed", options.seed, "--count", options.count,
                        "--keep", folder, "--jobs", options.jobs, *(["--kinds", "hard"] if options.kinds else [])], stdout=subprocess.DEVNULL, check=False)
        for path in glob.glob(os.path.join(folder, "*", "got.json")):
            with open(path) as got, open(os.path.join(os.path.dirname(path), "truth.json")) as truth:
                of_all, of_one, mixtures, parts = judge(json.load(truth), json.load(got))
            messages, alone, services = messages + of_all, alone + of_one, services + len(parts)
            mixed.update(mixtures)
            split.update(stream for stream, senders in parts.items() if len(senders) > MOST_PARTS)
    share = alone / messages if messages else 0
    print(f"{share:.2%} of {messages} messages in a sender of one service; {split.total()} of {services} services in more than {MOST_PARTS}")
    for what, counts in (("mixed", mixed), ("split", split)):
        for name, count in counts.most_common(12):
            print(f"  {what} {count:>8}  {name}")
    return 0 if share >= WANTED and not split else 1


if __name__ == "__main__":
    sys.exit(main())

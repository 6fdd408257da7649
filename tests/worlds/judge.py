#!/usr/bin/env python3
"""Holds hardfail's advice against worlds whose truth is known.

  judge.py --hardfail BIN --seed N --count K [--scenario NAME]     worlds drawn on the spot
  judge.py --hardfail BIN WORLD...                                 folders or .tar.gz with reports/, zone.db, truth.json

--shard I/N takes every N-th of these worlds, from the I-th on.
A line a world, then the totals. Exit 0 if every world is right: the state, every missing sender found, nobody
listed who should not be, and every message counted.
"""
import argparse
import collections
import concurrent.futures
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile

import generate

ALSO = {"spoof": {"suspected_spoof"}, "unknown": {"unknown", "unlisted_legitimate"}}
EXIT = {"ready": 0, "parked": 0, "not_ready": 1, "keep_softfail": 1, "insufficient_evidence": 2, "fix_record": 2}
ENOUGH = 5              # messages a source must have for its class to be held against us
ACCURACY = .97          # of these classes that must be right over all worlds


def run(options, *arguments):
    done = subprocess.run([options.hardfail, *arguments], capture_output=True, text=True, timeout=120)
    return done.returncode, done.stdout, done.stderr


def ask(options, world, db, truth, *more):
    code, out, err = run(options, "--db", db, "--dns-zone", os.path.join(world, "zone.db"), "readiness", truth["domain"],
                         "--as-of", options.as_of, "--days", "120", "--format", "json", *more)
    try:
        return code, json.loads(out)
    except ValueError:
        raise RuntimeError(f"readiness exit {code}: {(err or out)[-300:]!r}") from None


def allowed(source):
    return set(source.get("any", ())) or ALSO.get(source["class"], {source["class"]})


def compare(truth, code, answer):
    """What is wrong, as (kind, text) pairs, and the class counts."""
    expect, got = truth["expect"], {s["ip"]: s for s in answer["sources"]}
    states = expect["state"] if isinstance(expect["state"], list) else [expect["state"]]
    state = answer["verdict"]["state"]
    wrong = []
    if state not in states:
        wrong.append(("state", f"state {state}, expected {'/'.join(states)}"))
    if code != answer["verdict"]["exit_code"] or EXIT.get(state, code) != code:
        wrong.append(("exit", f"exit {code}, verdict.exit_code {answer['verdict']['exit_code']}"))
    total = sum(s["messages"] for s in answer["sources"])
    if not total == truth["totals"]["messages"] == answer["evidence"]["messages"]:
        wrong.append(("messages", f"messages {total}/{answer['evidence']['messages']}, expected {truth['totals']['messages']}"))
    right = judged = 0
    confused = collections.Counter()
    if states != ["fix_record"]:        # nobody is listed by a record that cannot be evaluated
        for ip in expect["must_list"]:
            if got.get(ip, {}).get("class") != "unlisted_legitimate":
                wrong.append(("missed", f"missed {ip} ({truth['sources'][ip]['stream']}, {truth['sources'][ip]['messages']} messages)"))
        for ip, source in got.items():
            if source["class"] == "unlisted_legitimate" and "unlisted_legitimate" not in allowed(truth["sources"].get(ip, {"class": "absent"})):
                stream = truth["sources"].get(ip, {"stream": "not in the reports"})["stream"]
                wrong.append(("false", f"wrongly listed {ip} ({stream}, {source['messages']} messages)"))
        for ip, source in truth["sources"].items():
            if source["messages"] >= ENOUGH:
                judged += 1
                cls = got.get(ip, {}).get("class", "absent")
                right += cls in allowed(source)
                if cls not in allowed(source):
                    confused[f"{source['stream']}->{cls}"] += 1
    return state, wrong, right, judged, confused


def proposal(options, world, db, truth, answer):
    """The proposed record must list every missing sender, and no forger that the live one does not."""
    record = (answer.get("proposed") or {}).get("record")
    if not record:
        return [("proposed", "no proposed record")] if truth["expect"]["must_list"] else []
    _, then = ask(options, world, db, truth, "--record", record)
    got = {s["ip"]: s["class"] for s in then["sources"]}
    left = [ip for ip in truth["expect"]["must_list"] if got.get(ip) != "listed"]
    forged = [ip for ip, s in truth["sources"].items() if allowed(s) == {"suspected_spoof"} and got.get(ip) == "listed"]
    return [("proposed", f"proposed record leaves {left} out")] * bool(left) + [("proposed", f"proposed record lists forgers {forged}")] * bool(forged)


def judge(options, world):
    """Judges the world in a folder, a .tar.gz or the seed of one."""
    folder = tempfile.mkdtemp(prefix="world")
    try:
        name = f"seed {world}" if isinstance(world, int) else os.path.basename(world.rstrip("/")).split(".")[0]
        if isinstance(world, int):
            home = os.path.join(options.keep or folder, f"world-{world}")
            generate.write(world, home, options.scenario)
        elif world.endswith(".tar.gz"):
            with tarfile.open(world) as archive:
                archive.extractall(folder)
            home = os.path.join(folder, next(iter(os.listdir(folder))))
        else:
            home = world
        with open(os.path.join(home, "truth.json")) as file:
            truth = json.load(file)
        db = os.path.join(folder, "judged.db")
        code, out, err = run(options, "--db", db, "import", os.path.join(home, "reports"), "--format", "json")
        if code not in (0, 1) or (code == 1) != bool(truth.get("rejected")):
            raise RuntimeError(f"import exit {code}: {(err or out)[-300:]!r}")
        rejected = len(json.loads(out)["rejected"])
        code, answer = ask(options, home, db, truth)
        if options.keep and isinstance(world, int):
            with open(os.path.join(home, "got.json"), "w") as file:
                json.dump(answer, file, indent=1)
        state, wrong, right, judged, confused = compare(truth, code, answer)
        if rejected != truth.get("rejected", 0):
            wrong.append(("import", f"{rejected} files rejected, expected {truth['rejected']}"))
        if options.proposed and truth["expect"]["state"] == "not_ready":
            wrong += proposal(options, home, db, truth, answer)
        return name, truth, state, wrong, right, judged, confused
    except (RuntimeError, subprocess.TimeoutExpired, OSError, KeyError, ValueError) as problem:
        return name, {"scenario": "?"}, "ERROR", [("error", f"{type(problem).__name__}: {problem}")], 0, 0, collections.Counter()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def shard(text):
    """'2/4' as the slice of every fourth from the second on."""
    number, count = map(int, text.split("/"))
    if not 1 <= number <= count:
        raise ValueError
    return slice(number - 1, None, count)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--hardfail", default="build/release/hardfail")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--count", type=int, default=0)
    arguments.add_argument("--scenario", choices=sorted(generate.SCENARIOS))
    arguments.add_argument("--shard", type=shard, default=slice(None), metavar="I/N")
    arguments.add_argument("--as-of", default="2026-11-21")
    arguments.add_argument("--jobs", type=int, default=2)
    arguments.add_argument("--keep", metavar="DIR", help="leave the drawn worlds there, each with the answer as got.json")
    arguments.add_argument("--proposed", action="store_true", help="try the proposed records too")
    arguments.add_argument("--failures", action="store_true", help="print only the worlds that went wrong")
    arguments.add_argument("worlds", nargs="*")
    options = arguments.parse_args()
    todo = [*options.worlds, *range(options.seed, options.seed + options.count)][options.shard]
    if not todo:
        arguments.error("no worlds: give --count or folders")
    good = right = judged = 0
    kinds, confusion = collections.Counter(), collections.Counter()
    with concurrent.futures.ProcessPoolExecutor(options.jobs) as pool:
        for name, truth, state, wrong, r, j, confused in pool.map(judge, [options] * len(todo), todo):
            good += not wrong
            right += r
            judged += j
            confusion += confused
            kinds.update({kind for kind, _ in wrong} | ({"wrong ready"} if state == "ready" and any(k == "state" for k, _ in wrong) else set()))
            if wrong or not options.failures:
                texts = [text for _, text in wrong]
                print(f"{name:14} {truth['scenario']:26} {'BAD' if wrong else 'ok '} {state:22} class {r}/{j} {dict(confused) or ''} "
                      + "; ".join(texts[:6]) + (f"; and {len(texts) - 6} more" if len(texts) > 6 else ""), flush=True)
    share = right / judged if judged else 1
    print(f"{good}/{len(todo)} worlds right, worlds with: {dict(kinds) or 'no fault'}; class {right}/{judged} = {share:.1%}; {dict(confusion.most_common(8))}")
    return 0 if good == len(todo) and share >= ACCURACY else 1


if __name__ == "__main__":
    sys.exit(main())

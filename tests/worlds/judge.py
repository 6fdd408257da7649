#!/usr/bin/env python3
"""Holds hardfail's advice against worlds whose truth is known.

  judge.py --hardfail BIN --seed N --count K [--scenario NAME]     worlds drawn on the spot
  judge.py --hardfail BIN --seed N --count K --kind NAME           the same of a named kind; --kinds hard: of every kind, mixed: of two at once, list: names
  judge.py --hardfail BIN WORLD...                                 folders or .tar.gz with reports/, zone.db, truth.json

--disturb adds the question whether a right verdict stands when reports are lost or doubled, volumes grow or names change.
--shard I/N takes every N-th of these worlds, from the I-th on.
A line a world, then a table by kind and the totals. Exit 0 if every world is right: the state, every missing sender found, nobody
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

import disturb
import generate
import kinds
from nameserver import NameServer
from naming import seeded
from table import Table

ALSO = {"spoof": {"suspected_spoof"}, "unknown": {"unknown", "unlisted_legitimate"}}
EXIT = {"ready": 0, "parked": 0, "not_ready": 1, "keep_softfail": 1, "insufficient_evidence": 2, "fix_record": 2}
ENOUGH = 5              # messages a source must have for its class to be held against us
ACCURACY = .97          # of these classes that must be right over all worlds
SAFE = {"ready", "parked"}
NO_ANSWER = "none"      # the state of a world where readiness says that the DNS is unavailable
UNAVAILABLE = 69


def run(options, *arguments):
    done = subprocess.run([options.hardfail, *arguments], capture_output=True, text=True, timeout=120)
    return done.returncode, done.stdout, done.stderr


def ask(options, world, db, truth, *more):
    """(exit status, answer) of readiness, with the zone as a file or, where a name server matters, behind one."""
    zone = os.path.join(world, "zone.db")
    if truth.get("faults") or truth.get("name_server"):
        with NameServer(zone, truth.get("faults", ())) as server:
            dns = ["--dns", f"127.0.0.1:{server.port}", "--dns-timeout", "1"]
            return _ask(options, dns, db, truth, *more)
    return _ask(options, ["--dns-zone", zone], db, truth, *more)


def _ask(options, dns, db, truth, *more):
    code, out, err = run(options, "--db", db, *dns, "readiness", truth["domain"], "--as-of", options.as_of, "--days", "120", "--format", "json", *more)
    try:
        return code, json.loads(out)
    except ValueError:
        if code == UNAVAILABLE and NO_ANSWER in truth["expect"]["state"]:
            return code, None
        raise RuntimeError(f"readiness exit {code}: {(err or out)[-300:]!r}") from None


def allowed(source):
    return set(source.get("any", ())) or ALSO.get(source["class"], {source["class"]})


def expected(truth):
    state = truth["expect"]["state"]
    return set(state) if isinstance(state, list) else {state}


def compare_state(truth, code, answer):
    """What is wrong with the state and the exit status, as (fault, text) pairs."""
    states, state = expected(truth), answer["verdict"]["state"]
    wrong = []
    if state not in states:
        fault = "wrong ready" if state in SAFE and not SAFE & states else "needless" if SAFE & states else "state"
        wrong.append((fault, f"state {state}, expected {'/'.join(sorted(states))}"))
    if code != answer["verdict"]["exit_code"] or EXIT.get(state, code) != code:
        wrong.append(("exit", f"exit {code}, verdict.exit_code {answer['verdict']['exit_code']}"))
    if state == "already_hardfail" and truth.get("exits") and code not in truth["exits"]:
        wrong.append(("needless" if code else "wrong ready", f"already_hardfail with exit {code}"))
    return wrong


def is_missed(ip, source, got, truth):
    """Whether a legitimate sender is neither named nor, where that is enough, asked about."""
    cls = got.get(ip, {}).get("class")
    if ip in truth["expect"]["must_list"]:
        return cls != "unlisted_legitimate"
    return "kind" in truth and source["class"] == "unlisted_legitimate" and source["messages"] >= ENOUGH and cls not in allowed(source) | {"unknown"}


def compare(truth, code, answer):
    """What is wrong, as (fault, text) pairs, and the class counts."""
    state, got = answer["verdict"]["state"], {s["ip"]: s for s in answer["sources"]}
    wrong = compare_state(truth, code, answer)
    total = sum(s["messages"] for s in answer["sources"])
    if not total == truth["totals"]["messages"] == answer["evidence"]["messages"]:
        wrong.append(("messages", f"messages {total}/{answer['evidence']['messages']}, expected {truth['totals']['messages']}"))
    right = judged = 0
    confused = collections.Counter()
    if expected(truth) != {"fix_record"} and state != "fix_record":     # nobody is listed by a record that cannot be evaluated
        for ip, source in got.items():
            if source["class"] == "unlisted_legitimate" and "unlisted_legitimate" not in allowed(truth["sources"].get(ip, {"class": "absent"})):
                stream = truth["sources"].get(ip, {"stream": "not in the reports"})["stream"]
                wrong.append(("false", f"wrongly listed {ip} ({stream}, {source['messages']} messages)"))
        for ip, source in truth["sources"].items():
            if is_missed(ip, source, got, truth):
                wrong.append(("missed", f"missed {ip} ({source['stream']}, {source['messages']} messages)"))
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


def place(options, world, folder):
    """(name, folder) of a world: drawn from (seed, kind), unpacked, or as it is."""
    if isinstance(world, tuple):
        seed, kind = world
        home = os.path.join(options.keep or folder, f"{kind or 'world'}-{seed}")
        generate.write(seed, home, options.scenario, kind)
        return f"seed {seed}", home
    name = os.path.basename(world.rstrip("/")).split(".")[0]
    if world.endswith(".tar.gz"):
        with tarfile.open(world) as archive:
            archive.extractall(folder)
        return name, os.path.join(folder, next(iter(os.listdir(folder))))
    return name, world


def read(options, home, db, truth):
    """Imports a world's reports; how many files were rejected."""
    code, out, err = run(options, "--db", db, "import", os.path.join(home, "reports"), "--format", "json")
    if code not in (0, 1) or (code == 1) != bool(truth.get("rejected")):
        raise RuntimeError(f"import exit {code}: {(err or out)[-300:]!r}")
    return len(json.loads(out)["rejected"])


def turned(options, world, state):
    """The disturbances under which a drawn world's verdict is another, as (fault, text) pairs."""
    found = []
    for name in disturb.WAYS:
        folder = tempfile.mkdtemp(prefix="world")
        try:
            home, db = os.path.join(folder, "world"), os.path.join(folder, "judged.db")
            truth = disturb.write(world[0], home, options.scenario, world[1], name)
            read(options, home, db, truth)
            _, answer = ask(options, home, db, truth)
            then = answer["verdict"]["state"] if answer else NO_ANSWER
            if then != state and "insufficient_evidence" not in (then, state):      # the thresholds of evidence may well be crossed
                found.append(("turned", f"{name}: {state} became {then}"))
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    return found


def judge(options, world):
    """Judges the world in a folder, a .tar.gz or the (seed, kind) of one."""
    folder = tempfile.mkdtemp(prefix="world")
    name, label = str(world), world[1] if isinstance(world, tuple) else None
    try:
        name, home = place(options, world, folder)
        with open(os.path.join(home, "truth.json")) as file:
            truth = json.load(file)
        db = os.path.join(folder, "judged.db")
        rejected = read(options, home, db, truth)
        code, answer = ask(options, home, db, truth)
        if not answer:
            return name, truth, NO_ANSWER, [], 0, 0, collections.Counter()
        if options.keep and isinstance(world, tuple):
            with open(os.path.join(home, "got.json"), "w") as file:
                json.dump(answer, file, indent=1)
        state, wrong, right, judged, confused = compare(truth, code, answer)
        if rejected != truth.get("rejected", 0):
            wrong.append(("import", f"{rejected} files rejected, expected {truth['rejected']}"))
        if options.proposed and truth["expect"]["state"] == "not_ready":
            wrong += proposal(options, home, db, truth, answer)
        if options.disturb and not wrong:
            wrong += turned(options, world, state)
        return name, truth, state, wrong, right, judged, confused
    except (RuntimeError, subprocess.TimeoutExpired, OSError, KeyError, ValueError) as problem:
        return name, {"scenario": label or "?"}, "ERROR", [("error", f"{type(problem).__name__}: {problem}")], 0, 0, collections.Counter()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def shard(text):
    """'2/4' as the slice of every fourth from the second on."""
    number, count = map(int, text.split("/"))
    if not 1 <= number <= count:
        raise ValueError
    return slice(number - 1, None, count)


def drawn_worlds(options):
    """(seed, kind) of the worlds to draw; the kind is None for a scenario of the seed's own."""
    seeds = range(options.seed, options.seed + options.count)
    if options.kinds == "mixed":
        return [(seed, kinds.mixture(seeded("mixture", seed))) for seed in seeds]
    names = options.kind or (sorted(kinds.load()) if options.kinds else [None])
    return [(seed, name) for seed in seeds for name in names]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hardfail", default="build/release/hardfail")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=0)
    parser.add_argument("--scenario", choices=sorted(generate.SCENARIOS))
    parser.add_argument("--kind", action="append", default=[], type=kinds.known, metavar="NAME[+NAME]", help="worlds of this kind; may be given again")
    parser.add_argument("--kinds", choices=["hard", "mixed", "list"], help="worlds of every kind, mixtures of two, or only the names")
    parser.add_argument("--shard", type=shard, default=slice(None), metavar="I/N")
    parser.add_argument("--as-of", default="2026-11-21")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--keep", metavar="DIR", help="leave the drawn worlds there, each with the answer as got.json")
    parser.add_argument("--proposed", action="store_true", help="try the proposed records too")
    parser.add_argument("--disturb", action="store_true", help="ask again of right worlds that are disturbed; costs four more runs each")
    parser.add_argument("--failures", action="store_true", help="print only the worlds that went wrong")
    parser.add_argument("--json", metavar="FILE", help="append a line of JSON for each world")
    parser.add_argument("worlds", nargs="*")
    options = parser.parse_args()
    if options.kinds == "list":
        for kind in kinds.load().values():
            print(f"{kind.family:10} {kind.name:28} {'/'.join(sorted(kind.states)):32} {kind.why}")
        sys.exit(0)
    todo = [*options.worlds, *drawn_worlds(options)][options.shard]
    if not todo:
        parser.error("no worlds: give --count or folders")
    return options, todo


def main():
    options, todo = arguments()
    table = Table()
    faults = collections.Counter()
    with concurrent.futures.ProcessPoolExecutor(options.jobs) as pool:
        for name, truth, state, wrong, right, judged, confused in pool.map(judge, [options] * len(todo), todo):
            table.add(truth["scenario"], wrong, right, judged, confused)
            faults.update({fault for fault, _ in wrong})
            if options.json:
                with open(options.json, "a") as file:
                    json.dump({"world": name, "scenario": truth["scenario"], "state": state, "wrong": wrong, "right": right, "judged": judged,
                               "confused": confused}, file)
                    file.write("\n")
            if wrong or not options.failures:
                texts = [f"{fault}: {text}" for fault, text in wrong]
                print(f"{name:14} {truth['scenario']:26} {'BAD' if wrong else 'ok '} {state:22} class {right}/{judged} {dict(confused.most_common(6)) or ''} "
                      + "; ".join(texts[:6]) + (f"; and {len(texts) - 6} more" if len(texts) > 6 else ""), flush=True)
    if options.kind or options.kinds or len(table.rows) > 1:
        table.print()
    all_of = table.total()
    share = all_of["classes"] / all_of["judged"] if all_of["judged"] else 1
    print(f"{all_of['right']}/{len(todo)} worlds right, worlds with: {dict(faults) or 'no fault'}; class {all_of['classes']}/{all_of['judged']} = "
          f"{share:.1%}; {dict(table.confusion.most_common(8))}")
    return 0 if all_of["right"] == len(todo) and share >= ACCURACY else 1


if __name__ == "__main__":
    sys.exit(main())

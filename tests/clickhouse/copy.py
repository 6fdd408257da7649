#!/usr/bin/env python3
"""Copies databases from SQLite to ClickHouse and back with the program itself, kills copies half-way, or the server, and holds the answers against each other.

    copy.py --hardfail PROGRAM [--seed N] [--kills N]
"""
import argparse
import json
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

import equal
import server


DAMAGED = 74
INTERRUPTED = 130  # 128 + SIGINT, as a shell has it


def hardfail(program, *arguments):
    done = subprocess.run([program, *arguments], capture_output=True, text=True, timeout=300)
    if done.returncode not in (0, 1, 2):
        raise RuntimeError(f"{' '.join(map(str, arguments))}: {done.returncode}\n{done.stderr}")
    return done.stdout


def copy(program, source, target):
    return json.loads(hardfail(program, "copy", "--from", source, "--to", target, "--format", "json"))


def killed_copies(program, source, target, seconds, kills, draw):
    """How many of so many copies ended before they were killed."""
    ended = 0
    for _ in range(kills):
        process = subprocess.Popen([program, "--quiet", "copy", "--from", source, "--to", target],
                                   stdout=subprocess.DEVNULL)
        time.sleep(draw.uniform(0.02, seconds))
        ended += process.poll() is not None
        process.kill()
        process.wait()
    return ended


def interrupted_copies(program, source, target, seconds, count, draw):
    """The exit statuses of so many copies that were sent SIGINT."""
    statuses = set()
    for _ in range(count):
        process = subprocess.Popen([program, "--quiet", "copy", "--from", source, "--to", target],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(draw.uniform(0.2, 0.8) * seconds)
        process.send_signal(signal.SIGINT)
        statuses.add(process.wait(timeout=120))
    return statuses


def copy_without_server(program, source, target, seconds, clickhouse, draw):
    """The exit status of a copy whose server is killed, and then started again."""
    process = subprocess.Popen([program, "--quiet", "copy", "--from", source, "--to", target],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(draw.uniform(0.02, seconds))
    clickhouse.kill()
    status = process.wait(timeout=120)
    clickhouse.start()
    return status


def answers(program, database, domain, zone):
    """What does not change the database, but for the run that readiness saves."""
    days = ["--as-of", equal.AS_OF, "--days", "120", "--format", "json"]
    for arguments in (["reports", "--format", "json"], ["domains", "--format", "json"],
                      ["history", domain, "--format", "json"], ["mark", domain],
                      ["--dns-zone", str(zone), "sources", domain, *days],
                      ["--dns-zone", str(zone), "readiness", domain, *days]):
        done = subprocess.run([program, "--db", database, *arguments], capture_output=True,
                              text=True, timeout=300)
        yield arguments, done.stdout.replace(database, "DATABASE")


def replayed(program, database, domain, zone):
    """What the first run that can be judged again comes to, but for its number."""
    history = json.loads(hardfail(program, "--db", database, "history", domain, "--format", "json"))
    runs = [run["run"] for run in history["history"] if run["replayable"]]
    if not runs:
        raise RuntimeError(f"{database}: no run can be judged again")
    text = hardfail(program, "--db", database, "readiness", "--replay", str(runs[0]), "--format", "json")
    return equal.without_numbers(text)


def differences(program, first, second, domain, zone):
    found = []
    for (arguments, one), (_, other) in zip(answers(program, first, domain, zone),
                                            answers(program, second, domain, zone), strict=True):
        one, other = (equal.without_numbers(text) for text in (one, other))
        if one != other:
            found.append(f"{domain}: {' '.join(arguments)}\n--- {first}\n{one[:2000]}\n--- {second}\n{other[:2000]}")
    if replayed(program, first, domain, zone) != replayed(program, second, domain, zone):
        found.append(f"{domain}: --replay differs in {second}")
    return found


def lost_rows(program, clickhouse, database, folder, domain, zone):
    """What a power cut has taken from one table is missed in answers and copies."""
    found = []
    name = database.rsplit("/", 1)[1]
    for table, key in (("authentication", "authentication"), ("record", "report")):
        some = clickhouse.ask(f"SELECT hex(toString({key})) FROM {name}.{table} LIMIT 1").strip()
        chosen = f"hex(toString({key})) = '{some}'"
        clickhouse.ask(f"CREATE TABLE {name}.kept ENGINE = Memory AS SELECT * FROM {name}.{table} WHERE {chosen}")
        clickhouse.ask(f"ALTER TABLE {name}.{table} DELETE WHERE {chosen}")
        while clickhouse.ask(f"SELECT count() FROM {name}.{table} WHERE {chosen}").strip() != "0":
            time.sleep(.1)
        for what, told in ((("--db", database, "--dns-zone", str(zone), "readiness", domain, "--as-of", equal.AS_OF, "--days", "120"),
                            "its tables have lost data"),
                           (("copy", "--from", database, "--to", f"{folder}/{table}.db"), database)):
            ended = subprocess.run([program, *what], capture_output=True, text=True, timeout=300)
            if ended.returncode != DAMAGED or told not in ended.stderr:
                found.append(f"rows of {table} are gone: {what}: {ended.returncode} {ended.stderr}")
        clickhouse.ask(f"INSERT INTO {name}.{table} SELECT * FROM {name}.kept")
        clickhouse.ask(f"DROP TABLE {name}.kept")
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hardfail", required=True)
    parser.add_argument("--seed", type=int, default=4200)
    parser.add_argument("--kills", type=int, default=6)
    options = parser.parse_args()
    if not server.is_installed():
        print("skipped: no clickhouse-server")
        return server.SKIPPED
    program = options.hardfail
    draw = random.Random(options.seed)
    found = []
    ended = 0
    with server.Server() as clickhouse, tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        domain, reports, zone = next(equal.draw(folder / "worlds", options.seed, 1))
        first = str(folder / "first.db")
        hardfail(program, "--db", first, "--quiet", "import", str(reports))
        hardfail(program, "--db", first, "mark", domain, "192.0.2.77", "forwarder", "--note", "it's \"ours\"")
        hardfail(program, "--db", first, "--dns-zone", str(zone), "readiness", domain,
                 "--as-of", equal.AS_OF, "--days", "120")
        start = time.monotonic()
        undisturbed = copy(program, first, clickhouse.address("undisturbed"))
        seconds = time.monotonic() - start
        there = clickhouse.address("there")
        back = str(folder / "back.db")
        for source, target in ((first, there), (there, back)):
            ended += killed_copies(program, source, target, seconds, options.kills, draw)
            statuses = interrupted_copies(program, source, target, seconds, options.kills, draw)
            # One that comes before the copy has begun, or after its end, ends the program as it ends any.
            if INTERRUPTED not in statuses or statuses - {0, INTERRUPTED, -signal.SIGINT}:
                found.append(f"{target}: {statuses} when interrupted")
            status = copy_without_server(program, source, target, seconds, clickhouse, draw)
            if status not in (0, 69):
                found.append(f"{target}: {status} without its server")
            resumed = copy(program, source, target)
            for key in ("reports", "rows", "messages"):
                if resumed[key] != undisturbed[key]:
                    found.append(f"{target}: {resumed[key]} {key} instead of {undisturbed[key]}")
            again = copy(program, source, target)
            if any(again[key] for key in ("added", "runs", "marks", "others")):
                found.append(f"{target}: a copy that was whole brought more: {again}")
            found += differences(program, first, target, domain, zone)
        found += lost_rows(program, clickhouse, there, folder, domain, zone)
    print("\n".join(found) or f"{2 * options.kills} copies, {ended} of them ended before they were killed; "
                              f"{undisturbed['reports']} reports and {undisturbed['rows']} rows: equal")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

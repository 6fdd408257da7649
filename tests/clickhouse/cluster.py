#!/usr/bin/env python3
"""Holds a database that is spread over a cluster of two shards against SQLite, with shards and replicas that are killed on the way.

    cluster.py --hardfail PROGRAM [--seed N] [--count N] [--kills N]
    cluster.py --hardfail PROGRAM --suite store_clickhouse_test

The first shard has one replica, which is asked, and the second has two. --suite has the tests of what
every store has to do run on the cluster instead, which takes some ten seconds for each.
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time

import equal
import server

AWAY, DAMAGED, BUSY, UNUSABLE, REFUSED = 69, 74, 75, 65, 78
ENOUGH_TO_COME_BACK = 60  # seconds


def ask(program, database, *arguments):
    return subprocess.run([program, "--db", database, "--quiet", *map(str, arguments)], capture_output=True, text=True, timeout=300)


def make(program, database):
    """Makes a database that holds no report: what is imported is none."""
    return ask(program, database, "import", __file__)


def readiness(program, database, domain, zone):
    return ask(program, database, "--dns-zone", zone, "readiness", domain, "--as-of", equal.AS_OF, "--days", "120", "--format", "json")


class Findings(list):
    def expect(self, what, done, status, text=""):
        if done.returncode != status or text not in done.stderr:
            self.append(f"{what}: {done.returncode} instead of {status}: {done.stderr[:500]}")


def content(program, database, world):
    """What does not tell when, and in which order, it was imported."""
    domain, _, zone = world
    days = ["--as-of", equal.AS_OF, "--days", "120", "--format", "json"]
    status, listed = equal.told(program, database, ["reports", "--format", "json"]).split("\n", 1)
    return [sorted(json.loads(listed)["reports"], key=str) if status == "0" else listed, *(equal.told(program, database, arguments) for arguments in (
        ["domains", "--format", "json"], ["--dns-zone", str(zone), "sources", domain, *days]))]


def import_whole(program, database, reports):
    """Imports until all is there, as cron would."""
    deadline = time.monotonic() + ENOUGH_TO_COME_BACK
    while True:
        done = ask(program, database, "import", reports)
        if done.returncode == 0 or time.monotonic() > deadline:
            return done


def same_worlds(options, cluster, folder, found):
    for number, (domain, reports, zone) in enumerate(equal.draw(folder / "worlds", options.seed, options.count)):
        found += equal.compare(options.hardfail, domain, reports, zone,
                               [str(folder / f"world_{number}.db"), cluster.address(f"world_{number}")])


def other_addresses(program, cluster, found):
    """What is no address of this database is refused, each with its reason."""
    database, first = "world_0", cluster.servers[0][0]
    found.expect("without cluster=", ask(program, first.address(database), "domains"), UNUSABLE, "cluster 'reports'")
    found.expect("a cluster that is none", ask(program, first.address(database) + "?cluster=mirrors", "domains"), REFUSED, "no cluster 'mirrors'")
    found.expect("another cluster", ask(program, first.address(database) + "?cluster=others", "domains"), UNUSABLE, "cluster 'reports'")
    # On the second shard, which the first does not see before it makes tables.
    alone = cluster.servers[1][0].address("alone")
    make(program, alone)
    found.expect("one server, with cluster=", ask(program, alone + "?cluster=reports", "domains"), UNUSABLE, "made on one server")
    found.expect("one server, from another", make(program, cluster.address("alone")), UNUSABLE, "made on one server")


def newer_schema(program, cluster, found):
    first = cluster.servers[0][0]
    first.ask("INSERT INTO world_0.hardfail_schema (version) VALUES (99)", insert_distributed_sync=1)
    found.expect("a newer schema", ask(program, cluster.address("world_0"), "domains"), UNUSABLE, "newer hardfail: its schema is 99")


def two_at_once(program, cluster, database, world, wanted, found):
    with concurrent.futures.ThreadPoolExecutor(2) as both:
        for done in both.map(lambda _: ask(program, database, "import", world[1]), range(2)):
            found.expect("two imports at once", done, 0)
    if content(program, database, world) != wanted:
        found.append("two imports at once: another content than in SQLite")


def copies(program, alone, spread, back, world, found):
    """There and back; a copy compares by itself what it brought."""
    ask(program, alone, "mark", "other.example", "192.0.2.77", "forwarder")
    for source, target in ((alone, spread), (spread, back)):
        done = subprocess.run([program, "copy", "--from", source, "--to", target], capture_output=True, text=True, timeout=300)
        found.expect("a copy", done, 0)
    if content(program, back, world) != content(program, alone, world) or "192.0.2.77" not in ask(program, back, "mark", "other.example").stdout:
        found.append("copied there and back: another content")


def without_a_replica(program, cluster, database, world, wanted, found):
    domain, _, zone = world
    cluster.servers[1][0].kill()
    if content(program, database, world) != wanted:
        found.append("a replica away: another content than in SQLite")
    cluster.servers[1][1].kill()
    for _ in range(10):
        found.expect("a shard away", readiness(program, database, domain, zone), AWAY)
    cluster.come_back(cluster.servers[1])


def killed_imports(options, cluster, world, wanted, found):
    """How many imports had ended before the shard was killed."""
    reports = world[1]
    draw = random.Random(options.seed)
    ended = 0
    for number in range(options.kills):
        database = cluster.address(f"killed_{number}")
        make(options.hardfail, database)
        process = subprocess.Popen([options.hardfail, "--db", database, "--quiet", "import", str(reports)],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(draw.uniform(0.02, 1.0))
        ended += process.poll() is not None
        for each in cluster.servers[1]:
            each.kill()
        status = process.wait(timeout=120)
        if status not in (0, AWAY, BUSY):
            found.append(f"a shard killed during an import: {status}")
        cluster.come_back(cluster.servers[1])
        found.expect("the import again", import_whole(options.hardfail, database, reports), 0)
        if content(options.hardfail, database, world) != wanted:
            found.append(f"killed_{number}, {status}: another content than in SQLite")
    return ended


def lost_rows(program, cluster, database, folder, world, found):
    """Rows that are gone behind the program's back are missed, whichever table they were in."""
    domain, _, zone = world
    name = database.rsplit("/", 1)[1].split("?")[0]
    judged = readiness(program, database, domain, zone).returncode
    for table, key, told in (("record", "report", "a replica lags"), ("authentication", "authentication", "a replica lags"),
                             ("finding", "findings", "is damaged")):
        holder = next(shard[0] for shard in cluster.servers if shard[0].ask(f"SELECT count() FROM {name}.{table}_local").strip() != "0")
        some = holder.ask(f"SELECT hex(toString({key})) FROM {name}.{table}_local LIMIT 1").strip()
        holder.ask(f"CREATE TABLE {name}.kept ENGINE = Memory AS SELECT * FROM {name}.{table}_local WHERE hex(toString({key})) = '{some}'")
        holder.ask(f"ALTER TABLE {name}.{table}_local DELETE WHERE hex(toString({key})) = '{some}'")
        while holder.ask(f"SELECT count() FROM {name}.{table}_local WHERE hex(toString({key})) = '{some}'").strip() != "0":
            time.sleep(.1)
        copy = subprocess.run([program, "copy", "--from", database, "--to", f"{folder}/{table}.db"], capture_output=True, text=True, timeout=300)
        found.expect(f"a copy without rows of {table}", copy, DAMAGED)
        found.expect(f"rows of {table} lost", readiness(program, database, domain, zone), DAMAGED, told)
        holder.ask(f"INSERT INTO {name}.{table}_local SELECT * FROM {name}.kept", insert_deduplicate=0)
        holder.ask(f"DROP TABLE {name}.kept")
        found.expect(f"rows of {table} back", readiness(program, database, domain, zone), judged)


def run_suite(program):
    with server.Cluster((1, 2)) as cluster:
        address = cluster.address(" ")
        return subprocess.run([program, "--source-file-exclude=*clickhouse*"], check=False,
                              env=os.environ | {"HARDFAIL_TEST_CLUSTER": address}).returncode


def lagging_replica(options, cluster, folder, found):
    """A replica that never got the rows, and is all there is of its shard, gives no answer.

    Before any is killed: a server that was away is written after the other for a while.
    """
    database = cluster.address("lagging")
    make(options.hardfail, database)
    domain, reports, zone = next(equal.draw(folder / "more", options.seed + 1, 1))
    first, second = cluster.servers[1]
    second.ask("SYSTEM STOP FETCHES")
    found.expect("an import that one replica misses", ask(options.hardfail, database, "import", reports), 0)
    judged = readiness(options.hardfail, database, domain, zone)
    first.kill()
    time.sleep(1)  # what a replica may lag
    found.expect("a replica that lags", readiness(options.hardfail, database, domain, zone), BUSY)
    cluster.come_back([first])
    second.ask("SYSTEM START FETCHES")
    found.expect("no replica lags", readiness(options.hardfail, database, domain, zone), judged.returncode)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hardfail", required=True)
    parser.add_argument("--seed", type=int, default=4300)
    parser.add_argument("--count", type=int, default=1)
    parser.add_argument("--kills", type=int, default=1)
    parser.add_argument("--suite")
    options = parser.parse_args()
    if not server.is_installed() or not server.has_zookeeper():
        print("skipped: no clickhouse-server, or no zookeeper")
        return server.SKIPPED
    if options.suite:
        return run_suite(options.suite)
    found = Findings()
    with server.Cluster((1, 2)) as cluster, tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        same_worlds(options, cluster, folder, found)
        world = next(equal.draw(folder / "worlds", options.seed, 1))
        alone, spread = str(folder / "alone.db"), cluster.address("spread")
        ask(options.hardfail, alone, "import", world[1])
        wanted = content(options.hardfail, alone, world)
        two_at_once(options.hardfail, cluster, spread, world, wanted, found)
        copies(options.hardfail, alone, spread, str(folder / "back.db"), world, found)
        other_addresses(options.hardfail, cluster, found)
        lagging_replica(options, cluster, folder, found)
        without_a_replica(options.hardfail, cluster, spread, world, wanted, found)
        lost_rows(options.hardfail, cluster, spread, folder, world, found)
        ended = killed_imports(options, cluster, world, wanted, found)
        newer_schema(options.hardfail, cluster, found)
    print("\n".join(found) or f"{options.count} worlds and {options.kills} killed imports, {ended} of which had ended: equal")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

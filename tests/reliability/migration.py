#!/usr/bin/env python3
"""Opens databases as every earlier version left them, with all they can hold, and holds the answers against those of a new one.

  migration.py --hardfail BIN [NAME...]

A line of docs/reliability.md each. An old database is made from the numbered migrations in schema/, and filled with those columns of a new one
that it has.
"""
import contextlib
import json
import sqlite3
import sys

import faults
from faults import AS_OF, DOMAIN, ROOT, ZONE, fault, require

faults.FAULTS.clear()  # those of the machine have a program of their own
MIGRATIONS = sorted((ROOT / "schema").glob("0*.sql"))
MARKED, NOTE = "198.18.120.6", "the scanner in the branch"


def columns(connection, schema, table):
    return [row[1] for row in connection.execute(f"PRAGMA {schema}.table_info({table})")]


def as_version(version, new, path):
    """Of what `new` holds all that a database of that version could."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for migration in MIGRATIONS[:version]:
            connection.executescript(migration.read_text())
        connection.execute("ATTACH ? AS new", (str(new),))
        for (table,) in connection.execute("SELECT name FROM main.sqlite_schema WHERE type = 'table'").fetchall():
            both = [name for name in columns(connection, "main", table) if name in columns(connection, "new", table)]
            connection.execute(f"DELETE FROM main.{table}")
            connection.execute(f"INSERT INTO main.{table} ({', '.join(both)}) SELECT {', '.join(both)} FROM new.{table}")
        connection.execute(f"PRAGMA user_version = {version}")
        connection.execute(f"PRAGMA application_id = {0x68666462}")
    return path


def answers(bench, database):
    """What is asked of a database, by command; without what an old one cannot know."""
    told = {}
    for command in (["domains"], ["reports"], ["mark", DOMAIN], ["history", DOMAIN], ["--dns-zone", ZONE, "sources", DOMAIN, "--as-of", AS_OF]):
        done = bench.run(*command, "--format", "json", database=database)
        require(done.returncode == 0, f"{command}: {done.stderr[-300:]}")
        told[" ".join(map(str, command))] = json.loads(done.stdout)
    for entry in told[f"history {DOMAIN}"]["history"]:
        # What runs knew of marks and senders is kept since the sixth schema, how often they were made since the eighth.
        for key in ("changes", "runs", "replayable"):
            entry.pop(key, None)
    told["readiness"] = bench.judged(database=database)
    return told


@fault("a database of each earlier schema, with reports, marks, host names and a run, is opened", "it is brought up to date, and every command answers as from a new one")
def earlier(bench):
    require(bench.run("mark", DOMAIN, MARKED, "unlisted_legitimate", "--note", NOTE).returncode == 0, "a mark is set")
    bench.ready()
    new = bench.folder / "new.db"
    with contextlib.closing(sqlite3.connect(bench.database)) as connection:
        connection.execute("VACUUM INTO ?", (str(new),))
    wanted = answers(bench, bench.database)
    require(NOTE in json.dumps(wanted), "the mark is told")
    for version in range(1, len(MIGRATIONS) + 1):
        old = as_version(version, new, bench.folder / f"version{version}.db")
        for command, told in answers(bench, old).items():
            # Host names were not kept before the second, nor marks and the findings of runs.
            if version == 1 and command not in ("domains", "reports"):
                continue
            require(told == wanted[command], f"schema {version}, {command}: {json.dumps(told)[:200]}")
        bench.content(old)
        require(bench.run("import", ROOT / "sample-reports" / "reports", database=old).returncode == 0, "an import adds to it")
    return len(MIGRATIONS)


@fault("a database of a later schema is opened", "refused as one of a newer hardfail, exit 65, and left as it is")
def later(bench):
    with contextlib.closing(sqlite3.connect(bench.database)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    before = bench.database.read_bytes()
    for command in (["domains"], ["import", ROOT / "sample-reports" / "reports"], ["readiness", DOMAIN], ["history", DOMAIN]):
        done = bench.run(*command)
        require(done.returncode == 65 and b"newer hardfail" in done.stderr, f"{command}: exit {done.returncode}, {done.stderr[-200:]}")
    require(bench.database.read_bytes() == before, "it is as it was")
    return 4


if __name__ == "__main__":
    sys.exit(faults.main())

#!/usr/bin/env python3
"""Judges drawn worlds and the samples by reports in SQLite and in ClickHouse: the answers have to be equal, octet for octet.

    equal.py --hardfail PROGRAM [--seed N] [--count N]

A second run after the first one, the history, marks and lists of reports are compared too; moments
of imports are left out, and so are the numbers of runs.
"""
import argparse
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import server

PROJECT = pathlib.Path(__file__).resolve().parent.parent.parent
AS_OF = "2026-11-21"


def draw(folder, seed, count):
    """(domain, reports, zone) of drawn worlds."""
    subprocess.run([sys.executable, "-B", PROJECT / "tests/worlds/generate.py", "--seed", str(seed),
                    "--count", str(count), "--out", folder], check=True, capture_output=True)
    for world in sorted(path.parent for path in folder.rglob("truth.json")):
        truth = json.loads((world / "truth.json").read_text())
        yield truth["domain"], world / "reports", world / "zone.db"


def questions(domain, zone):
    dns = ["--dns-zone", str(zone)]
    days = ["--as-of", AS_OF, "--days", "120"]
    yield [*dns, "readiness", domain, *days, "--format", "json"]
    yield ["mark", domain, "192.0.2.77", "forwarder", "--note", "it's \"ours\""]
    yield [*dns, "readiness", domain, *days, "--format", "json"]
    yield [*dns, "sources", domain, *days, "--format", "json"]
    yield ["history", domain, "--format", "json"]
    yield ["reports", "--domain", domain, "--format", "json"]
    yield ["domains", "--format", "json"]
    yield ["forget", "--domain", domain, "--before", "2026-09-15", "--format", "json"]
    yield [*dns, "readiness", domain, *days, "--format", "json"]
    yield ["forget", "--domain", domain, "--runs", "--marks", "--format", "json"]
    yield ["domains", "--format", "json"]


def told(hardfail, database, arguments):
    done = subprocess.run([hardfail, "--db", database, *arguments], capture_output=True, text=True,
                          timeout=300)
    answer = done.stdout + done.stderr.replace(database, "DATABASE")
    answer = re.sub(r'"(imported_at|imported|when|marked_at)": *"[^"]*"', r'"\1": "-"', answer)
    return f"{done.returncode}\n{without_numbers(answer)}"


def without_numbers(answer):
    """But for the numbers of runs, which each database gives itself."""
    return re.sub(r'"run": *\w+', '"run": "-"', answer)


def compare(hardfail, domain, reports, zone, databases):
    differences = []
    for arguments in [["--quiet", "import", str(reports)], *questions(domain, zone)]:
        answers = [told(hardfail, database, arguments) for database in databases]
        if answers[0] != answers[1]:
            differences.append(f"{domain}: {' '.join(arguments)}\n--- SQLite\n{answers[0][:2000]}\n"
                               f"--- ClickHouse\n{answers[1][:2000]}")
    return differences


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hardfail", required=True)
    parser.add_argument("--seed", type=int, default=4100)
    parser.add_argument("--count", type=int, default=3)
    options = parser.parse_args()
    if not server.is_installed():
        print("skipped: no clickhouse-server")
        return server.SKIPPED
    with server.Server() as clickhouse, tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        differences = []
        for number, (domain, reports, zone) in enumerate(
                draw(folder / "worlds", options.seed, options.count)):
            databases = [str(folder / f"{number}.db"), clickhouse.address(f"world_{number}")]
            differences += compare(options.hardfail, domain, reports, zone, databases)
    print("\n".join(differences) or f"{options.count} worlds: equal")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())

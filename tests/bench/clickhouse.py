#!/usr/bin/env python3
"""Measures one corpus in SQLite and on a ClickHouse server of Debian's, in turn, and prints a table.

    clickhouse.py --hardfail PROGRAM --reports FOLDER [--rounds 3] [--days 3650] [--as-of DATE]

Imports alternate, so that a busy machine slows both. The server runs on the same machine; what its
processors spend is told beside what the program spends. Octets a row are those of the database
file, and of the server's parts once they have been merged. Readiness is asked of the domain with
the most messages, and of the middle one, with a DNS that has a record for neither.
"""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "clickhouse"))
import server  # noqa: E402

TABLES = ("record", "report", "mention", "authentication")


def measure(*command):
    """The answer, seconds, processor seconds, and the most memory in MB of a program."""
    began = time.monotonic()
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE)
    out = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    took = time.monotonic() - began
    if os.waitstatus_to_exitcode(status) not in (0, 1, 2):
        raise RuntimeError(f"{command}: {os.waitstatus_to_exitcode(status)}")
    return out, took, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def spent(process):
    """Processor seconds of a process that runs."""
    fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def ask(clickhouse, statement):
    url = f"http://127.0.0.1:{clickhouse.port}/?" + urllib.parse.urlencode({"wait_end_of_query": 1})
    return urllib.request.urlopen(url, statement.encode(), timeout=3600).read().decode()


def octets_on_server(clickhouse, database):
    for table in TABLES:
        for partition in ask(clickhouse, "SELECT DISTINCT partition FROM system.parts WHERE active AND "
                                         f"database = '{database}' AND table = '{table}'").split():
            partition = partition if partition.isdigit() else "tuple()"
            ask(clickhouse, f"OPTIMIZE TABLE {database}.{table} PARTITION {partition} FINAL")
    sizes = ask(clickhouse, "SELECT table, sum(bytes_on_disk), sum(rows) FROM system.parts WHERE active AND "
                            f"database = '{database}' GROUP BY table ORDER BY table")
    return {name: (int(octets), int(rows)) for name, octets, rows in
            (line.split("\t") for line in sizes.splitlines())}


def importing(program, database, reports, clickhouse):
    before = spent(clickhouse.process)
    out, took, cpu, memory = measure(program, "--db", database, "--quiet", "import", reports,
                                     "--format", "json")
    return json.loads(out), took, cpu, spent(clickhouse.process) - before, memory


def line(*cells):
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hardfail", required=True)
    parser.add_argument("--reports", required=True)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--days", type=int, default=3650)
    parser.add_argument("--as-of", default="2026-11-21")
    options = parser.parse_args()
    program = options.hardfail
    with server.Server() as clickhouse, tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "zone.db").write_text("$ORIGIN .\n$TTL 3600\nexample. IN SOA a.example. b.example. 1 1 1 1 1\n")
        databases = {}
        rows = 0
        line("import", "seconds", "processor", "of the server", "memory MB", "rows a second")
        line(*["---"] * 6)
        rates = {"SQLite": [], "ClickHouse": []}
        for number in range(options.rounds):
            databases = {"SQLite": str(folder / f"{number}.db"),
                         "ClickHouse": clickhouse.address(f"round_{number}")}
            for engine, database in databases.items():
                _, took, cpu, of_server, memory = importing(program, database, options.reports, clickhouse)
                held = json.loads(measure(program, "--db", database, "reports", "--format", "json")[0])
                rows = sum(report["rows"] for report in held["reports"])
                rates[engine].append(rows / took)
                line(engine, f"{took:.2f}", f"{cpu:.2f}", f"{of_server:.2f}", f"{memory:.0f}", f"{rows / took:,.0f}")
        for engine, database in databases.items():
            _, took, cpu, of_server, memory = importing(program, database, options.reports, clickhouse)
            line(f"{engine}, again", f"{took:.2f}", f"{cpu:.2f}", f"{of_server:.2f}", f"{memory:.0f}", "")
        middle = {engine: statistics.median(of_engine) for engine, of_engine in rates.items()}
        print(f"\n{rows:,} rows; ClickHouse takes {middle['ClickHouse'] / middle['SQLite']:.2f} of SQLite's rate")
        in_file = sum(path.stat().st_size for path in folder.glob(f"{options.rounds - 1}.db*"))
        sizes = octets_on_server(clickhouse, f"round_{options.rounds - 1}")
        on_server = sum(octets for octets, _ in sizes.values())
        print(f"octets a row: SQLite {in_file / rows:.1f}, ClickHouse {on_server / rows:.1f} (" +
              ", ".join(f"{table} {octets / rows:.1f}" for table, (octets, _) in sizes.items()) + ")\n")

        held = json.loads(measure(program, "--db", databases["SQLite"], "domains", "--format", "json")[0])
        domains = sorted(held["domains"], key=lambda each: each["messages"])
        line("readiness", "domain", "SQLite s", "ClickHouse s", "ratio", "SQLite MB", "ClickHouse MB")
        line(*["---"] * 7)
        for which, domain in (("largest", domains[-1]), ("middle", domains[len(domains) // 2])):
            results = {engine: [] for engine in databases}
            for _ in range(options.rounds):
                for engine, database in databases.items():
                    results[engine].append(measure(
                        program, "--db", database, "--dns-zone", folder / "zone.db", "--quiet", "readiness",
                        domain["domain"], "--days", options.days, "--as-of", options.as_of)[1:])
            seconds = {engine: statistics.median(each[0] for each in of_engine)
                       for engine, of_engine in results.items()}
            memory = {engine: max(each[2] for each in of_engine) for engine, of_engine in results.items()}
            line(which, domain["domain"], f"{seconds['SQLite']:.2f}", f"{seconds['ClickHouse']:.2f}",
                 f"{seconds['ClickHouse'] / seconds['SQLite']:.2f}", f"{memory['SQLite']:.0f}",
                 f"{memory['ClickHouse']:.0f}")


if __name__ == "__main__":
    sys.exit(main())

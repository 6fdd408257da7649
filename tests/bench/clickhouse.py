#!/usr/bin/env python3
"""Measures one corpus in SQLite and on a ClickHouse server of Debian's, in turn, and prints a table.

    clickhouse.py --hardfail PROGRAM --reports FOLDER [--shards N] [--rounds 3] [--days 3650] [--as-of DATE]

Imports alternate, so that a busy machine slows both. The server runs on the same machine, or with
--shards a cluster of so many; what their processors spend is told beside what the program spends.
The database is made before. Octets a row are those of the database file, and of the servers' parts
once they have been merged. Readiness is asked of the domain with the most messages, and of the
middle one, with a DNS that has a record for neither; its processor seconds are those of the program
and the servers together.
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


def spent(servers):
    """Processor seconds of processes that run."""
    ticks = 0
    for each in servers:
        fields = pathlib.Path(f"/proc/{each.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def octets_on(servers, database, suffix):
    """Octets and rows by table, after merges."""
    sizes = dict.fromkeys(TABLES, (0, 0))
    for each in servers:
        for table in TABLES:
            name = table + suffix
            for partition in each.ask("SELECT DISTINCT partition FROM system.parts WHERE active AND "
                                      f"database = '{database}' AND table = '{name}'").split():
                partition = partition if partition.isdigit() else "tuple()"
                each.ask(f"OPTIMIZE TABLE {database}.{name} PARTITION {partition} FINAL")
            octets, rows = each.ask("SELECT sum(bytes_on_disk), sum(rows) FROM system.parts WHERE active AND "
                                    f"database = '{database}' AND table = '{name}'").split()
            sizes[table] = (sizes[table][0] + int(octets), sizes[table][1] + int(rows))
    return sizes


def importing(program, database, reports, servers):
    before = spent(servers)
    out, took, cpu, memory = measure(program, "--db", database, "--quiet", "import", reports,
                                     "--format", "json")
    return json.loads(out), took, cpu, spent(servers) - before, memory


def line(*cells):
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hardfail", required=True)
    parser.add_argument("--reports", required=True)
    parser.add_argument("--shards", type=int, default=0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--days", type=int, default=3650)
    parser.add_argument("--as-of", default="2026-11-21")
    options = parser.parse_args()
    program = options.hardfail
    place = server.Cluster((1,) * options.shards) if options.shards else server.Server()
    with place as clickhouse, tempfile.TemporaryDirectory() as name:
        servers = clickhouse.all_servers() if options.shards else [clickhouse]
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
                subprocess.run([program, "--db", database, "import", __file__], capture_output=True, check=False)
                _, took, cpu, of_server, memory = importing(program, database, options.reports, servers)
                held = json.loads(measure(program, "--db", database, "reports", "--format", "json")[0])
                rows = sum(report["rows"] for report in held["reports"])
                rates[engine].append(rows / took)
                line(engine, f"{took:.2f}", f"{cpu:.2f}", f"{of_server:.2f}", f"{memory:.0f}", f"{rows / took:,.0f}")
        for engine, database in databases.items():
            _, took, cpu, of_server, memory = importing(program, database, options.reports, servers)
            line(f"{engine}, again", f"{took:.2f}", f"{cpu:.2f}", f"{of_server:.2f}", f"{memory:.0f}", "")
        middle = {engine: statistics.median(of_engine) for engine, of_engine in rates.items()}
        print(f"\n{rows:,} rows; ClickHouse takes {middle['ClickHouse'] / middle['SQLite']:.2f} of SQLite's rate")
        in_file = sum(path.stat().st_size for path in folder.glob(f"{options.rounds - 1}.db*"))
        sizes = octets_on(servers, f"round_{options.rounds - 1}", "_local" if options.shards else "")
        on_server = sum(octets for octets, _ in sizes.values())
        print(f"octets a row: SQLite {in_file / rows:.1f}, ClickHouse {on_server / rows:.1f} (" +
              ", ".join(f"{table} {octets / rows:.1f}" for table, (octets, _) in sizes.items()) + ")\n")

        held = json.loads(measure(program, "--db", databases["SQLite"], "domains", "--format", "json")[0])
        domains = sorted(held["domains"], key=lambda each: each["messages"])
        line("readiness", "domain", "engine", "seconds", "processor", "memory MB")
        line(*["---"] * 6)
        for which, domain in (("largest", domains[-1]), ("middle", domains[len(domains) // 2])):
            results = {engine: [] for engine in databases}
            for _ in range(options.rounds):
                for engine, database in databases.items():
                    before = spent(servers)
                    _, took, cpu, memory = measure(
                        program, "--db", database, "--dns-zone", folder / "zone.db", "--quiet", "readiness",
                        domain["domain"], "--days", options.days, "--as-of", options.as_of)
                    results[engine].append((took, cpu + spent(servers) - before, memory))
            for engine, measured in results.items():
                seconds, cpu, memory = (statistics.median(each) for each in zip(*measured))
                line(which, domain["domain"], engine, f"{seconds:.2f}", f"{cpu:.2f}", f"{memory:.0f}")


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""How a database of made-up rows grows: in SQLite, on a ClickHouse server, and on a cluster of two.

    growth.py --store-bench PROGRAM [--rows 1000000] [--engines sqlite,server,cluster]

Every report has a hundred rows. What the program prints is passed on; behind it stand the processor
seconds of the servers, and the octets a row on their disks once their parts are merged.
"""
import argparse
import contextlib
import pathlib
import subprocess
import sys
import tempfile

import clickhouse as bench
import server


def measure(program, database, rows, servers, suffix):
    before = bench.spent(servers)
    subprocess.run([program, database, str(rows // 100), str(rows)], check=True)
    if not servers:
        return
    sizes = bench.octets_on(servers, "growth", suffix)
    print(f"servers: {bench.spent(servers) - before:.1f} s of processor; "
          f"{sum(octets for octets, _ in sizes.values()) / rows:.1f} octets a row, " +
          ", ".join(f"{table} {held:,} rows {octets / rows:.1f}" for table, (octets, held) in sizes.items()), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--store-bench", required=True)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--engines", default="sqlite,server,cluster")
    options = parser.parse_args()
    for engine in options.engines.split(","):
        print(f"{engine}, {options.rows:,} rows", flush=True)
        with contextlib.ExitStack() as stack:
            if engine == "sqlite":
                folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory()))
                measure(options.store_bench, folder / "growth.db", options.rows, [], "")
            elif engine == "server":
                place = stack.enter_context(server.Server())
                measure(options.store_bench, place.address("growth"), options.rows, [place], "")
            else:
                place = stack.enter_context(server.Cluster())
                measure(options.store_bench, place.address("growth"), options.rows, place.all_servers(), "_local")


if __name__ == "__main__":
    sys.exit(main())

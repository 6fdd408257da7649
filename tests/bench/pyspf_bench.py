#!/usr/bin/python3
"""pyspf over the zone, domains and clients that compare.py writes into FOLDER.

    pyspf_bench.py FOLDER     prints JSON: {"pyspf/DOMAIN": {"checks_per_second": N, "passes": N}}

Its DNS is a dict, so that no time goes into looking things up.
"""
import json
import pathlib
import sys
import time

import spf


def read_records(path):
    records = {}
    for line in path.read_text().splitlines():
        name, kind, data = line.split("\t")
        if kind == "TXT":
            data = (data.encode(),)
        elif kind == "MX":
            preference, host = data.split()
            data = (int(preference), host)
        records.setdefault((name, kind), []).append(((name, kind), data))
    return records


def read_workloads(path):
    for line in path.read_text().splitlines():
        domain, *clients = line.split()
        yield domain, clients


def main():
    folder = pathlib.Path(sys.argv[1])
    records = read_records(folder / "records")
    spf.DNSLookup = lambda name, kind, *_: records.get((name, kind), [])
    figures = {}
    for domain, clients in read_workloads(folder / "workloads"):
        checks, began = 0, time.process_time()
        while time.process_time() - began < 1:
            results = [spf.check2(client, f"sender@{domain}", domain)[0] for client in clients]
            checks += len(clients)
        figures[f"pyspf/{domain}"] = {
            "checks_per_second": checks / (time.process_time() - began),
            "passes": results.count("pass"),
        }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()

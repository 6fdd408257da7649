#!/usr/bin/env python3
"""How fast check_host() and the compiled form are, beside pyspf and libspf2 on the same records.

    compare.py [--programs FOLDER]     prints a table; FOLDER holds spf_bench and libspf2_bench
                                   (build/release/tests/bench where it is not given)

All evaluators have their DNS answers in memory and check the same clients in turn; that they agree
on how many pass is checked. Figures are checks a second of processor time. pyspf is that of
/usr/bin/python3 (Debian's python3-spf).
"""
import argparse
import ipaddress
import json
import pathlib
import random
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
PROJECT = HERE.parent.parent
CLIENTS = 200


def small(dice):
    """A usual record: own networks, mail exchangers, two providers."""
    own = networks(dice, 1, 28) + networks(dice, 1, 64, version=6)
    providers = {f"_spf.provider{n}.example": networks(dice, 6, 24) for n in (1, 2)}
    return record_set("small.example", own, providers, "mx ", "~all")


def large(dice):
    """The record of a large sender: 8 includes, 300 networks."""
    providers = {f"_spf{n}.provider.example": networks(dice, 32, 24) + networks(dice, 5, 48, version=6)
                 for n in range(8)}
    return record_set("large.example", networks(dice, 4, 26), providers, "", "-all")


def networks(dice, count, bits, version=4):
    found = []
    for _ in range(count):
        if version == 4:
            address = ipaddress.IPv4Address(dice.randrange(0x0B000000, 0xDF000000))
        else:
            address = ipaddress.IPv6Address((0x20010DB8 << 96) | dice.getrandbits(96))
        found.append(ipaddress.ip_network(f"{address}/{bits}", strict=False))
    return found


def record_set(domain, own, providers, more, ending):
    """(domain, all networks, [(name, type, data)])"""
    terms = lambda nets: " ".join(f"ip{net.version}:{net}" for net in nets)
    includes = " ".join(f"include:{name}" for name in providers)
    records = [(domain, "TXT", f"v=spf1 {terms(own)} {more}{includes} {ending}")]
    records += [(name, "TXT", f"v=spf1 {terms(nets)} -all") for name, nets in providers.items()]
    if more:
        host = f"mx.{domain}"
        records += [(domain, "MX", f"10 {host}"), (host, "A", "192.0.2.25"),
                    (host, "AAAA", "2001:db8::25")]
    return domain, own + [net for nets in providers.values() for net in nets], records


def clients(dice, nets):
    """Half of them listed, as among those who send mail for a domain."""
    listed = [net[dice.randrange(min(net.num_addresses, 1 << 32))]
              for net in dice.choices(nets, k=CLIENTS // 2)]
    # None of 127.0.0.0/8, which libspf2 lets pass whatever the record says.
    return listed + [ipaddress.IPv4Address(dice.randrange(0x80000000, 0xDF000000))
                     for _ in range(CLIENTS // 2)]


def quoted(text):
    return " ".join(f'"{text[at:at + 255]}"' for at in range(0, len(text), 255))


def write_workloads(folder):
    """Returns the domains."""
    dice = random.Random(7208)
    domains = []
    with open(folder / "zone.db", "w") as zone, open(folder / "records", "w") as table, \
            open(folder / "workloads", "w") as workloads:
        print("$TTL 3600\n. IN SOA ns.example. hostmaster.example. 1 3600 600 86400 300", file=zone)
        for domain, nets, records in (small(dice), large(dice)):
            domains.append(domain)
            print(domain, *clients(dice, nets), file=workloads)
            for name, kind, data in records:
                print(name, kind, data, sep="\t", file=table)
                in_zone = {"TXT": quoted(data), "MX": f"{data}."}.get(kind, data)
                print(f"{name}. IN {kind} {in_zone}", file=zone)
    return domains


def run_google_benchmark(program, folder):
    done = subprocess.run([program, folder, "--benchmark_format=json"], check=True,
                          capture_output=True, text=True)
    return {run["name"]: {"checks_per_second": run["items_per_second"], **run}
            for run in json.loads(done.stdout)["benchmarks"]}


def measure(programs, folder):
    figures = run_google_benchmark(programs / "spf_bench", folder)
    if (programs / "libspf2_bench").exists():
        figures |= run_google_benchmark(programs / "libspf2_bench", folder)
    done = subprocess.run(["/usr/bin/python3", "-B", HERE / "pyspf_bench.py", folder], check=True,
                          capture_output=True, text=True)
    return figures | json.loads(done.stdout)


ROWS = (("pyspf", "pyspf"), ("libspf2", "libspf2"),
        ("check_host", "check_host() over a cache"),
        ("compiled", "CompiledRecord, the same clients"),
        ("compiled_million", "CompiledRecord, 1,000,000 random addresses"))


def print_table(figures, domain):
    base = figures[f"pyspf/{domain}"]["checks_per_second"]
    compile_ = figures[f"compile/{domain}"]
    print(f"\n{domain}: compiled to {compile_['ranges']:.0f} ranges in "
          f"{1e3 / compile_['checks_per_second']:.2f} ms\n")
    print("| | checks/s | times pyspf |\n|---|--:|--:|")
    for name, text in ROWS:
        if run := figures.get(f"{name}/{domain}"):
            rate = run["checks_per_second"]
            print(f"| {text} | {rate:,.0f} | {rate / base:,.0f} |")


def disagreements(figures, domain):
    passes = {name: figures[f"{name}/{domain}"]["passes"]
              for name, _ in ROWS[:-1] if f"{name}/{domain}" in figures}
    return [] if len(set(passes.values())) == 1 else [f"{domain}: not one result: {passes}"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--programs", type=pathlib.Path,
                        default=PROJECT / "build/release/tests/bench")
    programs = parser.parse_args().programs
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        domains = write_workloads(folder)
        figures = measure(programs, folder)
    problems = []
    for domain in domains:
        print_table(figures, domain)
        problems += disagreements(figures, domain)
    print(*problems, sep="\n", file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

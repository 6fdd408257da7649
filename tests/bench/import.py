#!/usr/bin/env python3
"""Measures an import next to other readers of aggregate reports, and prints a table.

    import.py --hardfail PROGRAM --stages PROGRAM --generator SCRIPT [--work FOLDER]
              [--reports 10000] [--rows 500000] [--peer-files 300] [--dmarcts FOLDER]

The corpora, one of many reports and one report of many rows, are made by the generator, which is not
part of this repository, and kept in --work for the next run. It is called with --out FOLDER, --reports N,
--jobs N, --rows-fixed N and --force-ext gz, and leaves FOLDER.manifest.tsv beside the folder: a header,
then a line for each file, with its name in the second column and its rows in the eighth.

Each program reads the same files, one after another in this run. dmarc-cat and dmarcts-report-parser
are far slower, so they get --peer-files and --dmarcts-files files, spread evenly over the corpus; their
rates are for those. dmarcts-report-parser needs a MySQL or PostgreSQL server: it is measured where --dmarcts names a folder with a dmarcts-report-parser.conf
for an empty database; it reads XML, so the files are unpacked for it outside the measurement. Seconds are wall clock; `cpu` is
what the processors spent, which a busy machine changes less.
"""
import argparse
import gzip
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile


def generate(options, name, *arguments):
    """The corpus's folder, its files in the order they were made, with their rows."""
    folder = options.work / name
    manifest = options.work / f"{name}.manifest.tsv"
    if not manifest.exists():
        subprocess.run([sys.executable, str(options.generator), "--out", str(folder), *arguments],
                       check=True, stdout=subprocess.DEVNULL)
    lines = [line.split("\t") for line in manifest.read_text().splitlines()[1:]]
    return folder, [(folder / line[1], int(line[7])) for line in lines]


def measure(command, **more):
    """Seconds, processor seconds, and the most memory in MB of a program."""
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, **more)
    out = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    took = time.monotonic() - began
    return out, took, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def line(name, reports, rows, took, cpu, memory="", note=""):
    memory = f"{memory:.0f}" if memory else ""
    print(f"| {name} | {reports:,} | {rows:,} | {took:.2f} | {rows / took:,.0f} | "
          f"{reports / took:,.0f} | {cpu:.2f} | {memory} | {note} |", flush=True)
    return rows / took


def measure_hardfail(options, folder, name):
    rates = {}
    for jobs in (1, options.jobs):
        database = options.work / f"bench-{jobs}.db"
        for path in options.work.glob(f"{database.name}*"):
            path.unlink()
        command = [str(options.hardfail), "--db", str(database), "--format", "json", "import",
                   "--jobs", str(jobs), str(folder)]
        out, took, cpu, memory = measure(command)
        said = json.loads(out)
        rates[jobs] = line(f"hardfail, {name}, --jobs {jobs}", said["reports"], said["rows"], took, cpu,
                           memory, f"{database.stat().st_size / said['rows']:.1f} octets a row")
    out, took, cpu, memory = measure(command)
    said = json.loads(out)
    line(f"hardfail, {name}, again", said["duplicates"], 0, took, cpu, memory, "adds nothing")
    return rates[options.jobs], database


def measure_stages(options, folder):
    out, _, _, _ = measure([str(options.stages), str(folder)])
    reports, rows, octets, unpack, read = out.decode().split()
    _, _, whole, _ = measure([str(options.hardfail), "--db", str(options.work / "stages.db"),
                              "import", "--jobs", "1", str(folder)])
    for path in options.work.glob("stages.db*"):
        path.unlink()
    unpack, read = float(unpack), float(read)
    print(f"\n{int(rows):,} rows in {int(reports):,} reports, {int(octets) / 1e6:,.0f} MB of XML; "
          "processor seconds on one thread:\n")
    print("| stage | seconds | share | rows/s |\n|---|---|---|---|")
    for name, cost in (("unpack", unpack), ("parse", read - unpack), ("insert", whole - read),
                       ("whole", whole)):
        print(f"| {name} | {cost:.2f} | {cost / whole:.0%} | {int(rows) / cost:,.0f} |")


def measure_dmarc_cat(files):
    """It reads one file a call."""
    if shutil.which("dmarc-cat") is None:
        print("dmarc-cat is not installed: not measured")
        return None
    took = cpu = memory = 0.0
    for path, _ in files:
        _, once, processor, held = measure(["dmarc-cat", "-N", str(path)])
        took, cpu, memory = took + once, cpu + processor, max(memory, held)
    return line("dmarc-cat -N, a call a file", len(files), sum(rows for _, rows in files), took, cpu,
                memory)


def sample(files, number):
    """So many of the files, evenly over all of them."""
    return files[::max(1, len(files) // number)][:number]


def unpacked(path, folder):
    """The XML files that one file of the corpus holds."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            return [archive.extract(name, folder) for name in archive.namelist()]
    octets = path.read_bytes()
    target = folder / path.name
    target.write_bytes(gzip.decompress(octets) if path.suffix == ".gz" else octets)
    return [str(target)]


def measure_dmarcts(options, files):
    if options.dmarcts is None or shutil.which("dmarcts-report-parser") is None:
        print("dmarcts-report-parser is not installed, or --dmarcts not given: not measured")
        return None
    with tempfile.TemporaryDirectory() as place:
        paths = [xml for path, _ in files for xml in unpacked(path, pathlib.Path(place))]
        _, took, cpu, memory = measure(["dmarcts-report-parser", "-x", *paths],
                                       cwd=options.dmarcts)
    return line("dmarcts-report-parser -x", len(files), sum(rows for _, rows in files), took, cpu,
                memory, "cpu without its server's")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hardfail", required=True, type=pathlib.Path, help="a release build")
    parser.add_argument("--stages", required=True, type=pathlib.Path, help="tests/bench/stages.cpp")
    parser.add_argument("--generator", required=True, type=pathlib.Path, help="makes the corpora")
    parser.add_argument("--work", type=pathlib.Path,
                        default=pathlib.Path(tempfile.gettempdir()) / "hardfail-bench")
    parser.add_argument("--reports", type=int, default=10_000)
    parser.add_argument("--rows", type=int, default=500_000, help="of the one large report")
    parser.add_argument("--peer-files", type=int, default=300)
    parser.add_argument("--dmarcts", type=pathlib.Path, help="folder of its configuration")
    parser.add_argument("--dmarcts-files", type=int, default=100)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    many, files = generate(options, f"many-{options.reports}", "--reports", str(options.reports),
                           "--jobs", str(options.jobs))
    large, large_file = generate(options, f"large-{options.rows}", "--reports", "1", "--rows-fixed",
                                 str(options.rows), "--force-ext", "gz")

    print("| program | reports | rows | seconds | rows/s | reports/s | cpu | MB | |\n"
          "|---|---|---|---|---|---|---|---|---|")
    rate, _ = measure_hardfail(options, many, "many reports")
    large_rate, _ = measure_hardfail(options, large, "one report")
    cat_rate = measure_dmarc_cat(sample(files, options.peer_files))
    cat_large = measure_dmarc_cat(large_file)
    dmarcts_rate = measure_dmarcts(options, sample(files, options.dmarcts_files))
    if dmarcts_rate:
        print(f"\nRows a second beside dmarcts-report-parser: {rate / dmarcts_rate:.0f} times.")
    if cat_rate:
        print(f"\nRows a second beside dmarc-cat: {rate / cat_rate:.0f} times with many reports, "
              f"{large_rate / cat_large:.0f} times with one.")
    measure_stages(options, many)


main()

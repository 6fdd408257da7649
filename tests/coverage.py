#!/usr/bin/env python3
"""Says how many lines of src/ and include/ the tests of a build with HARDFAIL_COVERAGE have run.

    coverage.py [--build FOLDER]             a line a module; exit status 1 below the goal
    coverage.py [--build FOLDER] --missed    also each file's lines that no test ran

FOLDER is build/asan where none is named. Everything that ran since `coverage/` in it was last
removed counts. The goal holds for what is not `cli`, the one module that is mostly wiring, and where
there is no ClickHouse to be had, as on Debian 13, not for what talks to it.
"""
import argparse
import collections
import json
import pathlib
import subprocess
import sys

PROJECT = pathlib.Path(__file__).resolve().parent.parent
GOAL = 0.95  # of the lines outside of cli
LLVM = "14"  # the version of clang that .ci/packages-checks brings on Debian 12
NEEDS_SERVER = {"src/store/clickhouse/": "/usr/sbin/clickhouse-server"}  # the program without which they are not run


def llvm(tool, *arguments):
    for name in (f"{tool}-{LLVM}", tool):
        try:
            return subprocess.run([name, *arguments], check=True, capture_output=True, text=True).stdout
        except FileNotFoundError:
            continue
    sys.exit(f"{tool} is missing: sh .ci/install packages-checks")


def executables(build):
    found = [build / "hardfail", *build.glob("tests/*_test"), *build.glob("tests/fuzz/*_fuzz")]
    return [str(path) for path in found if path.is_file()]


def module_of(path):
    """"dns" of src/dns/… and include/hardfail/dns/…; None of what is no source of the project."""
    parts = pathlib.Path(path).relative_to(PROJECT).parts if path.startswith(f"{PROJECT}/") else ()
    if parts[:1] == ("src",):
        return parts[1]
    return parts[2] if parts[:2] == ("include", "hardfail") else None


def missed_lines(segments):
    """The first lines of regions that were counted, and not run."""
    return sorted({line for line, _, count, has_count, is_entry, is_gap in segments
                   if has_count and is_entry and not is_gap and count == 0})


def main():
    options = argparse.ArgumentParser(usage=__doc__)
    options.add_argument("--build", type=pathlib.Path, default=PROJECT / "build/asan")
    options.add_argument("--missed", action="store_true")
    options = options.parse_args()

    raw = sorted(map(str, options.build.glob("coverage/*.profraw")))
    if not raw:
        sys.exit(f"{options.build}/coverage is empty: no test of a build with HARDFAIL_COVERAGE ran")
    profile = str(options.build / "coverage/all.profdata")
    llvm("llvm-profdata", "merge", "--failure-mode=all", "-o", profile, *raw)
    first, *others = executables(options.build)
    found = json.loads(llvm(
        "llvm-cov", "export", first, *(f"--object={other}" for other in others),
        f"--instr-profile={profile}", *([] if options.missed else ["--summary-only"])))

    left_out = tuple(f"{PROJECT}/{folder}" for folder, server in NEEDS_SERVER.items()
                     if not pathlib.Path(server).exists())
    run, all_lines = collections.Counter(), collections.Counter()
    for file in found["data"][0]["files"]:
        module = module_of(file["filename"])
        if module is None or file["filename"].startswith(left_out):
            continue
        lines = file["summary"]["lines"]
        run[module] += lines["covered"]
        all_lines[module] += lines["count"]
        if options.missed and (missed := missed_lines(file["segments"])):
            print(f"{pathlib.Path(file['filename']).relative_to(PROJECT)}:", *missed)
    for module in sorted(all_lines):
        print(f"{module:12} {run[module]:6} of {all_lines[module]:6} lines  {run[module] / all_lines[module]:7.2%}")
    run, lines = (sum(count for module, count in counts.items() if module != "cli")
                  for counts in (run, all_lines))
    print(f"outside cli  {run:6} of {lines:6} lines  {run / lines:7.2%}, at least {GOAL:.0%} wanted")
    return run < GOAL * lines


if __name__ == "__main__":
    sys.exit(main())

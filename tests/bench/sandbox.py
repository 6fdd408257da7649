#!/usr/bin/env python3
"""What confining itself costs an import: pairs of imports, one as ever, one as on a kernel without Landlock and seccomp.

  sandbox.py --hardfail BIN --reports PATH [--pairs N]

The program has no option to leave it out; a library that is preloaded (unconfined.c) answers for the kernel instead.
"""
import argparse
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time


def cost(binary, reports, folder, library=None):
    """Processor and wall seconds of one import into a new database."""
    for leftover in folder.glob("hardfail.db*"):
        leftover.unlink()
    environment = dict(os.environ, **({"LD_PRELOAD": str(library)} if library else {}))
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run([binary, "--verbose", "--db", folder / "hardfail.db", "import", reports], env=environment, capture_output=True, text=True)
    wall, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    if ("the kernel cannot keep the import" in done.stderr) != bool(library):
        sys.exit("this kernel confines nothing, or the library is not preloaded")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hardfail", required=True)
    parser.add_argument("--reports", required=True)
    parser.add_argument("--pairs", type=int, default=9)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="hardfail-sandbox-") as name:
        folder = pathlib.Path(name)
        library = folder / "unconfined.so"
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", library, pathlib.Path(__file__).with_name("unconfined.c"), "-ldl"], check=True)
        cost(options.hardfail, options.reports, folder)  # the first one finds nothing in memory
        pairs = [(cost(options.hardfail, options.reports, folder), cost(options.hardfail, options.reports, folder, library)) for _ in range(options.pairs)]
    for place, what in enumerate(("processor", "wall")):
        ratios = [confined[place] / free[place] for confined, free in pairs]
        print(f"{what} time, confined to unconfined: median {statistics.median(ratios):.3f} of {len(ratios)} pairs ({min(ratios):.3f} to {max(ratios):.3f})")


if __name__ == "__main__":
    main()

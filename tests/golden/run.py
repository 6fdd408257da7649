#!/usr/bin/env python3
"""Holds what hardfail prints on the sample reports against what is checked in.

    run.py --hardfail PROGRAM [--update] [CASE...]

A case is a folder beside this script: `command`, a shell script, and what it is to give: `stdout`,
`stderr` and `status`. With a file `columns` the standard output is a terminal as wide as that says,
and otherwise none. It runs in an empty folder of its own, with `hardfail` on the path, `samples`
(sample-reports/), `asn` (tests/data/asn/), `docs` and `samples.db` (those reports imported) at hand, and
nothing of the user's settings. --update writes what came out into the cases; read the difference before committing it.
"""
import argparse
import difflib
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "support"))
from terminal import run_on_terminal  # noqa: E402

SAMPLES = HERE.parent.parent / "sample-reports"
DATA = HERE.parent / "data"
TIMEOUT = 60


def environment(home, programs):
    """The same for everybody; sanitizers keep their settings."""
    kept = {name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS")}
    return kept | {"HOME": str(home), "PATH": f"{programs}:/usr/local/bin:/usr/bin:/bin",
                   "LC_ALL": "C.UTF-8", "TZ": "UTC", "TERM": "xterm"}


def run(case, folder, env):
    """What the case gives, by file name."""
    command, columns = ["sh", "-u", str(case / "command")], case / "columns"
    if columns.is_file():
        done = run_on_terminal(command, int(columns.read_text()), TIMEOUT, cwd=folder, env=env)
    else:
        done = subprocess.run(command, cwd=folder, env=env, timeout=TIMEOUT, stdin=subprocess.DEVNULL,
                              capture_output=True)
    return {"stdout": without_time(done.stdout), "stderr": without_future(done.stderr),
            "status": b"%d\n" % done.returncode}


def without_future(octets):
    """On a clock that is behind the samples, judging as of their last day is warned of."""
    return re.sub(rb"(?m)^hardfail: --as-of 2026-.* lies in the future: .*\n", b"", octets)


def without_time(octets):
    """How long an import took is the machine's affair."""
    return re.sub(rb"( files? in )[0-9.]+( s: )", rb"\g<1>0.0\2", octets)


def differences(case, got):
    """Lines that tell the checked-in files from what came out."""
    for name, octets in got.items():
        path = case / name
        wanted = path.read_bytes() if path.is_file() else b""
        if path.is_file() and wanted == octets:
            continue
        yield from difflib.unified_diff(
            wanted.decode(errors="backslashreplace").splitlines(),
            octets.decode(errors="backslashreplace").splitlines(),
            f"{case.name}/{name}" + ("" if path.is_file() else " (not checked in)"),
            "came out", lineterm="")


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--hardfail", required=True, type=pathlib.Path, help="the program")
    options.add_argument("--update", action="store_true", help="check in what comes out")
    options.add_argument("cases", nargs="*", help="names of cases; all where none is given")
    arguments = options.parse_args()
    cases = ([HERE / name for name in arguments.cases]
             or sorted(path.parent for path in HERE.glob("*/command")))

    failed = 0
    with tempfile.TemporaryDirectory(prefix="hardfail-golden-") as scratch:
        top = pathlib.Path(scratch)
        programs = top / "bin"
        programs.mkdir()
        (programs / "hardfail").symlink_to(arguments.hardfail.resolve())
        env = environment(top, programs)
        subprocess.run(["hardfail", "--quiet", "--db", "samples.db", "import", SAMPLES / "reports"],
                       cwd=top, env=env, check=True, stdout=subprocess.DEVNULL, timeout=TIMEOUT)
        for case in cases:
            folder = top / case.name
            folder.mkdir()
            (folder / "samples").symlink_to(SAMPLES)
            (folder / "asn").symlink_to(DATA / "asn")
            (folder / "docs").symlink_to(SAMPLES.parent / "docs")
            shutil.copy(top / "samples.db", folder)
            got = run(case, folder, env)
            if arguments.update:
                for name, octets in got.items():
                    (case / name).write_bytes(octets)
                continue
            lines = list(differences(case, got))
            if lines:
                failed += 1
                print("\n".join(lines))
    print(f"{len(cases) - failed} of {len(cases)} cases as checked in" if not arguments.update
          else f"{len(cases)} cases written")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

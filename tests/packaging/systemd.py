#!/usr/bin/env python3
"""Holds the systemd units against what systemd takes, and how exposed it finds the service.

    systemd.py --service UNIT

UNIT is hardfail.service as it is installed. Skipped where there is no systemd-analyze, or one that
is too old to look at a file.
"""
import argparse
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

PROJECT = pathlib.Path(__file__).resolve().parent.parent.parent
UNITS = PROJECT / "packaging/systemd"
SKIPPED = 77  # as tests/CMakeLists.txt has it
MOST_EXPOSED = 1.5


def analyze(*arguments):
    done = subprocess.run(["systemd-analyze", *arguments], capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def findings(service, folder):
    text = service.read_text()
    unit = folder / "hardfail.service"
    # Verification wants a program that is there.
    unit.write_text(re.sub(r"(?m)^ExecStart=\S+", "ExecStart=/bin/true", text))
    timer = shutil.copy(UNITS / "hardfail.timer", folder)
    status, said = analyze("verify", "--man=no", str(unit), str(timer))
    if status or said.strip():
        yield f"verify: {said}"
    if not re.search(r"(?m)^SuccessExitStatus=1 2$", text):
        yield "an answer is no failure: SuccessExitStatus=1 2 is missing"
    _, said = analyze("security", "--offline=yes", "--no-pager", str(unit))
    exposure = re.search(r"Overall exposure level for hardfail.service: ([0-9.]+)", said)
    if not exposure or float(exposure.group(1)) > MOST_EXPOSED:
        yield f"security: {said.splitlines()[-1]}"
    status, said = analyze("calendar", re.search(r"OnCalendar=(.*)", pathlib.Path(timer).read_text()).group(1))
    if status:
        yield f"calendar: {said}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--service", type=pathlib.Path, required=True)
    options = parser.parse_args()
    if not shutil.which("systemd-analyze") or "--offline" not in analyze("--help")[1]:
        print("skipped: no systemd-analyze that looks at files")
        return SKIPPED
    with tempfile.TemporaryDirectory() as folder:
        found = [*findings(options.service, pathlib.Path(folder))]
    print("\n".join(found) if found else "nothing found")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Holds the golden answers for monitoring against the formats that their readers take.

    monitoring.py

The lines of checks against a grammar of the Monitoring Plugins guidelines, and their exit statuses;
metrics with promtool (Debian's prometheus), without which that part is skipped.
"""
import pathlib
import re
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
SKIPPED = 77  # as tests/CMakeLists.txt has it
STATUSES = {"OK": 0, "WARNING": 1, "CRITICAL": 2, "UNKNOWN": 3}
# https://www.monitoring-plugins.org/doc/guidelines.html, "Performance data"
NUMBER = r"-?[0-9]+(?:\.[0-9]+)?"
RANGE = rf"@?(?:(?:~|{NUMBER}):)?(?:{NUMBER})?"
DATUM = rf"(?:'[^'=|]+'|[^ '=|]+)={NUMBER}(?:us|ms|s|%|B|KB|MB|TB|c)?(?:;{RANGE}){{0,2}}(?:;(?:{NUMBER})?){{0,2}};?"
LINE = re.compile(rf"HARDFAIL (OK|WARNING|CRITICAL|UNKNOWN) - [ -{{}}~]+?(?: \| ?{DATUM}(?: {DATUM})*)?\n")


def check_findings():
    for case in sorted(HERE.glob("*nagios*")):
        text, status = (case / "stdout").read_text(), int((case / "status").read_text())
        line = LINE.fullmatch(text)
        if not line:
            yield f"{case.name}: no line of a check: {text!r}"
        elif STATUSES[line.group(1)] != status:
            yield f"{case.name}: {line.group(1)}, but exit status {status}"


def metric_findings():
    for case in sorted(HERE.glob("*prometheus*")):
        done = subprocess.run(["promtool", "check", "metrics"], input=(case / "stdout").read_bytes(),
                              capture_output=True)
        if done.returncode or done.stdout or done.stderr:
            yield f"{case.name}: {(done.stdout + done.stderr).decode()}"


def main():
    findings = [*check_findings()]
    if promtool := shutil.which("promtool"):
        findings += metric_findings()
    print("\n".join(findings) if findings else "nothing found")
    if findings:
        return 1
    if not promtool:
        print("skipped: no promtool (Debian's prometheus)")
    return 0 if promtool else SKIPPED


if __name__ == "__main__":
    sys.exit(main())

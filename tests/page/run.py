#!/usr/bin/env python3
"""Looks at HTML pages with a real browser: what they do, what they let others do, how they fare at size.

    run.py --hardfail BIN --build FOLDER [--keep]

Makes mail worlds in FOLDER/page, has the program write their pages, and runs browse.mjs over them with
Debian's chromium. playwright-core and axe-core come from npm, as package-lock.json has them, into the
same folder. Skipped where one of these is not to be had. --screenshots FOLDER also takes pictures.
"""
import argparse
import json
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import time

import mail

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "after"))
import measure  # noqa: E402
from world import BEFORE, World  # noqa: E402

PROJECT = HERE.parent.parent
SKIPPED = 77  # as tests/CMakeLists.txt has it


def skip(reason):
    print(f"skipped: {reason}")
    sys.exit(SKIPPED)


def modules(build):
    """The folder that holds node_modules, installed where the lock file has changed."""
    folder = build / "page" / "npm"
    lock = HERE / "package-lock.json"
    stamp = folder / "installed.json"
    if stamp.exists() and stamp.read_bytes() == lock.read_bytes():
        return folder
    if not shutil.which("npm"):
        skip("there is no npm to install playwright-core and axe-core with")
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, folder)
    done = subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder,
                          capture_output=True, text=True, timeout=300, check=False)
    if done.returncode != 0:
        skip("npm cannot install playwright-core and axe-core: " + done.stderr.strip()[-300:])
    shutil.copy(lock, stamp)
    return folder


class Pages:
    def __init__(self, hardfail, folder):
        self.hardfail = hardfail
        self.folder = folder
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        self.facts = {}

    def run(self, *arguments, statuses=(0,)):
        done = subprocess.run([self.hardfail, "--quiet", *map(str, arguments)], capture_output=True,
                              text=True, check=False, env={**os.environ, "HOME": str(self.folder)})
        if done.returncode not in statuses:
            sys.exit(f"{arguments}: status {done.returncode}\n{done.stderr}")

    def write(self, name, reports, zone, *arguments):
        """Pages of a world in a folder of that name; how long that took, and what memory so far."""
        db = self.folder / f"{name}.db"
        self.run("--db", db, "import", reports)
        begun = time.monotonic()
        self.run("--db", db, "--dns-zone", zone, "readiness", "--as-of", mail.AS_OF, "--format", "html",
                 "--output", f"{self.folder / name}/", *arguments, statuses=(0, 1, 2))
        self.facts[name] = {"seconds": round(time.monotonic() - begun, 2),
                            "most_memory_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10}

    def world(self, name, write):
        folder = self.folder / f"{name}.world"
        write(folder)
        self.write(name, folder / "reports", folder / "zone.db")

    def moved(self, name):
        """The page of a domain that lost mail when it moved to -all."""
        folder = self.folder / f"{name}.world"
        folder.mkdir()
        world = World(1, True)
        case = measure.Case(self.hardfail, str(folder), [world])
        for day, end in ((0, "~all"), (1, "-all"), (21, "-all")):
            case.receive(BEFORE + day)
            case.ask(BEFORE + day, end)
        self.run("--db", folder / "db", "--dns-zone", folder / "zone", "readiness", "--no-names", "--as-of",
                 measure.moment(BEFORE + 21).strftime("%Y-%m-%dT%H:%M:%SZ"), "--format", "html", "--output",
                 f"{self.folder / name}/", statuses=(0, 1, 2))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hardfail", required=True, type=lambda path: str(pathlib.Path(path).resolve()))
    parser.add_argument("--build", required=True, type=pathlib.Path)
    parser.add_argument("--screenshots", type=pathlib.Path)
    options = parser.parse_args()
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if not browser:
        skip("there is no chromium")
    if not shutil.which("node"):
        skip("there is no node")
    npm = modules(options.build.resolve())

    pages = Pages(options.hardfail, options.build.resolve() / "page" / "pages")
    samples = PROJECT / "sample-reports"
    pages.write("samples", samples / "reports", samples / "zone.db")
    pages.world("hostile", mail.write_hostile)
    pages.world("many", lambda folder: mail.write_many(folder, 2_500))
    pages.world("crowd", lambda folder: mail.write_many(folder, 60_000))
    pages.moved("moved")
    print(json.dumps(pages.facts, indent=2), flush=True)
    settings = {"BROWSER": browser, "PAGES": str(pages.folder), "NPM": str(npm)}
    if options.screenshots:
        settings["SCREENSHOTS"] = str(options.screenshots.resolve())
    return subprocess.run(["node", "--test", str(HERE / "browse.mjs")], check=False,
                          env={**os.environ, **settings}).returncode


if __name__ == "__main__":
    sys.exit(main())

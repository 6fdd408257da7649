#!/usr/bin/env python3
"""Holds the pages of docs/gallery against what the program writes for the sample domains.

    gallery.py --hardfail BIN [--update]

What the embedded scripts say may differ with the version of the chart library, and is not compared.
--update writes the pages anew. The pictures beside them come from run.py --screenshots docs/gallery.
"""
import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile

PROJECT = pathlib.Path(__file__).resolve().parent.parent.parent
GALLERY = PROJECT / "docs" / "gallery"
SAMPLES = PROJECT / "sample-reports"
SCRIPT = re.compile(r"<script>.*?</script>|'sha256-[^']*'", re.S)


def write_pages(hardfail, folder):
    common = [hardfail, "--quiet", "--db", folder / "samples.db", "--dns-zone", SAMPLES / "zone.db"]
    runs = [["import", SAMPLES / "reports"],
            ["readiness", "--as-of", "2026-10-21"],  # for the pages to say what has changed since
            ["readiness", "--as-of", "2026-11-21", "--format", "html", "--output", f"{folder}/pages/"]]
    for arguments in runs:
        done = subprocess.run([*common, *arguments], stdout=subprocess.DEVNULL, check=False,
                              env={**os.environ, "HOME": str(folder)})
        if done.returncode > 2:
            sys.exit(f"{arguments}: status {done.returncode}")
    return {path.name: path.read_text() for path in sorted((folder / "pages").iterdir())}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hardfail", required=True, type=lambda path: pathlib.Path(path).resolve())
    parser.add_argument("--update", action="store_true", help="write the pages anew")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        pages = write_pages(options.hardfail, pathlib.Path(folder))
    if options.update:
        GALLERY.mkdir(exist_ok=True)
        for name, text in pages.items():
            (GALLERY / name).write_text(text)
        return 0
    held = {path.name: path.read_text() for path in GALLERY.glob("*.html")}
    stale = [name for name in sorted(held.keys() | pages.keys())
             if SCRIPT.sub("", held.get(name, "")) != SCRIPT.sub("", pages.get(name, ""))]
    for name in stale:
        print(f"docs/gallery/{name}: not as the program writes it; run {sys.argv[0]} --update")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Holds the output shown in the documentation against the golden cases it was taken from.

    documents.py [--update]

A line `<!-- golden: CASE -->` in a Markdown file announces that the indented block after it is the
standard output of that case, and `<!-- file: PATH -->` that it is the file of that path, from the
document's folder.
"""
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parent.parent
DOCUMENTS = [TOP / "README.md", *sorted((TOP / "docs").glob("*.md"))]
BLOCK = re.compile(r"(<!-- (golden|file): (\S+) -->\n\n)((?:    .*\n|\n+(?=    ))*)")


def block(document, kind, name):
    """The output of the case, or the file, as an indented block."""
    path = HERE / name / "stdout" if kind == "golden" else document.parent / name
    lines = path.read_text().splitlines()
    return "".join(f"    {line}\n" if line else "\n" for line in lines)


def main():
    update = sys.argv[1:] == ["--update"]
    stale = shown = 0
    for document in DOCUMENTS:
        text = document.read_text()
        fresh = BLOCK.sub(lambda found: found[1] + block(document, found[2], found[3]), text)
        shown += len(BLOCK.findall(text))
        if fresh == text:
            continue
        stale += 1
        if update:
            document.write_text(fresh)
        else:
            print(f"{document.relative_to(TOP)}: shows other output than tests/golden has; run {sys.argv[0]} --update")
    print(f"{shown} outputs in {len(DOCUMENTS)} documents, {'written' if update else f'{stale} documents stale'}")
    return 1 if stale and not update else 0


if __name__ == "__main__":
    sys.exit(main())

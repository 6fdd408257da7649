#!/usr/bin/env python3
"""Prints the links of documents that lead to a file which is not there.

    links.py FOLDER...
"""
import pathlib
import re
import sys


def dangling(documents):
    for document in documents:
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", document.read_text()):
            if not re.match(r"[a-z]+:", target) and not (document.parent / target).exists():
                yield f"{document}: leads to {target}, which is not there"


if __name__ == "__main__":
    documents = [document for folder in sys.argv[1:] for document in pathlib.Path(folder).rglob("*.md")]
    found = [*dangling(documents)] if documents else ["no documents"]
    print("\n".join(found) if found else f"every link of {len(documents)} documents leads somewhere")
    sys.exit(1 if found else 0)

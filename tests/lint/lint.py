#!/usr/bin/env python3
"""Refuses what the layout of the project forbids and the compiler does not see.

    lint.py [--format] [FOLDER]     a line a finding, exit status 1 if there is one

FOLDER is the project; this script's own where none is named. --format looks at the layout of the
code alone, which takes clang-format 14: other versions differ among themselves.
"""
import argparse
import pathlib
import re
import shutil
import subprocess
import sys

MAX_LINES = 500
CLANG_FORMAT = "clang-format-14"
LICENCE = "#pragma once  // SPDX-License-Identifier: Apache-2.0\n"
SKIPPED = 77  # as tests/CMakeLists.txt has it
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)
MODULE = re.compile(r"^hardfail_module\(\s*(\w+)([^)]*)\)", re.M)
STANDARD = re.compile(r"[a-z_0-9]+")  # <vector>: no suffix, no folder
SYSTEM = re.compile(r"(arpa|net|netinet|sys)/\w+\.h|"
                    r"(endian|fcntl|iconv|netdb|poll|pwd|signal|spawn|stdbool|sysexits|termios|time|"
                    r"unistd)\.h")
# What a header names, it includes: which other header brings it along differs from one version
# of a standard library to the next.
NAMED = {
    header: re.compile(pattern)
    for header, pattern in {
        "array": r"\bstd::array\b",
        "chrono": r"\bstd::chrono::",
        "compare": r"\boperator<=>",
        "cstdint": r"\bu?int(_fast|_least)?(8|16|32|64|max|ptr)_t\b",
        "functional": r"\bstd::function\b",
        "map": r"\bstd::map\b",
        "memory": r"\bstd::(unique_ptr|shared_ptr)\b",
        "optional": r"\bstd::(optional|nullopt)\b",
        "set": r"\bstd::set\b",
        "span": r"\bstd::span\b",
        "string": r"\bstd::string\b",
        "string_view": r"\bstd::string_view\b",
        "unordered_map": r"\bstd::unordered_map\b",
        "variant": r"\bstd::variant\b",
        "vector": r"\bstd::vector\b",
    }.items()
}
# Vocabulary of the whole project: anywhere in src/.
IN_SOURCES = {"fmt"}
# Written in one module and read in another, which know nothing of each other; and a name that stands
# for many libraries, of options and of special functions.
SHARED = {"nlohmann": {"fetch", "querylog", "render"}, "boost": {"analysis", "cli"}}


def modules(project):
    """module: the modules it may include from, itself and all it uses, directly or not."""
    allowed = {}
    text = re.sub(r"#.*", "", (project / "src/modules.cmake").read_text())
    for name, rest in MODULE.findall(text):
        allowed[name] = {name}
        uses = re.search(r"\bUSES\b([a-z_\s]*)", rest)
        for used in uses.group(1).split() if uses else []:
            allowed[name] |= allowed.get(used, {used})  # one not declared above fails in CMake
    return allowed


def sources(project):
    """(path, module, is it public) of every C++ file; the module is None outside of one."""
    for top, public in (("include/hardfail", True), ("src", False), ("tests", False)):
        for path in sorted((project / top).rglob("*.[ch]pp")):
            parts = path.relative_to(project / top).parts
            yield path, parts[0] if len(parts) > 1 else None, public


def library(header):
    """What stands for the library in a header's name: boost, ares, archive (of archive_entry.h)."""
    return re.match(r"[A-Za-z0-9]+", header).group()


def include_findings(project):
    allowed = modules(project)
    for folder in sorted((project / "src").iterdir()):
        if folder.is_dir() and folder.name not in allowed:
            yield f"src/{folder.name}: no module of src/modules.cmake"
    users = {}  # library: {module of src/}
    for path, module, public in sources(project):
        where = path.relative_to(project)
        in_tests = where.parts[0] == "tests"
        for bracket, header in INCLUDE.findall(path.read_text()):
            parts = header.split("/")
            if parts[0] == "hardfail" and len(parts) > 1:
                if module in allowed and parts[1] not in allowed[module]:
                    yield f"{where}: {module} does not use {parts[1]}, but includes {header}"
            elif bracket == '"':
                if ".." in parts:
                    yield f"{where}: reaches into another folder: {header}"
            elif in_tests or STANDARD.fullmatch(header):
                continue
            elif public:
                yield f"{where}: public headers show no other library's: {header}"
            elif not SYSTEM.fullmatch(header) and library(header) not in IN_SOURCES:
                users.setdefault(library(header), set()).add(module or "the top level")
    for name, found in sorted(users.items()):
        if len(found) > 1 and not found <= SHARED.get(name, set()):
            yield f"src: {name} belongs in one module, not in {', '.join(sorted(found))}"


def missing_include_findings(project):
    for path, _, _ in sources(project):
        if path.suffix != ".hpp":
            continue
        text = path.read_text()
        included = {header for _, header in INCLUDE.findall(text)}
        code = re.sub(r"//.*", "", text)
        for header, named in NAMED.items():
            if header not in included and named.search(code):
                where = path.relative_to(project)
                yield f"{where}: names what <{header}> declares, but does not include it"


def length_findings(project):
    for path, _, _ in sources(project):
        lines = path.read_text().count("\n")
        if lines > MAX_LINES and not path.is_relative_to(project / "tests"):
            yield f"{path.relative_to(project)}: {lines} lines; {MAX_LINES} are the most"


def licence_findings(project):
    """A header that is installed leaves the file LICENSE behind."""
    for path, _, public in sources(project):
        if public and not path.read_text().startswith(LICENCE):
            yield f"{path.relative_to(project)}: does not begin with {LICENCE.strip()}"


def format_findings(project):
    paths = [str(path.relative_to(project)) for path, _, _ in sources(project)]
    done = subprocess.run([CLANG_FORMAT, "--dry-run", "--ferror-limit=1", *paths], cwd=project,
                          capture_output=True, text=True, check=True)
    for path in sorted(set(re.findall(r"^([^:\n]+):\d+:\d+: ", done.stderr, re.M))):
        yield f"{path}: not as {CLANG_FORMAT} -i leaves it"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--format", action="store_true", help="look at the layout alone")
    parser.add_argument("project", nargs="?", type=pathlib.Path,
                        default=pathlib.Path(__file__).parent.parent.parent)
    options = parser.parse_args()
    project = options.project.resolve()
    if options.format and not shutil.which(CLANG_FORMAT):
        print(f"skipped: no {CLANG_FORMAT}")
        return SKIPPED
    findings = [*format_findings(project)] if options.format else [
        *include_findings(project), *missing_include_findings(project), *length_findings(project),
        *licence_findings(project)]
    print("\n".join(findings) if findings else "nothing found")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())

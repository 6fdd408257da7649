#!/usr/bin/env python3
"""Changes each number and drops each rule of the classification, and says which of these changes no test notices.

    mutate.py [--folder FOLDER] [--only TEXT] [--list]

Works in a copy of the project in FOLDER (build/mutation where none is named), where it builds
analysis_test anew for each change; an hour or so for all. --only takes the changes whose line holds
TEXT, --list shows them and builds nothing. Exit status 1 if a change goes unnoticed.
"""
import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from decimal import Decimal

PROJECT = pathlib.Path(__file__).resolve().parent.parent.parent
CLASSIFY = pathlib.Path("src/analysis/classify")
THRESHOLD = re.compile(r"^inline constexpr [^=;]*?(\w+)\s*=\s*([^;]*);", re.M)
NUMBER = re.compile(r"(?<![\w.'])\d[\d']*(?:\.\d+)?(?![\w.'])")
RULE = re.compile(r'\{\s*"([a-z_0-9]+)",\s*(?:std::nullopt|\w+),')
TOKEN = re.compile(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'|//[^\n]*|[{}]', re.S)
TIMEOUT = 600
# It holds the document against the program, not the program against what is right.
DOCUMENT_TEST = "docs/verdict.md shows the rules*"


@dataclass
class Mutant:
    """The octets from `begin` to `end` of a file, and what stands there instead."""

    path: pathlib.Path
    begin: int
    end: int
    text: str
    name: str

    def apply(self, code):
        return code[:self.begin] + self.text + code[self.end:]


def neighbours(literal):
    """The numbers next to one: a unit of its last digit apart, a tenth of a fraction at most."""
    number = Decimal(literal.replace("'", ""))
    step = Decimal((0, (1,), number.as_tuple().exponent))
    if "." in literal:
        step = min(step, abs(number) / 10)
    return [f"{value.normalize():f}" if "." in literal else str(value)
            for value in (number - step, number + step) if value >= 0]


def threshold_mutants(path, code):
    for threshold in THRESHOLD.finditer(code):
        for number in NUMBER.finditer(code, threshold.start(2), threshold.end(2)):
            for other in neighbours(number[0]):
                text = other if "." not in number[0] or "." in other else other + ".0"
                yield Mutant(path, number.start(), number.end(), text,
                             f"{threshold[1]}: {text} for {number[0]}")


def end_of_braces(code, begin):
    """Behind the brace that closes the one at `begin`, and a comma that follows it."""
    depth = 0
    for token in TOKEN.finditer(code, begin):
        depth += {"{": 1, "}": -1}.get(token[0], 0)
        if depth == 0:
            return token.end() + code[token.end():].startswith(",")
    raise ValueError(f"no end to the row at {code[begin:begin + 40]!r}")


def rule_mutants(path, code):
    for rule in RULE.finditer(code):
        yield Mutant(path, rule.start(), end_of_braces(code, rule.start()), "", f"without {rule[1]}")


def mutants(project):
    for name, of in (("thresholds.hpp", threshold_mutants), ("rules.cpp", rule_mutants)):
        yield from of(CLASSIFY / name, (project / CLASSIFY / name).read_text())


class Copy:
    """The project, built in a folder of its own."""

    def __init__(self, folder):
        self.source, self.build = folder / "source", folder / "build"
        shutil.rmtree(self.source, ignore_errors=True)
        listed = subprocess.run(["git", "-C", PROJECT, "ls-files", "-z", "--cached", "--others",
                                 "--exclude-standard"], capture_output=True, text=True, check=True)
        for name in filter(None, listed.stdout.split("\0")):
            if (PROJECT / name).is_file():
                (self.source / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(PROJECT / name, self.source / name)
        launcher = ["-DCMAKE_CXX_COMPILER_LAUNCHER=ccache"] if shutil.which("ccache") else []
        subprocess.run(["cmake", "-G", "Ninja", "-S", self.source, "-B", self.build,
                        "-DCMAKE_BUILD_TYPE=Debug", *launcher], check=True, capture_output=True)

    def make(self):
        """Whether the tests can be built."""
        return subprocess.run(["cmake", "--build", self.build, "--target", "analysis_test"],
                              capture_output=True).returncode == 0

    def test(self):
        """Whether the tests pass."""
        try:
            return subprocess.run([self.build / "tests/analysis_test", "--abort-after=1",
                                   f"--test-case-exclude={DOCUMENT_TEST}"],
                                  capture_output=True, timeout=TIMEOUT).returncode == 0
        except subprocess.TimeoutExpired:
            return False


def judge(copy, mutant):
    """What becomes of the mutant: noticed, NOT NOTICED, or not built."""
    path = copy.source / mutant.path
    code = path.read_text()
    path.write_text(mutant.apply(code))
    try:
        if not copy.make():
            return "not built"
        return "NOT NOTICED" if copy.test() else "noticed"
    finally:
        path.write_text(code)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=pathlib.Path, default=PROJECT / "build/mutation")
    parser.add_argument("--only", default="", metavar="TEXT")
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    chosen = [mutant for mutant in mutants(PROJECT) if options.only in f"{mutant.path}: {mutant.name}"]
    if options.list:
        print("\n".join(f"{mutant.path}: {mutant.name}" for mutant in chosen))
        return 0
    copy = Copy(options.folder.resolve())
    if not (copy.make() and copy.test()):
        sys.exit("analysis_test fails as it is")
    results = []
    for mutant in chosen:
        results.append(judge(copy, mutant))
        print(f"{results[-1]:12}{mutant.path}: {mutant.name}", flush=True)
    print(f"{len(results)} mutants, {results.count('noticed')} noticed, "
          f"{results.count('NOT NOTICED')} not noticed, {results.count('not built')} not built")
    return 0 if results and results.count("noticed") == len(results) else 1


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Changes each number and drops each rule of the classification, and says which changes no test notices.

    mutate.py [--folder FOLDER] [--only TEXT] [--jobs N] [--list]

Builds analysis_test once, from a copy of the project in FOLDER (build/mutation where none is named)
in which a number or rule gives way to what the environment says, and runs it for each change. The
list of rules that documents are held against is left out: it would notice everything. --only takes
the changes whose name holds TEXT, --list shows them. Exit status 1 if a change goes unnoticed.
"""
import argparse
import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys

PROJECT = pathlib.Path(__file__).resolve().parent.parent.parent
CLASSIFY = pathlib.Path("src/analysis/classify")
THRESHOLD = re.compile(r"^inline constexpr ([^=;]*?)(\w+) = ([^;]*);", re.M)
NUMBER = re.compile(r"(?<![\w.'])\d[\d']*(?![\w.'])")
RULE = re.compile(r'^    \{"([a-z_0-9]+)", [\w:]+, \w+,\s', re.M)
TOKEN = re.compile(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'|//[^\n]*|[][(){},]', re.S)
TIMEOUT = 300
NOT_RUN = "--source-file-exclude=*rule_list_test.cpp"

# What the copy's thresholds.hpp begins with.
SUPPORT = """
#include <cstdlib>
#include <string_view>
#include <type_traits>

namespace hardfail::mutation {

/// What the environment changes: "name=value" for a number, "name" for a rule.
inline std::string_view mutant() {
  const char* const said = std::getenv("HARDFAIL_MUTANT");
  return said == nullptr ? "" : said;
}
struct Number {
  unsigned long value;
  template <typename Type>
    requires std::is_arithmetic_v<Type>
  operator Type() const { return static_cast<Type>(value); }
};
inline Number number(std::string_view name, unsigned long written) {
  const auto said = mutant();
  const bool meant = said.starts_with(name) && said.substr(name.size()).starts_with('=');
  return {meant ? std::strtoul(said.data() + name.size() + 1, nullptr, 10) : written};
}

}  // namespace hardfail::mutation
"""


def without_numbers(code):
    """thresholds.hpp with each number asked of the environment, and the changes of them."""
    changes = []

    def threshold(found):
        def number(literal):
            nonlocal count
            count += 1
            name, value = f"{found[2]}.{count}", int(literal[0].replace("'", ""))
            changes.extend(f"{name}={other}" for other in (value - 1, value + 1) if other >= 0)
            return f'::hardfail::mutation::number("{name}", {value})'
        count = 0
        return f"inline const {found[1]}{found[2]} = {NUMBER.sub(number, found[3])};"

    text = THRESHOLD.sub(threshold, code)
    return text.replace("#pragma once\n", "#pragma once\n" + SUPPORT, 1), changes


def end_of_field(code, begin):
    """Where the comma stands that ends the field which begins there."""
    depth = 0
    for token in TOKEN.finditer(code, begin):
        if token[0] == "," and depth == 0:
            return token.start()
        depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(token[0], 0)
    raise ValueError(f"no end to the condition at {code[begin:begin + 40]!r}")


def without_rules(code):
    """A file of rules with each condition dropped if the environment says so, and the changes of them."""
    changes, text, at = [], "", 0
    for rule in RULE.finditer(code):
        end = end_of_field(code, rule.end())
        name = f"without {rule[1]}"
        changes.append(name)
        text += (code[at:rule.end()] + f'[](const Facts& facts) {{ return ::hardfail::mutation::'
                 f'mutant() != "{name}" && ({code[rule.end():end]})(facts); }}')
        at = end
    return '#include "thresholds.hpp"\n' + text + code[at:], changes


def copy_project(folder):
    """Copies what is checked in, or could be."""
    listed = subprocess.run(["git", "-C", PROJECT, "ls-files", "-z", "--cached", "--others",
                             "--exclude-standard"], capture_output=True, text=True, check=True)
    shutil.rmtree(folder, ignore_errors=True)
    for name in filter(None, listed.stdout.split("\0")):
        if (PROJECT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(PROJECT / name, folder / name)


def build(folder, jobs):
    """analysis_test of the project in the folder."""
    launcher = ["-DCMAKE_CXX_COMPILER_LAUNCHER=ccache"] if shutil.which("ccache") else []
    subprocess.run(["cmake", "--preset", "dev", *launcher], cwd=folder, check=True,
                   stdout=subprocess.DEVNULL)
    subprocess.run(["cmake", "--build", "--preset", "dev", "--target", "analysis_test",
                    "-j", str(jobs)], cwd=folder, check=True, stdout=sys.stderr)
    return folder / "build/dev/tests/analysis_test"


def passes(program, change):
    try:
        return subprocess.run([program, NOT_RUN, "--abort-after=1"], capture_output=True,
                              env=os.environ | {"HARDFAIL_MUTANT": change},
                              timeout=TIMEOUT).returncode == 0
    except subprocess.TimeoutExpired:
        return False


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=pathlib.Path, default=PROJECT / "build/mutation")
    parser.add_argument("--only", default="", metavar="TEXT")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    folder = options.folder.resolve()
    mutable = {name: of((PROJECT / CLASSIFY / name).read_text())
               for name, of in (("thresholds.hpp", without_numbers), ("mark_rules.cpp", without_rules),
                                ("record_rules.cpp", without_rules), ("signed_rules.cpp", without_rules),
                                ("unsigned_rules.cpp", without_rules))}
    chosen = [change for _, changes in mutable.values() for change in changes
              if options.only in change]
    if options.list:
        print("\n".join(chosen))
        return 0
    copy_project(folder)
    for name, (text, _) in mutable.items():
        (folder / CLASSIFY / name).write_text(text)
    program = build(folder, options.jobs)
    if not passes(program, ""):
        sys.exit("analysis_test fails without any change")
    unnoticed = 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for change, unseen in zip(chosen, pool.map(lambda each: passes(program, each), chosen)):
            unnoticed += unseen
            if unseen:
                print(f"not noticed: {change}", flush=True)
    print(f"{len(chosen)} changes, {len(chosen) - unnoticed} noticed, {unnoticed} not noticed")
    return 1 if unnoticed else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Runs clang-tidy and cppcheck over src/, with .clang-tidy and tests/lint/cppcheck.txt.

    tidy.py [--build FOLDER] [--since COMMIT] [--jobs N]     the findings; exit status 1 if there are any

FOLDER, build/asan where none is named, holds compile_commands.json; there one unity source stands
for several sources, whose headers clang-tidy then reads once. A source that was clean is not checked
again before it, a header of the project that it includes, its command or the checks change: what was
clean is remembered below $XDG_CACHE_HOME/hardfail-tidy. --since looks only at the sources that
differ from COMMIT or include what does.
"""
import argparse
import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys

PROJECT = pathlib.Path(__file__).resolve().parent.parent.parent
CLANG_TIDY = "clang-tidy-14"  # other versions bring other checks
CPPCHECK = "cppcheck"
SUPPRESSIONS = PROJECT / "tests/lint/cppcheck.txt"
SKIPPED = 77  # as tests/CMakeLists.txt has it
INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.M)


class Source:
    """A source of src/, or a unity source of such, with the command that compiles it."""

    def __init__(self, entry):
        self.path = pathlib.Path(entry["directory"], entry["file"]).resolve()
        self.words = shlex.split(entry["command"])
        self.folders = [self.path.parent, *(
            pathlib.Path(entry["directory"], word[2:]).resolve()
            for word in self.words if word.startswith("-I"))]

    def depends_on(self):
        """The files of the project that the source is made of."""
        found, todo = {}, [self.path]
        while todo:
            path = todo.pop()
            if path in found:
                continue
            found[path] = path.read_bytes()
            for name in INCLUDE.findall(found[path].decode()):
                todo += [folder / name for folder in (path.parent, *self.folders)
                         if (folder / name).is_file() and folder.is_relative_to(PROJECT)][:1]
        return found

    def digest(self, checks):
        """Of everything that decides what clang-tidy says."""
        found = hashlib.sha256(checks)
        found.update(" ".join(self.words).replace(str(PROJECT), ".").encode())
        for path, octets in sorted(self.depends_on().items()):
            found.update(b"%s %d\n" % (str(path.relative_to(PROJECT)).encode(), len(octets)))
            found.update(octets)
        return found.hexdigest()


def sources(build):
    entries = json.loads((build / "compile_commands.json").read_text())
    modules = build / "CMakeFiles"  # the unity sources of tests are below build/tests
    found = (Source(entry) for entry in entries)
    return [source for source in found
            if source.path.is_relative_to(PROJECT / "src") or source.path.is_relative_to(modules)]


def changed_since(commit):
    """The files that differ from the commit, those not checked in too."""
    git = ["git", "-C", str(PROJECT)]
    listed = [subprocess.run([*git, *words], capture_output=True, text=True, check=True).stdout
              for words in (["diff", "--name-only", commit], ["ls-files", "--others", "--exclude-standard"])]
    return {PROJECT / name for name in "".join(listed).splitlines()}


def tidy(source, build):
    """What clang-tidy says of the source, without how many findings it suppressed."""
    done = subprocess.run([CLANG_TIDY, "-p", str(build), "--quiet", str(source.path)], cwd=PROJECT,
                          capture_output=True, text=True)
    return done.stdout if done.returncode == 0 else done.stdout + done.stderr


def run_clang_tidy(chosen, build, jobs):
    """How many of the sources are not clean."""
    said = subprocess.run([CLANG_TIDY, "--version"], capture_output=True, check=True).stdout
    checks = said + (PROJECT / ".clang-tidy").read_bytes()
    cache = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache",
                         "hardfail-tidy")
    cache.mkdir(parents=True, exist_ok=True)
    todo = {source: cache / source.digest(checks) for source in chosen}
    todo = {source: clean for source, clean in todo.items() if not clean.exists()}
    wrong = 0
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        for source, findings in zip(todo, pool.map(lambda each: tidy(each, build), todo)):
            if findings.strip():
                wrong += 1
                print(findings, flush=True)
            else:
                todo[source].touch()
    print(f"{CLANG_TIDY}: {len(chosen)} sources, {len(chosen) - len(todo)} of them known to be clean, "
          f"{wrong} not clean")
    return wrong


def run_cppcheck(chosen, jobs):
    """How many findings there are."""
    files = sorted({path for source in chosen for path in source.depends_on()
                    if path.suffix == ".cpp" and path.is_relative_to(PROJECT / "src")})
    done = subprocess.run(
        [CPPCHECK, "--std=c++20", "--language=c++", "--enable=warning,style,performance,portability",
         f"--suppressions-list={SUPPRESSIONS}", "--inline-suppr", "--quiet", "-I", "include",
         f"-j{jobs}", "--template={file}:{line}: {message} [{id}]",
         *(str(path.relative_to(PROJECT)) for path in files)],
        cwd=PROJECT, capture_output=True, text=True, check=True)
    findings = sorted(set(done.stderr.splitlines()))
    print("\n".join([*findings, f"{CPPCHECK}: {len(files)} sources, {len(findings)} findings"]))
    return len(findings)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=pathlib.Path, default=PROJECT / "build/asan")
    parser.add_argument("--since", metavar="COMMIT")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    options = parser.parse_args()
    missing = [tool for tool in (CLANG_TIDY, CPPCHECK) if not shutil.which(tool)]
    if missing:
        print(f"skipped: no {' and no '.join(missing)}")
        return SKIPPED
    chosen = sources(options.build.resolve())
    if options.since:
        changed = changed_since(options.since)
        chosen = [source for source in chosen if not changed.isdisjoint(source.depends_on())]
    if not chosen:
        print("no source of src/ to check")
        return 0
    wrong = run_cppcheck(chosen, options.jobs) + run_clang_tidy(chosen, options.build, options.jobs)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

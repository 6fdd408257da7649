#!/usr/bin/env python3
"""Types half of a command line into bash, zsh and fish, and looks at what each makes of it.

    completions.py --hardfail PROGRAM

Each shell runs on a terminal with the script that `hardfail completion SHELL` prints. A shell that is
not there is named; skipped where none is.
"""
import argparse
import os
import pathlib
import pty
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time

SAMPLES = pathlib.Path(__file__).resolve().parent.parent.parent / "sample-reports"
SKIPPED = 77  # as tests/CMakeLists.txt has it
PATIENCE = 60  # seconds for an answer, on a busy machine
START = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], "PS1='@> '; bind 'set enable-bracketed-paste off'; . ./script"),
    "zsh": (["zsh", "-f", "-i"],
            "PS1='@> '; unsetopt zle_bracketed_paste; autoload -U compinit; compinit -u -D; . ./script"),
    "fish": (["fish", "--no-config", "-i"], "function fish_prompt; echo -n '@> '; end; source ./script"),
}
# What is typed before the tabulator, and the word that it is to become.
TYPED = {
    "hardfail reado": None,  # nothing begins so
    "hardfail readi": "readiness",
    "hardfail readiness lar": "larkspur-books.example",
    "hardfail --db samples.db sources tid": "tidewater-ferries.example",
    "hardfail --format nd": "ndjson",
    "hardfail readiness --format=prom": "--format=prometheus",
    "hardfail sources x --class unl": "unlisted_legitimate",
    "hardfail readiness --min-m": "--min-messages",
    "hardfail spf fl": "flatten",
    "hardfail help for": "forget",
    "hardfail import some-rep": "some-reports",
    "hardfail import --move-to some-rep": "some-reports",
}
CONTROL = re.compile(r"\x1b(\[[0-9;?>=<]*[ -/]*[@-~]|[()][A-Z0-9]|[=>]|\][^\x07\x1b]*(\x07|\x1b\\))|[\r\x07\x0f]")


class Shell:
    """A shell on a terminal."""

    def __init__(self, name, folder, env):
        command, setup = START[name]
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.execvpe(command[0], command, env)
        self.type(setup + "\n")
        self.type("echo re''ady\n")
        self.read_until("ready")

    def type(self, text):
        os.write(self.terminal, text.encode())

    def read_until(self, wanted, patience=PATIENCE):
        """What the terminal shows until the text is there, or until patience ends."""
        shown, end = "", time.monotonic() + patience
        while time.monotonic() < end:
            if select.select([self.terminal], [], [], 0.2)[0]:
                try:
                    shown += os.read(self.terminal, 65536).decode(errors="replace")
                except OSError:  # the shell has gone
                    break
                if wanted is not None and wanted in CONTROL.sub("", shown):
                    break
        return CONTROL.sub("", shown)

    def complete(self, typed, wanted):
        self.type(typed + "\t")
        shown = self.read_until(wanted, PATIENCE if wanted else 2)
        self.type("\x15\x03\n")  # away with the line
        self.read_until(None, 0.5)
        return shown

    def close(self):
        os.close(self.terminal)
        os.waitpid(self.pid, 0)


def findings(name, program, folder):
    script = subprocess.run([program, "completion", name], check=True, capture_output=True).stdout
    (folder / "script").write_bytes(script)
    env = {"HOME": str(folder), "PATH": f"{folder}/bin:/usr/bin:/bin", "TERM": "xterm", "LC_ALL": "C.UTF-8",
           "HARDFAIL_DB": str(folder / "samples.db"), "XDG_CONFIG_HOME": str(folder / "config")}
    shell = Shell(name, folder, env)
    for typed, wanted in TYPED.items():
        shown = shell.complete(typed, wanted)
        if wanted and wanted not in shown:
            yield f"{name}: '{typed}' does not become {wanted}: {shown[-200:]!r}"
        elif not wanted and "readiness" in shown:
            yield f"{name}: '{typed}' becomes {shown!r}"
    shell.close()


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--hardfail", required=True, type=pathlib.Path, help="the program")
    program = options.parse_args().hardfail.resolve()
    there = [name for name in START if shutil.which(name)]
    for name in START:
        if name not in there:
            print(f"skipped: there is no {name}")
    found = []
    for name in there:
        with tempfile.TemporaryDirectory(prefix="hardfail-completion-") as scratch:
            folder = pathlib.Path(scratch)
            for path in ("bin", "config", "some-reports"):
                (folder / path).mkdir()
            (folder / "bin/hardfail").symlink_to(program)
            subprocess.run([program, "--quiet", "--db", folder / "samples.db", "import", SAMPLES / "reports"],
                           check=True, stdout=subprocess.DEVNULL)
            found += findings(name, program, folder)
    print("\n".join(found) if found else f"{len(TYPED)} lines completed in {', '.join(there)}")
    return 1 if found else 0 if len(there) == len(START) else SKIPPED


if __name__ == "__main__":
    sys.exit(main())

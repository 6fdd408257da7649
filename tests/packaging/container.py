#!/usr/bin/env python3
"""Runs the lines of the Containerfile in chroots, where no engine is at hand; as root.

    container.py --base SYSTEM --work FOLDER [--out PACKAGES]

SYSTEM is a minimal Debian, such as tests/portability.sh makes; nothing in it is changed. Each stage is
an overlay over it in FOLDER. PACKAGES, a folder with packages that are built already, takes the place
of the first stage. At the end the program reads the sample reports with a root that it may not
write, as the user of the image.
"""
import argparse
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys

PROJECT = pathlib.Path(__file__).resolve().parent.parent.parent
FILE = PROJECT / "packaging/container/Containerfile"
IGNORED = {"VOLUME", "WORKDIR", "CMD"}


def instructions():
    """(word, rest) of each, continued lines joined."""
    text = re.sub(r"^\s*#.*\n", "", FILE.read_text(), flags=re.M)
    for line in re.sub(r"\\\n\s*", " ", text).splitlines():
        if line.strip():
            word, _, rest = line.partition(" ")
            yield word, rest.strip()


class Stage:
    """A system of its own over the base."""

    def __init__(self, base, folder):
        self.folder, self.root = folder, folder / "root"
        self.environment, self.user, self.entry = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}, "root", []
        for name in ("upper", "scratch", "root"):
            (folder / name).mkdir(parents=True)
        self.mount = f"lowerdir={base},upperdir={folder}/upper,workdir={folder}/scratch"
        shutil.copy("/etc/resolv.conf", folder / "resolv.conf")

    def run(self, command, user="root", options="", binds=""):
        """In a view of its own that ends with the command."""
        inner = f"""
            mount --make-rprivate /
            mount -t overlay overlay -o {self.mount} {self.root}
            mount --rbind /proc {self.root}/proc; mount --rbind /dev {self.root}/dev
            mount -t tmpfs tmpfs {self.root}/tmp
            {'' if options else f'cp {self.folder}/resolv.conf {self.root}/etc/resolv.conf'}
            {binds}
            {options}
            exec chroot --userspec={user} {self.root} env -i {' '.join(map(shlex.quote, self.settings()))} \
              sh -euc {shlex.quote(command)}
        """
        return subprocess.run(["unshare", "--mount", "sh", "-euc", inner], capture_output=True, text=True)

    def settings(self):
        return [f"{name}={value}" for name, value in self.environment.items()]


def copy_checkout(target):
    target.mkdir(parents=True)
    files = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, check=True, capture_output=True).stdout
    subprocess.run(["tar", "--null", "-cf", "-", "--files-from=-"], cwd=PROJECT, input=files, check=True,
                   stdout=(pipe := open(target.parent / "checkout.tar", "wb")))
    pipe.close()
    subprocess.run(["tar", "-xf", target.parent / "checkout.tar", "-C", target], check=True)


def build(options):
    stages, stage = {}, None
    for word, rest in instructions():
        if word == "FROM":
            name = rest.split(" AS ")[1] if " AS " in rest else "image"
            stages[name] = stage = Stage(options.base, options.work / name)
            left_out = name == "build" and options.out
        elif left_out or word in IGNORED:
            continue
        elif word == "ARG":
            name, _, value = rest.partition("=")
            stage.environment[name] = os.environ.get(name, value)
        elif word == "COPY":
            target = stage.folder / "upper" / rest.split()[-1].lstrip("/")
            if rest.startswith("--from=build"):
                shutil.copytree(options.out or stages["build"].folder / "upper/out", target)
            else:
                copy_checkout(target)
        elif word == "RUN":
            done = stage.run(rest)
            if done.returncode:
                raise SystemExit(f"RUN {rest}\n{(done.stdout + done.stderr)[-3000:]}")
        elif word == "ENV":
            name, _, value = rest.partition("=")
            stage.environment[name] = value
        elif word == "USER":
            stage.user = rest
        elif word == "ENTRYPOINT":
            stage.entry = re.findall(r'"([^"]*)"', rest)
        else:
            raise SystemExit(f"{FILE.name}: {word} is not known here")
    return stage


def findings(image, work):
    state = work / "state"
    state.mkdir()
    binds = f"""
        mkdir -p {image.root}/reports
        mount --bind {PROJECT}/sample-reports/reports {image.root}/reports
        mount --bind {state} {image.root}/var/lib/hardfail
        chroot {image.root} chown hardfail: /var/lib/hardfail
    """
    read_only = f"mount -o remount,ro {image.root}"
    program = shlex.join(image.entry)

    def call(arguments):
        return image.run(f"{program} {arguments}", image.user, read_only, binds)

    done = call("--quiet import /reports")
    if done.returncode:
        yield f"import: {done.stderr}"
    if "larkspur-books.example" not in call("domains").stdout:
        yield "the database in the volume is not read again"
    if call("domains --output /written").returncode == 0:
        yield "the root can be written"
    if image.run("id -u", image.user, read_only, binds).stdout.strip() == "0":
        yield "it runs as root"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--base", required=True, type=pathlib.Path, help="a minimal Debian")
    parser.add_argument("--work", required=True, type=pathlib.Path, help="a folder that is not there yet")
    parser.add_argument("--out", type=pathlib.Path, help="packages in place of those of the first stage")
    options = parser.parse_args()
    options.work.mkdir(parents=True)
    options.work = options.work.resolve()
    found = [*findings(build(options), options.work)]
    print("\n".join(found) if found else "every line runs, and the image does its work")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Installs into a folder, looks for what has to be there, and builds the example against it.

    install.py --build FOLDER --cmake CMAKE [--cxx COMPILER]
"""
import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile

from links import dangling

PROJECT = pathlib.Path(__file__).resolve().parent.parent.parent
SAMPLES = PROJECT / "sample-reports"
DOMAIN = "larkspur-books.example"
PROGRAM = """
bin/hardfail
share/man/man1/hardfail.1
share/man/man1/hardfail-import.1
share/man/man1/hardfail-spf-check.1
share/man/man5/hardfail.conf.5
share/man/man5/hardfail-files.5
share/bash-completion/completions/hardfail
share/zsh/site-functions/_hardfail
share/fish/vendor_completions.d/hardfail.fish
lib/systemd/system/hardfail.service
lib/systemd/system/hardfail.timer
lib/sysusers.d/hardfail.conf
share/doc/hardfail/LICENSE
share/doc/hardfail/CHANGELOG.md
share/doc/hardfail/licences.md
share/doc/hardfail/hardfail.conf.example
share/hardfail/schema/readiness.schema.json
share/hardfail/sample-reports/zone.db
""".split()
# One that no reader of a report would guess: a report of the sample domain, as XML.
REPORT = """\
<feedback><report_metadata><org_name>receiver.example</org_name><email>r@receiver.example</email>
<report_id>1</report_id><date_range><begin>1795132800</begin><end>1795219199</end></date_range></report_metadata>
<policy_published><domain>larkspur-books.example</domain><p>none</p></policy_published>
<record><row><source_ip>192.0.2.17</source_ip><count>9</count><policy_evaluated><disposition>none</disposition>
<dkim>pass</dkim><spf>pass</spf></policy_evaluated></row>
<identifiers><header_from>larkspur-books.example</header_from></identifiers>
<auth_results><spf><domain>larkspur-books.example</domain><result>pass</result></spf></auth_results></record>
<record><row><source_ip>203.0.113.40</source_ip><count>2</count><policy_evaluated><disposition>none</disposition>
<dkim>pass</dkim><spf>fail</spf></policy_evaluated></row>
<identifiers><header_from>larkspur-books.example</header_from></identifiers>
<auth_results><spf><domain>larkspur-books.example</domain><result>softfail</result></spf></auth_results></record>
</feedback>
"""
ANSWER = """\
192.0.2.17: pass by ip4:192.0.2.16/28
203.0.113.40: softfail by ~all
DMARC: larkspur-books.example
verdict: insufficient_evidence
"""


def run(*command, **more):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, **more)
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, command))}\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
    return done.stdout


def program_findings(options, folder):
    env = os.environ | {"DESTDIR": str(folder)}
    run(options.cmake, "--install", options.build, "--prefix", "/usr", "--component", "program", env=env)
    yield from (f"{name} is not installed" for name in PROGRAM if not (folder / "usr" / name).is_file())
    if (folder / "usr/include").exists():
        yield "the program brings headers"
    said = run(folder / "usr/bin/hardfail", "--version")
    if not said.startswith("hardfail "):
        yield f"the program says {said!r}"
    yield from dangling((folder / "usr/share/doc").rglob("*.md"))


def header_findings(include):
    """What headers include and neither the library nor the standard brings."""
    headers = sorted(include.rglob("*.hpp"))
    if not headers:
        yield "no headers are installed"
    for header in headers:
        for name in re.findall(r"^#include [<\"]([^>\"]+)[>\"]", header.read_text(), re.M):
            if not (include / name).is_file() and not re.fullmatch(r"[a-z_]+", name):
                yield f"{header.relative_to(include)} includes {name}, which is not installed"


def library_findings(options, folder):
    prefix, built = folder / "prefix", folder / "built"
    run(options.cmake, "--install", options.build, "--prefix", prefix, "--component", "library")
    yield from header_findings(prefix / "include")
    report = folder / "report.xml"
    report.write_text(REPORT)
    arguments = [SAMPLES / "zone.db", report, DOMAIN]
    # As C++23 here and as C++20 below: the headers mean the same by both.
    flags = ["-DCMAKE_BUILD_TYPE=Debug", "-DCMAKE_CXX_STANDARD=23", f"-DCMAKE_CXX_COMPILER={options.cxx}",
             f"-DCMAKE_CXX_FLAGS={options.flags}"]
    run(options.cmake, "-G", "Ninja", "-S", PROJECT / "docs/library", "-B", built, f"-DCMAKE_PREFIX_PATH={prefix}", *flags)
    run(options.cmake, "--build", built)
    said = run(built / "example", *arguments)
    if said != ANSWER:
        yield f"the example, by CMake, says {said!r}"
    env = os.environ | {"PKG_CONFIG_PATH": f"{next(prefix.rglob('hardfail.pc')).parent}"}
    by_config = run("pkg-config", "--cflags", "--libs", "hardfail", env=env).split()
    run(options.cxx, *options.flags.split(), PROJECT / "docs/library/example.cpp", "-o", folder / "example", *by_config)
    said = run(folder / "example", *arguments)
    if said != ANSWER:
        yield f"the example, by pkg-config, says {said!r}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", required=True, type=pathlib.Path, help="where the project is built")
    parser.add_argument("--cmake", default="cmake")
    parser.add_argument("--cxx", default="c++")
    parser.add_argument("--flags", default="", help="for the compiler, as the project was built with")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="hardfail-install-") as scratch:
        folder = pathlib.Path(scratch)
        found = [*program_findings(options, folder / "root"), *library_findings(options, folder)]
    print("\n".join(found) if found else "installed, and the example built against it")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""Looks in the binary for what makes faults harder to exploit.   hardening.py --hardfail BIN --config Release

One line a protection; exit 1 if one is missing.
"""
import argparse
import platform
import re
import subprocess
import sys


def output(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def protections(binary, config):
    """(what, whether the binary has it) of each."""
    head, program, dynamic = (output("readelf", option, "--wide", binary) for option in ("--file-header", "--program-headers", "--dynamic"))
    symbols = output("readelf", "--symbols", "--wide", binary)
    yield "position-independent executable", "DYN (" in head and re.search(r"FLAGS_1.*PIE", dynamic)
    yield "relocations read-only from the start", "GNU_RELRO" in program and re.search(r"FLAGS.*NOW", dynamic)
    yield "no executable stack", re.search(r"GNU_STACK.* RW +0x", program)
    yield "no segment both writable and executable", not re.search(r"LOAD.* RWE ", program)
    yield "stack protector", "__stack_chk_fail" in symbols
    yield "assertions of the standard library", "__glibcxx_assert_fail" in symbols or "__replacement_assert" in symbols
    if config != "Debug":
        yield "checked string functions (_FORTIFY_SOURCE)", re.search(r"__\w+_chk@", symbols)
    if platform.machine() == "x86_64":
        code = output("objdump", "--disassemble", "--no-show-raw-insn", "--section=.text", binary)
        yield "control-flow protection", code.count("endbr64") > 1000
        yield "stack probed page by page (stack clash)", re.search(r"(sub +\$0x1000,%rsp\n.*orq? +\$0x0,)", code)
    yield "no search path for libraries", not re.search(r"RPATH|RUNPATH", dynamic)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--hardfail", required=True)
    parser.add_argument("--config", required=True)
    options = parser.parse_args()
    missing = 0
    for what, there in protections(options.hardfail, options.config):
        print(f"{what}: {'yes' if there else 'MISSING'}")
        missing += not there
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())

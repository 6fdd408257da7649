#!/usr/bin/env python3
"""Imports what was made to harm, and measures what that costs.

  bombs.py --hardfail BIN [--large] [NAME...]

Each input of BOMBS is made on the spot, imported into a new database, and has to end within 60 seconds and 512 MB with the exit
status that it promises, a sentence that says why, and a database that passes its integrity check and has not grown. A line of
docs/reliability.md each. Without --large those that take longer than a test should are made smaller.
"""
import argparse
import base64
import contextlib
import gzip
import io
import os
import pathlib
import resource
import shutil
import signal
import socket
import sqlite3
import struct
import subprocess
import sys
import tempfile
import time
import zipfile
import zlib

SECONDS, MEGABYTES, DATABASE_OCTETS = 60, 512, 4 << 20
HEAD = (b"<?xml version=\"1.0\"?>\n<feedback><report_metadata><org_name>receiver.example</org_name><report_id>17</report_id><date_range><begin>1763596800"
        b"</begin><end>1763683199</end></date_range></report_metadata><policy_published><domain>example.com</domain><p>none</p></policy_published>")
RECORD = (b"<record><row><source_ip>192.0.2.1</source_ip><count>1</count><policy_evaluated><disposition>none</disposition><dkim>fail</dkim><spf>fail</spf>"
          b"</policy_evaluated></row><identifiers><header_from>example.com</header_from></identifiers><auth_results><spf><domain>example.com</domain>"
          b"<result>fail</result></spf></auth_results></record>")
TAIL = b"</feedback>\n"
REPORT = HEAD + RECORD + TAIL
BOMBS = {}


def bomb(promise, status=1, rows=None):
    """Registers a maker: it gets a folder and whether to make it large, and returns what to import."""
    def register(make):
        BOMBS[make.__name__] = (make, promise, status, rows)
        return make
    return register


def repeated_gzip(path, unit, count, before=b"", after=b""):
    """`unit` count times as one gzip member, made in little time: its packed form is repeated."""
    def packed(octets, end=zlib.Z_FULL_FLUSH):
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        return packer.compress(octets) + packer.flush(end)
    block, size = packed(unit), len(before) + len(unit) * count + len(after)
    with open(path, "wb") as file:
        file.write(b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + packed(before))
        for _ in range(count):
            file.write(block)
        file.write(packed(after, zlib.Z_FINISH) + struct.pack("<II", 0, size & 0xffffffff))  # the sum is wrong: nobody gets as far
    return path


def zip_of(path, members, method=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, octets in members:
            archive.writestr(zipfile.ZipInfo(name), octets, method)
    return path


@bomb("refused by --limit-ratio")
def zeros_in_gzip(folder, large):
    return repeated_gzip(folder / "zeros.gz", bytes(1 << 20), 10_000)


@bomb("refused by --limit-head-octets")
def spaces_in_report(folder, large):
    return repeated_gzip(folder / "spaces.xml.gz", b" " * (1 << 20), 10_000, HEAD, RECORD + TAIL)


@bomb("refused by --limit-nesting")
def nested_zips(folder, large):
    octets = bytes(1 << 20)
    for level in range(8):
        packed = io.BytesIO()
        zip_of(packed, [(f"{i}.zip" if level else f"{i}.xml", octets) for i in range(16)])
        octets = packed.getvalue()
    path = folder / "nested.zip"
    path.write_bytes(octets)
    return path


@bomb("refused by --limit-nesting")
def nested_gzips(folder, large):
    octets = REPORT
    for _ in range(200):
        octets = gzip.compress(octets)
    path = folder / "nested.gz"
    path.write_bytes(octets)
    return path


@bomb("refused by --limit-ratio, --limit-unpacked-octets or as damaged")
def overlapping_members(folder, large):
    """Every entry of the directory names the same packed octets."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(bytes(20 << 20)) + packer.flush()
    local = struct.pack("<4s5H3I2H", b"PK\3\4", 20, 0, 8, 0, 0, zlib.crc32(bytes(20 << 20)), len(packed), 20 << 20, 5, 0) + b"a.xml" + packed
    entries = 2000
    directory = b"".join(struct.pack("<4s6H3I5H2I", b"PK\1\2", 20, 20, 0, 8, 0, 0, zlib.crc32(bytes(20 << 20)), len(packed), 20 << 20, 5, 0, 0, 0, 0, 0, 0)
                         + b"a.xml" for _ in range(entries))
    path = folder / "overlapping.zip"
    path.write_bytes(local + directory + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, entries, entries, len(directory), len(local), 0))
    return path


@bomb("refused by --limit-members")
def million_members(folder, large):
    count = 1_000_000 if large else 150_000
    return zip_of(folder / "members.zip", ((str(i), b"") for i in range(count)), zipfile.ZIP_STORED)


@bomb("a hundred rejections named, the others counted")
def broken_members(folder, large):
    return zip_of(folder / "broken.zip", ((f"{i}.xml", b"<feedback>") for i in range(99_000)), zipfile.ZIP_STORED)


@bomb("of each archive a hundred rejections; of all, the newest ten thousand are kept")
def broken_archives(folder, large):
    many = folder / "many"
    many.mkdir()
    one = zip_of(folder / "one.zip", ((f"{i}.xml", b"<feedback>") for i in range(200)), zipfile.ZIP_STORED).read_bytes()
    for i in range(600 if large else 200):
        (many / f"{i}.zip").write_bytes(one + b"%d" % i)
    return many


@bomb("refused: 7z is not read")
def seven_zip(folder, large):
    path = folder / "a.7z"
    path.write_bytes(b"7z\xbc\xaf\x27\x1c\0\4" + bytes(100))
    return path


@bomb("refused: too much memory to unpack")
def xz_dictionary(folder, large):
    header = bytes([2, 0, 0x21, 1, 40, 0, 0, 0])
    path = folder / "a.xz"
    path.write_bytes(b"\xfd7zXZ\0\0\4" + struct.pack("<I", zlib.crc32(b"\0\4")) + header + struct.pack("<I", zlib.crc32(header)) + bytes(1000))
    return path


@bomb("refused as damaged")
def zstd_window(folder, large):
    path = folder / "a.zst"
    path.write_bytes(struct.pack("<IBB", 0xfd2fb528, 0x00, 0xa8) + b"\x03\0\0" + bytes(1000))  # a window of 2 GiB
    return path


@bomb("refused: groups of addresses")
def mail_groups(folder, large):
    path = folder / "groups.eml"
    path.write_bytes(b"From: a@b.example\nTo: " + b"a:" * 2_000_000 + b"\nSubject: x\n\nhello\n")
    return path


@bomb("refused, or ordinary mail", status=(0, 1))
def mail_comments(folder, large):
    path = folder / "comments.eml"
    path.write_bytes(b"From: " + b"(" * 5_000_000 + b"a@b.example\nTo: " + b"<" * 5_000_000 + b"\nSubject: " + b"=?utf-8?q?" * 500_000 + b"\n\nhello\n")
    return path


@bomb("refused: parts nested too deep")
def mail_parts_nested(folder, large):
    count = 20_000
    path = folder / "deep.eml"
    path.write_bytes(b"From: a@b.example\nSubject: x\n" + b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(count))
                     + b"\nhello\n")
    return path


@bomb("refused: too many parts")
def mail_parts(folder, large):
    return repeated_gzip(folder / "parts.eml.gz", b"--b\n\nx\n" * 10_000, 3000, b"From: a@b.example\nSubject: x\nContent-Type: multipart/mixed; boundary=b\n\n")


@bomb("refused: too many fields")
def mail_fields(folder, large):
    return repeated_gzip(folder / "fields.eml.gz", b"a:b\n" * 10_000, 6000, b"From: a@b.example\nSubject: x\n")


@bomb("refused, or ordinary mail", status=(0, 1))
def mail_parameters(folder, large):
    path = folder / "parameters.eml"
    path.write_bytes(b"From: a@b.example\nSubject: x\nContent-Type: text/plain" + b"".join(b"; name*%d*=%%41" % i for i in range(200_000)) + b"\n\nhello\n")
    return path


@bomb("refused by --limit-mail-octets")
def large_mail(folder, large):
    return repeated_gzip(folder / "mail.eml.gz", base64.encodebytes(os.urandom(57 * 1000)), 4000, b"From: a@b.example\nSubject: x\n\n")


@bomb("refused: a part of the XML is too long")
def long_attribute(folder, large):
    return repeated_gzip(folder / "attribute.xml.gz", os.urandom(1 << 10).hex().encode() * 64, 8000, b"<feedback a=\"", b"\">" + REPORT)


@bomb("refused, or read as if it were not there", status=(0, 1))
def long_comment(folder, large):
    return repeated_gzip(folder / "comment.xml.gz", os.urandom(1 << 10).hex().encode() * 64, 8000, b"<!-- ", b" -->" + REPORT)


@bomb("refused: a part of the XML is too long")
def long_text(folder, large):
    return repeated_gzip(folder / "text.xml.gz", os.urandom(1 << 10).hex().encode() * 64, 8000, b"<feedback><report_metadata><org_name>", b"</org_name>")


@bomb("refused, without a call for each level")
def nested_elements(folder, large):
    path = folder / "elements.xml"
    path.write_bytes(HEAD + b"<record>" + b"<a>" * 2_000_000 + TAIL)
    return path


@bomb("the entities are not expanded", status=(0, 1))
def entities(folder, large):
    lines = b"".join(b"<!ENTITY e%d \"%s\">" % (i, b"&e%d;" % (i - 1) * 10) for i in range(1, 12))
    path = folder / "entities.xml"
    path.write_bytes(b"<?xml version=\"1.0\"?><!DOCTYPE f [<!ENTITY e0 \"ha\"><!ENTITY x SYSTEM \"file:///etc/passwd\">" + lines + b"]>"
                     + REPORT.replace(b"receiver.example", b"&e11;&x;"))
    return path


@bomb("read whole", status=0, rows=True)
def five_million_rows(folder, large):
    count = 5000 if large else 500
    unit = b"".join(RECORD.replace(b"192.0.2.1", b"10.%d.%d.%d" % (i % 7, i // 250 % 250, i % 250)) for i in range(1000))
    path = folder / "rows.xml.gz"
    with gzip.open(path, "wb", 1) as file:
        file.write(HEAD)
        for _ in range(count):
            file.write(unit)
        file.write(TAIL)
    return path


@bomb("read whole", status=0, rows=True)
def tiny_files(folder, large):
    many = folder / "tiny"
    many.mkdir()
    for i in range(100_000 if large else 10_000):
        (many / f"{i}.xml").write_bytes(REPORT.replace(b">17<", b">%d<" % i))
    return many


@bomb("names are shown escaped and shortened, and no path is made of them", status=(0, 1))
def names(folder, large):
    return zip_of(folder / "names.zip", [(name, REPORT.replace(b">17<", b">%d<" % i)) for i, name in enumerate(
        ["../../../../tmp/hardfail-escaped", "/etc/hardfail-escaped", "a\nb", "x" * 4096, "\x1b[31mred", "C:\\x", "a\u202eb", "con"])])


@bomb("links to folders are not followed, loops end", status=(0, 1))
def links(folder, large):
    tree = folder / "tree"
    tree.mkdir()
    (tree / "a.xml").write_bytes(REPORT)
    (tree / "loop").symlink_to(tree)
    (tree / "self").symlink_to("self")
    (tree / "gone").symlink_to("/nonexistent")
    return tree


@bomb("no device, pipe or socket in a folder is opened", status=(0, 1))
def devices(folder, large):
    tree = folder / "odd"
    tree.mkdir()
    (tree / "a.xml").write_bytes(REPORT)
    os.mkfifo(tree / "fifo")
    with contextlib.suppress(PermissionError):
        os.mknod(tree / "zero", 0o666 | 0o020000, os.makedev(1, 5))
    with contextlib.closing(socket.socket(socket.AF_UNIX)) as server:
        server.bind(str(tree / "socket"))
    return tree


def measured(command, seconds):
    """(status, seconds, megabytes, what it said) of a command of its own process group, killed after twice the time it has."""
    began = time.monotonic()
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, start_new_session=True)
        timer = signal.signal(signal.SIGALRM, lambda *_: os.killpg(process.pid, signal.SIGKILL))
        signal.alarm(2 * seconds)
        _, status, usage = os.wait4(process.pid, 0)
        signal.alarm(0)
        signal.signal(signal.SIGALRM, timer)
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        return process.returncode, time.monotonic() - began, usage.ru_maxrss / 1024, said.read().decode(errors="replace")


def faults_of(name, binary, large, out):
    make, promise, expected, rows = BOMBS[name]
    folder = pathlib.Path(tempfile.mkdtemp(prefix="hardfail-bomb-"))
    try:
        path, database = make(folder, large), folder / "hardfail.db"
        status, seconds, megabytes, said = measured([binary, "--db", str(database), "import", str(path)], SECONDS)
        size = sum(file.stat().st_size for file in folder.glob("hardfail.db*"))
        with contextlib.closing(sqlite3.connect(database)) as connection:
            sound = connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    finally:
        shutil.rmtree(folder)
    faults = []
    if status not in (expected if isinstance(expected, tuple) else (expected,)):
        faults.append(f"exit status {status}")
    if seconds > SECONDS:
        faults.append(f"took {seconds:.0f} s")
    if megabytes > MEGABYTES:
        faults.append(f"took {megabytes:.0f} MB")
    if not rows and size > DATABASE_OCTETS:
        faults.append(f"the database has {size} octets")
    if not sound:
        faults.append("the database is damaged")
    if status == 1 and "hardfail: " not in said:
        faults.append("no reason is given")
    if any(ord(c) < 32 and c not in "\n\t" for c in said):
        faults.append("control characters are printed")
    if pathlib.Path("/tmp/hardfail-escaped").exists() or pathlib.Path("/etc/hardfail-escaped").exists():
        faults.append("a name became a path")
    out.append(f"| {name.replace('_', ' ')} | {promise} | {status} | {seconds:.1f} s | {megabytes:.0f} MB | {'; '.join(faults) or 'kept'} |")
    print(out[-1], flush=True)
    if faults:
        print("  " + said[-500:].replace("\n", "\n  "))
    return faults


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hardfail", required=True)
    parser.add_argument("--large", action="store_true")
    parser.add_argument("names", nargs="*", choices=[*BOMBS, []])
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    out = []
    failed = [name for name in options.names or BOMBS if faults_of(name, os.path.abspath(options.hardfail), options.large, out)]
    print(f"{len(out)} inputs, {len(failed)} not as promised {' '.join(failed)}".rstrip())
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

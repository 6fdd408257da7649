#!/usr/bin/env python3
"""Kills imports at random moments and holds what is left against an undisturbed one.

    kill.py --hardfail PROGRAM [--rounds N] [--seed N] [--reports N] [--corpus FOLDER]

Each round starts an import of the corpus into a new database, kills it (SIGKILL) after a random
share of the time that the undisturbed import took, checks the database, does so once more in the
same database, and then lets an import finish: the content has to be that of the undisturbed one.
"""
import argparse
import gzip
import hashlib
import pathlib
import random
import sqlite3
import subprocess
import sys
import tempfile
import time

RECORD = """<record><row><source_ip>198.51.{}.{}</source_ip><count>{}</count><policy_evaluated>
<disposition>none</disposition><dkim>pass</dkim><spf>fail</spf></policy_evaluated></row><identifiers>
<header_from>{}</header_from></identifiers><auth_results><dkim><domain>{}</domain><selector>s{}
</selector><result>pass</result></dkim><spf><domain>bounce{}.example.net</domain><result>pass</result>
</spf></auth_results></record>
"""


def write_corpus(folder, draw, reports):
    """Reports of one record to ten thousand, some of them twice, some cut off, some no reports."""
    for number in range(reports):
        domain = f"brand{number % 20}.example"
        begin = 1_760_000_000 + number * 86_400
        rows = 10_000 if number % 60 == 7 else draw.choice([1, 4, 30, 200])
        records = "".join(
            RECORD.format(draw.randrange(256), draw.randrange(256), draw.randrange(1, 50), domain,
                          domain, draw.randrange(200), draw.randrange(40)) for _ in range(rows))
        xml = (f"<feedback><report_metadata><org_name>receiver{number % 7}.example</org_name>"
               f"<email>dmarc@receiver.example</email><report_id>{number}</report_id><date_range>"
               f"<begin>{begin}</begin><end>{begin + 86_399}</end></date_range></report_metadata>"
               f"<policy_published><domain>{domain}</domain><p>none</p></policy_published>{records}"
               "</feedback>\n").encode()
        packed = gzip.compress(xml, 1)
        (folder / f"{number:04}.xml.gz").write_bytes(packed)
        if number % 25 == 0:
            (folder / f"{number:04}-again.xml").write_bytes(xml)
        if number % 40 == 0:
            (folder / f"{number:04}-bad.xml.gz").write_bytes(b"\x1f\x8b" + packed[5:])


def run_import(options, database, corpus):
    return [str(options.hardfail), "--db", str(database), "--quiet", "import", str(corpus)]


def digest(database):
    """Of all that was imported, the moments of import aside."""
    connection = sqlite3.connect(database)
    found = hashlib.sha256()
    for query in ("SELECT name FROM domain", "SELECT org_name FROM reporter",
                  "SELECT hex(body) FROM authentication",
                  "SELECT id, hex(source), messages, authentication, envelope_to FROM record",
                  "SELECT id, domain, reporter, begins_at, ends_at, report_id, body_hash, "
                  "conflicting, first_record, records, messages, path, member FROM report",
                  "SELECT * FROM report_domain ORDER BY 1, 2", "SELECT * FROM report_warning",
                  "SELECT path, member, reason FROM rejected_input",
                  "SELECT hex(digest), reports, skipped FROM input"):
        for row in connection.execute(query):
            found.update(repr(row).encode())
    connection.close()
    return found.hexdigest()


def integrity(database):
    if not database.exists():
        return "ok"
    connection = sqlite3.connect(database)
    said = connection.execute("PRAGMA integrity_check").fetchone()[0]
    connection.close()
    return said


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hardfail", required=True, type=pathlib.Path, help="the program")
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--reports", type=int, default=300, help="to make up")
    parser.add_argument("--corpus", type=pathlib.Path, help="reports to import (default: made up)")
    options = parser.parse_args()
    draw = random.Random(options.seed)
    with tempfile.TemporaryDirectory(prefix="hardfail-kill-") as place:
        folder = pathlib.Path(place)
        corpus = options.corpus or folder / "corpus"
        if not options.corpus:
            corpus.mkdir()
            write_corpus(corpus, draw, options.reports)
        undisturbed = folder / "undisturbed.db"
        began = time.monotonic()
        wanted = subprocess.run(run_import(options, undisturbed, corpus), check=False,
                                capture_output=True).returncode
        took = time.monotonic() - began
        content = digest(undisturbed)
        killed = 0
        for number in range(options.rounds):
            database = folder / f"{number}.db"
            for _ in range(2):
                process = subprocess.Popen(run_import(options, database, corpus),
                                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                time.sleep(draw.random() * took)
                process.kill()
                killed += process.wait() < 0
                said = integrity(database)
                if said != "ok":
                    sys.exit(f"round {number}: integrity_check says {said}")
            status = subprocess.run(run_import(options, database, corpus), check=False,
                                    capture_output=True).returncode
            if status != wanted:
                sys.exit(f"round {number}: the last import ends with {status}, not {wanted}")
            if digest(database) != content:
                sys.exit(f"round {number}: the content is not that of an undisturbed import")
            for path in folder.glob(f"{number}.db*"):
                path.unlink()
        print(f"{options.rounds} rounds, {killed} imports killed within {took:.1f} s: every database "
              "sound, every content that of the undisturbed import")


main()

"""What the tests of `hardfail fetch` share: runs of the program, and looks into its database."""
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile

PROGRAM = None  # set by main()
SKIPPED = 77  # as tests/CMakeLists.txt has it


class Place:
    """A folder of a test's own with a database, gone with it."""

    def __init__(self):
        self.path = pathlib.Path(tempfile.mkdtemp(prefix="hardfail-fetch-"))
        self.path.chmod(0o755)  # dovecot's own users look into it
        self.database = self.path / "test.db"

    def close(self):
        shutil.rmtree(self.path, ignore_errors=True)

    def secret(self, text, name="secret"):
        file = self.path / name
        file.write_text(text + "\n")
        file.chmod(0o600)
        return str(file)

    def command(self, *arguments):
        return [str(PROGRAM), "--db", str(self.database), "--format", "json", *arguments]

    def run(self, *arguments):
        """(status, what the JSON on standard output says, standard error) of hardfail."""
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.path)}
        done = subprocess.run(self.command(*arguments), capture_output=True, text=True,
                              timeout=120, env=environment, check=False)
        return done.returncode, json.loads(done.stdout) if done.stdout else None, done.stderr

    def query(self, sql):
        connection = sqlite3.connect(self.database)
        rows = connection.execute(sql).fetchall()
        connection.close()
        return rows

    def reports(self):
        """The ids of the reports held, one for each time that one is."""
        return sorted(int(row[0]) for row in self.query("SELECT report_id FROM report"))

    def remembered(self):
        """{id of a mail: has it a report}"""
        return dict(self.query("SELECT name, has_report FROM mail"))


def skip(reason):
    print(f"skipped: {reason}")
    sys.exit(SKIPPED)

#!/usr/bin/env python3
"""Does to the program what goes wrong on real machines, and holds what it promises against what came of it.

  faults.py --hardfail BIN [--rounds N] [--seed N] [NAME...]

Nothing is mocked: processes are killed, disks (a small tmpfs) are full, files change while they are read, pages of the database are
overwritten, limits of the kernel are lowered. A line of docs/reliability.md each; what needs root or a mount is skipped without.
"""
import argparse
import contextlib
import gzip
import json
import os
import pathlib
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
REPORTS, ZONE = ROOT / "sample-reports" / "reports", ROOT / "sample-reports" / "zone.db"
DOMAIN, AS_OF = "tidewater-ferries.example", "2026-11-21"
SYSEXITS = {64, 65, 66, 69, 73, 74, 75, 77, 78}
SOUND = {0, 1, 2} | SYSEXITS
FAULTS = {}


class Broken(Exception):
    """What was promised did not hold."""


class Skipped(Exception):
    """What the machine does not offer."""


def fault(done, promised):
    def register(function):
        FAULTS[function.__name__] = (function, done, promised)
        return function
    return register


def require(holds, what):
    if not holds:
        raise Broken(what)


class Bench:
    """A folder with a database of the sample reports, and the program."""

    def __init__(self, binary, folder, rounds, seed):
        self.binary, self.folder, self.rounds, self.random = binary, folder, rounds, random.Random(seed)
        self.database = folder / "hardfail.db"
        self.answer = None

    def command(self, *arguments, database=None):
        return [self.binary, "--db", str(database or self.database), *map(str, arguments)]

    def run(self, *arguments, database=None, **more):
        done = subprocess.run(self.command(*arguments, database=database), capture_output=True, timeout=120, **more)
        require(done.returncode >= 0, f"{arguments[0]} died of {signal.Signals(-done.returncode).name if done.returncode < 0 else ''}: {done.stderr[-300:]}")
        require(done.returncode != 70, f"{arguments[0]} says it is a fault of its own: {done.stderr[-300:]}")
        return done

    def ready(self, database=None, **more):
        return self.run("--dns-zone", ZONE, "readiness", DOMAIN, "--as-of", AS_OF, "--format", "json", database=database, **more)

    def judged(self, **where):
        """The answer but for what differs from run to run."""
        answer = json.loads(self.ready(**where).stdout)
        for key in ("previous_run", "changes"):
            answer.pop(key, None)
        return answer

    def fill(self, database=None):
        require(self.run("import", REPORTS, database=database).returncode == 0, "the samples are imported")

    def content(self, database=None):
        with contextlib.closing(sqlite3.connect(database or self.database)) as connection:
            require(connection.execute("PRAGMA integrity_check").fetchone() == ("ok",), "the database passes its integrity check")
            if not connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
                return []
            return [connection.execute(query).fetchone() for query in (
                "SELECT count(*), sum(records), sum(messages) FROM report", "SELECT count(*), sum(messages) FROM record")]

    def disturbed(self, arguments, disturb, database=None):
        """The exit status of a command to which `disturb(process)` is done while it runs; negative for a signal."""
        process = subprocess.Popen(self.command(*arguments, database=database), stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.PIPE)
        disturb(process)
        out, err = process.communicate(timeout=120)
        return process.returncode, out, err

    @contextlib.contextmanager
    def small_disk(self, megabytes):
        disk = self.folder / "disk"
        disk.mkdir(exist_ok=True)
        if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", disk], capture_output=True).returncode != 0:
            raise Skipped("tmpfs cannot be mounted")
        try:
            yield disk
        finally:
            subprocess.run(["umount", disk], check=True)

    def as_nobody(self):
        if os.getuid() != 0 or not shutil.which("setpriv"):
            raise Skipped("only root can become another user")
        return lambda: (os.setgroups([]), os.setgid(65534), os.setuid(65534))


def random_kill(bench, longest, number=signal.SIGKILL):
    def kill(process):
        time.sleep(bench.random.random() * longest)
        process.send_signal(number)
    return kill


def duration(bench, *arguments):
    began = time.monotonic()
    bench.run(*arguments)
    return time.monotonic() - began


def large_report(path, rows, packed=True):
    record = ("<record><row><source_ip>198.51.{}.{}</source_ip><count>1</count><policy_evaluated><disposition>none</disposition><dkim>fail</dkim><spf>fail"
              "</spf></policy_evaluated></row><identifiers><header_from>example.com</header_from></identifiers><auth_results><spf><domain>example.com"
              "</domain><result>fail</result></spf></auth_results></record>\n")
    text = ("<feedback><report_metadata><org_name>receiver.example</org_name><report_id>1</report_id><date_range><begin>1763596800</begin><end>1763683199"
            "</end></date_range></report_metadata><policy_published><domain>example.com</domain><p>none</p></policy_published>\n"
            + "".join(record.format(i // 250 % 250, i % 250) for i in range(rows)) + "</feedback>\n").encode()
    path.write_bytes(gzip.compress(text, 1) if packed else text)
    return path


@fault("kill -9 at a random moment of readiness", "the database is sound, holds no half run, and the next answer is the same")
def readiness_killed(bench):
    longest = duration(bench, "--dns-zone", ZONE, "readiness", DOMAIN, "--as-of", AS_OF)
    for _ in range(bench.rounds):
        bench.disturbed(["--dns-zone", ZONE, "readiness", DOMAIN, "--as-of", AS_OF], random_kill(bench, longest))
        bench.content()
    require(bench.judged() == bench.answer, "the answer is the same")
    return bench.rounds


@fault("kill -9 at a random moment of the migration of a database of each older schema", "the next command migrates it, and the answer is the same")
def migration_killed(bench):
    times = 0
    migrations = sorted((ROOT / "schema").glob("0*.sql"))
    for version in range(1, len(migrations)):
        for _ in range(max(1, bench.rounds // 4)):
            old = bench.folder / f"old{version}.db"
            for leftover in bench.folder.glob(f"old{version}.db*"):
                leftover.unlink()
            with contextlib.closing(sqlite3.connect(old)) as connection:
                for migration in migrations[:version]:
                    connection.executescript(migration.read_text())
                connection.execute(f"PRAGMA user_version = {version}")
                connection.execute(f"PRAGMA application_id = {0x68666462}")
                connection.commit()
            bench.disturbed(["import", REPORTS], random_kill(bench, .1), database=old)
            bench.content(old)
            bench.fill(old)
            require(bench.judged(database=old) == bench.answer, f"schema {version} gives the same answer")
            times += 1
    return times


@fault("INT, TERM, HUP at a random moment of an import", "it ends, the database is sound, and another run completes it")
def import_interrupted(bench):
    longest = None
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        for _ in range(bench.rounds):
            database = bench.folder / "interrupted.db"
            for leftover in bench.folder.glob("interrupted.db*"):
                leftover.unlink()
            if longest is None:
                began = time.monotonic()
                bench.fill(database)
                longest = time.monotonic() - began
                continue
            bench.disturbed(["import", REPORTS], random_kill(bench, longest, number), database=database)
            if database.exists():
                bench.content(database)
            bench.fill(database)
            require(bench.content(database) == bench.content(), "the content is that of an undisturbed import")
    return 3 * bench.rounds


@fault("the disk is full while reports are imported", "a message and exit 74; what was committed stays, and another run completes it")
def disk_full_database(bench):
    report = large_report(bench.folder / "large.xml.gz", 60_000)
    with bench.small_disk(1) as disk:
        database = disk / "full.db"
        done = bench.run("import", report, database=database)
        require(done.returncode in {73, 74}, f"exit status {done.returncode}")
        require(b"hardfail: " in done.stderr, "it says why")
        subprocess.run(["mount", "-o", "remount,size=64m", disk], check=True)
        require(bench.run("import", report, database=database).returncode == 0, "with room it completes")
        require(bench.content(database)[0][1] == 60_000, "every row is there")
    return 1


@fault("the disk is full while an answer is written", "a message and exit 73 or 74; the earlier answer stays as it was")
def disk_full_output(bench):
    with bench.small_disk(1) as disk:
        page = disk / "page.html"
        arguments = ["--dns-zone", ZONE, "readiness", DOMAIN, "--as-of", AS_OF, "--format", "html", "--output", page]
        require(bench.run(*arguments).returncode in SOUND, "there is room for one")
        before = page.read_bytes()
        (disk / "filler").write_bytes(bytes((1 << 20) - len(before) - (16 << 10)))
        done = bench.run(*arguments)
        require(done.returncode in {73, 74}, f"exit status {done.returncode}")
        require(page.read_bytes() == before, "the earlier page is untouched")
        require({file.name for file in disk.iterdir()} == {"page.html", "filler"}, "nothing is left beside it")
    return 1


@fault("another user asks who may not write the database or its folder", "questions are answered, or refused with the reason; nothing is written")
def read_only(bench):
    become = bench.as_nobody()
    for path in [bench.folder, *bench.folder.iterdir()]:
        path.chmod(0o555 if path.is_dir() or path.name == "hardfail" else 0o444)
    binary = bench.folder / "hardfail"
    statuses = []
    for arguments in (["domains"], ["reports"], ["--dns-zone", ZONE, "readiness", DOMAIN, "--as-of", AS_OF], ["import", REPORTS]):
        done = subprocess.run([binary, "--db", str(bench.database), *map(str, arguments)], capture_output=True, preexec_fn=become, timeout=120,
                              env={"PATH": os.environ["PATH"], "HOME": "/nonexistent"})
        require(done.returncode in SOUND, f"{arguments[0]}: exit status {done.returncode}: {done.stderr[-300:]}")
        statuses.append(done.returncode)
    require(statuses[-1] in {73, 74}, f"an import says that it cannot write, not {statuses[-1]}")
    for path in [bench.folder, *bench.folder.iterdir()]:
        path.chmod(0o755)
    bench.content()
    return 4


@fault("a file is cut, grows or is replaced while it is read", "it is read whole or told, and read again the next time")
def file_changes(bench):
    rows = 150_000
    for change in ("cut", "grow", "replace"):
        report = large_report(bench.folder / f"{change}.xml", rows, packed=False)
        whole = report.read_bytes()

        def disturb(_process):
            time.sleep(.05 + bench.random.random() * .1)
            if change == "cut":
                os.truncate(report, len(whole) // 2)
            elif change == "grow":
                with open(report, "ab") as file:
                    file.write(b"\n" * 1000)
            else:
                (bench.folder / "new").write_bytes(whole[:1000])
                os.replace(bench.folder / "new", report)
        database = bench.folder / f"{change}.db"
        status, _, err = bench.disturbed(["import", report], disturb, database=database)
        require(status in {0, 1}, f"{change}: exit status {status}: {err[-300:]}")
        bench.content(database)
        report.write_bytes(whole)
        require(bench.run("import", report, database=database).returncode == 0, f"{change}: read again")
        with contextlib.closing(sqlite3.connect(database)) as connection:
            most = connection.execute("SELECT max(records) FROM report").fetchone()[0]
        require(most == rows, f"{change}: then whole, not {most}")
    return 3


@fault("a page of the database is overwritten", "each command answers or says that the file is damaged; none dies")
def corrupt_pages(bench):
    whole = bench.database.read_bytes()
    for _ in range(4 * bench.rounds):
        database = bench.folder / "corrupt.db"
        for leftover in bench.folder.glob("corrupt.db*"):
            leftover.unlink()
        octets = bytearray(whole)
        size = bench.random.choice([1, 16, 4096])
        at = bench.random.randrange(0, len(octets) - size) // size * size
        octets[at:at + size] = bench.random.randbytes(size)
        database.write_bytes(octets)
        for arguments in (["domains"], ["--dns-zone", ZONE, "readiness", DOMAIN, "--as-of", AS_OF], ["import", REPORTS]):
            done = bench.run(*arguments, database=database)
            require(done.returncode in SOUND, f"{arguments[-1]}: exit status {done.returncode}")
    return 4 * bench.rounds


@fault("the file is no database, one of another program, or of a newer version", "refused by name, exit 65, and left as it is")
def foreign_files(bench):
    foreign, text, newer = (bench.folder / name for name in ("foreign.db", "text.db", "newer.db"))
    with contextlib.closing(sqlite3.connect(foreign)) as connection:
        connection.execute("CREATE TABLE t (a)")
    text.write_bytes(b"hello\n" * 1000)
    shutil.copy(bench.database, newer)
    with contextlib.closing(sqlite3.connect(newer)) as connection:
        connection.execute("PRAGMA user_version = 999")
    for database in (foreign, text, newer):
        before = database.read_bytes()
        for arguments in (["domains"], ["import", REPORTS]):
            done = bench.run(*arguments, database=database)
            require(done.returncode == 65, f"{database.name}: exit status {done.returncode}")
            require(database.name.encode() in done.stderr, "the file is named")
        require(database.read_bytes() == before, f"{database.name} is left as it is")
    return 6


def limited(which, value):
    return lambda: resource.setrlimit(which, (value, value))


@fault("few file descriptors (4 to 40)", "it works, or says why not")
def few_descriptors(bench):
    for limit in range(4, 41, 3):
        for arguments in (["import", REPORTS], ["--dns-zone", ZONE, "readiness", DOMAIN, "--as-of", AS_OF]):
            done = subprocess.run(bench.command(*arguments), capture_output=True, timeout=120, preexec_fn=limited(resource.RLIMIT_NOFILE, limit))
            loader = done.returncode == 127  # the dynamic linker itself needs some
            require(loader or done.returncode in SOUND | {70}, f"{limit} descriptors: {arguments[0]}: exit status {done.returncode}: {done.stderr[-200:]}")
    bench.content()
    return 26


@fault("little memory: allocations fail at ever new places", "it works, or says that there is not enough; the database is sound")
def little_memory(bench):
    report = large_report(bench.folder / "large.xml.gz", 60_000)
    times = 0
    # With 80 to 90 MB there is room for the stack of a thread, and not for its heap.
    for megabytes in sorted({*range(20, 320, 300 // (4 * bench.rounds) or 1), 80, 84, 90}):
        database = bench.folder / "memory.db"
        for leftover in bench.folder.glob("memory.db*"):
            leftover.unlink()
        done = subprocess.run(bench.command("import", report, database=database), capture_output=True, timeout=120,
                              preexec_fn=limited(resource.RLIMIT_AS, megabytes << 20))
        loader = done.returncode == 127
        library = done.returncode in {-signal.SIGTRAP, -signal.SIGABRT} and b"GLib" in done.stderr  # which ends a process that it cannot serve
        require(loader or library or done.returncode in SOUND | {70}, f"{megabytes} MB: exit status {done.returncode}: {done.stderr[-300:]}")
        if database.exists():
            with contextlib.suppress(sqlite3.DatabaseError):
                bench.content(database)
        times += 1
    return times


@fault("standard input, output or error is closed, or nobody reads the answer", "no crash, and no octet of an answer in another file")
def closed_streams(bench):
    sentinel = bench.content()
    for closed in ("<&-", ">&-", "2>&-", "<&- >&- 2>&-", "| true", "| head -c 1 >/dev/null"):
        for arguments in ("domains", f"--dns-zone '{ZONE}' readiness {DOMAIN} --as-of {AS_OF}", f"import '{REPORTS}'"):
            line = f"'{bench.binary}' --db '{bench.database}' {arguments} {closed}"
            done = subprocess.run(["bash", "-o", "pipefail", "-c", line], capture_output=True, timeout=120)
            require(done.returncode in SOUND | {141}, f"{line}: exit status {done.returncode}")
    require(bench.content() == sentinel, "the database is as it was")
    return 18


@fault("odd languages and time zones", "the answer is the same to the octet")
def odd_locales(bench):
    times = 0
    for language in ("C", "C.UTF-8", "tr_TR.UTF-8", "de_DE.UTF-8", "xx_YY", ""):
        for zone in ("UTC", "Pacific/Kiritimati", "America/St_Johns", "nonsense"):
            environment = {**os.environ, "LC_ALL": language, "TZ": zone}
            require(bench.judged(env=environment) == bench.answer, f"LC_ALL={language} TZ={zone}")
            times += 1
    return times


@fault("another process holds the database for writing", "questions are answered; an import waits")
def busy(bench):
    with contextlib.closing(sqlite3.connect(bench.database, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        require(bench.run("domains").returncode == 0, "domains are listed")
        require(bench.judged() == bench.answer, "readiness is answered")
        process = subprocess.Popen(bench.command("import", REPORTS), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        time.sleep(1)
        require(process.poll() is None, "an import waits")
        holder.execute("ROLLBACK")
        process.communicate(timeout=60)
        require(process.returncode == 0, "and goes on afterwards")
    return 3


@fault("an import that has begun to read is looked at", "it may not write elsewhere, open sockets or start programs any more")
def confinement(bench):
    process = subprocess.Popen(bench.command("import", "-"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        for _ in range(100):
            tasks = [task.read_text() for task in pathlib.Path(f"/proc/{process.pid}/task").glob("*/status")]
            if all("Seccomp:\t2" in task and "NoNewPrivs:\t1" in task for task in tasks):
                return 1
            time.sleep(.1)
        raise Broken("a thread is not confined")
    finally:
        process.communicate(b"", timeout=60)


def tried(name, options):
    function, done, promised = FAULTS[name]
    folder = pathlib.Path(tempfile.mkdtemp(prefix="hardfail-fault-"))
    folder.chmod(0o755)
    binary = shutil.copy(options.hardfail, folder / "hardfail")
    bench = Bench(str(binary), folder, options.rounds, f"{options.seed}/{name}")
    try:
        bench.fill()
        bench.answer = bench.judged()
        times, outcome, failed = function(bench), "kept", 0
    except Broken as broken:
        times, outcome, failed = "-", f"BROKEN: {broken}", 1
    except Skipped as skipped:
        times, outcome, failed = 0, f"skipped: {skipped}", 0
    finally:
        shutil.rmtree(folder)
    print(f"| {done} | {times} | {promised} | {outcome} |", flush=True)
    return failed


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hardfail", required=True)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("names", nargs="*", choices=[*FAULTS, []])
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    failed = sum(tried(name, options) for name in options.names or FAULTS)
    print(f"{len(options.names or FAULTS)} faults, {failed} promises broken")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

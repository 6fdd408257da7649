#!/usr/bin/env python3
"""How long `hardfail run` takes, held against what is promised; by hand, with a release build.

    speed.py --hardfail PROGRAM [--domains N] [--files N] [--delay SECONDS]

N domains in one run, each DNS answer coming after a delay: at most three times as long as one domain.
Nothing new beside N known files: under a second for one domain.
"""
import argparse
import heapq
import os
import pathlib
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import zipfile

FIRST, DAYS = 1_760_054_400, 40  # seconds since 1970; a day's begin
AS_OF = "2025-11-20"
REPORT = """<feedback><report_metadata><org_name>{reporter}</org_name><email>d@{reporter}</email>
<report_id>{number}</report_id><date_range><begin>{begin}</begin><end>{end}</end></date_range></report_metadata>
<policy_published><domain>{domain}</domain><p>none</p></policy_published>{rows}</feedback>"""
ROW = """<record><row><source_ip>{ip}</source_ip><count>{count}</count><policy_evaluated><disposition>none
</disposition><dkim>{dkim}</dkim><spf>{spf}</spf></policy_evaluated></row><identifiers><header_from>{domain}
</header_from></identifiers><auth_results>{signed}<spf><domain>{domain}</domain><scope>mfrom</scope><result>{spf}
</result></spf></auth_results></record>"""
SIGNED = "<dkim><domain>{domain}</domain><selector>{key}</selector><result>pass</result></dkim>"
TXT, PTR, A, MX = 16, 12, 1, 15


def domain_of(number):
    return f"domain{number:03}.example"


def senders(number):
    """(address, messages a day, SPF, key, host name) of a domain."""
    high, low = number // 250, number % 250
    yield f"192.0.{high}.{low + 1}", 20, "pass", "own", f"mx.{domain_of(number)}"
    yield f"198.51.100.{low + 1}", 10, "pass", "post", f"out{low}.post-office.example"
    yield f"203.0.{high}.{low + 1}", 12, "softfail", "desk", f"out.desk{number}.example"
    yield f"100.70.{high}.{low + 1}", 9, "softfail", "desk", f"out2.desk{number}.example"
    yield f"100.71.{high}.{low + 1}", 1, "softfail", None, None


def reports_of(number):
    domain = domain_of(number)
    rows = "".join(ROW.format(ip=ip, count=count, spf=spf, domain=domain, dkim="pass" if key else "fail",
                              signed=SIGNED.format(domain=domain, key=key) if key else "")
                   for ip, count, spf, key, _ in senders(number))
    for day in range(DAYS):
        for reporter in ("google.com", "Yahoo", "GMX"):
            begin = FIRST + day * 86_400
            yield f"{reporter}-{day}.xml", REPORT.format(reporter=reporter, number=day, begin=begin,
                                                         end=begin + 86_399, domain=domain, rows=rows)


def encoded(name):
    return b"".join(bytes([len(part)]) + part.encode() for part in name.split(".") if part) + b"\0"


def text(value):
    return bytes([len(value)]) + value.encode()


class SlowDns:
    """Answers each question after a delay, whatever else is asked."""

    def __init__(self, domains, delay):
        self.records, self.delay, self.asked = {}, delay, 0
        self.add("_spf.post-office.example", TXT, text("v=spf1 include:_spf1.post-office.example -all"))
        self.add("_spf1.post-office.example", TXT, text("v=spf1 ip4:198.51.100.0/24 -all"))
        for number in range(domains):
            domain = domain_of(number)
            self.add(domain, TXT, text("v=spf1 mx include:_spf.post-office.example ~all"))
            self.add(domain, MX, struct.pack("!H", 10) + encoded(f"mx.{domain}"))
            self.add(f"_dmarc.{domain}", TXT, text(f"v=DMARC1; p=none; rua=mailto:d@{domain}"))
            for ip, _, _, _, host in senders(number):
                if host:
                    self.add(".".join(reversed(ip.split("."))) + ".in-addr.arpa", PTR, encoded(host))
                    self.add(host, A, socket.inet_aton(ip))
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
        self.socket.bind(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def add(self, name, kind, data):
        self.records[encoded(name).lower(), kind] = data

    def answer(self, query):
        end = query.index(b"\0", 12) + 1
        name, (kind, _) = query[12:end], struct.unpack("!HH", query[end:end + 4])
        data = self.records.get((name.lower(), kind))
        exists = data or any((name.lower(), other) in self.records for other in (TXT, PTR, A, MX))
        head = query[:2] + struct.pack("!HHHHH", 0x8180 if exists else 0x8183, 1, 1 if data else 0, 0, 0)
        record = struct.pack("!HHHIH", 0xC00C, kind, 1, 300, len(data)) + data if data else b""
        return head + query[12:end + 4] + record

    def serve(self):
        due = []
        while True:
            wait = max(due[0][0] - time.monotonic(), 0) if due else None
            self.socket.settimeout(wait if wait is None or wait > 0 else 0.000001)
            try:
                query, sender = self.socket.recvfrom(4096)
                self.asked += 1
                heapq.heappush(due, (time.monotonic() + self.delay, self.asked, self.answer(query), sender))
            except (TimeoutError, BlockingIOError):
                pass
            while due and due[0][0] <= time.monotonic():
                _, _, answer, sender = heapq.heappop(due)
                self.socket.sendto(answer, sender)


def run(options, folder, *arguments):
    """How long that takes, in seconds."""
    started = time.monotonic()
    done = subprocess.run([options.hardfail, *arguments], capture_output=True, text=True, check=False,
                          env={"PATH": os.environ["PATH"], "HOME": folder})
    took = time.monotonic() - started
    if done.returncode > 2 or done.stderr:
        raise SystemExit(f"{arguments}: {done.returncode}, {done.stderr}")
    return took


def many_domains(options, folder):
    """(seconds for one domain, for all)"""
    inputs = pathlib.Path(folder, "reports")
    inputs.mkdir()
    for number in range(options.domains):
        with zipfile.ZipFile(inputs / f"{number}.zip", "w") as archive:
            for name, report in reports_of(number):
                archive.writestr(name, report)
    took = []
    dns = SlowDns(options.domains, options.delay)
    for count in (1, options.domains):
        config = pathlib.Path(folder, f"{count}.conf")
        config.write_text(f"db = {folder}/{count}.db\ndns = 127.0.0.1:{dns.port}\n[group all]\ndomains = "
                          + ", ".join(map(domain_of, range(count))) + "\n")
        run(options, folder, "--config", str(config), "import", str(inputs))
        before = dns.asked
        took.append(run(options, folder, "--config", str(config), "run", "--as-of", AS_OF))
        print(f"{count} domains, {options.delay * 1000:.0f} ms a DNS answer: {took[-1]:.2f} s, "
              f"{dns.asked - before} questions")
    return took


def known_files(options, folder):
    """Seconds of a run with nothing new."""
    inputs = pathlib.Path(folder, "known")
    inputs.mkdir()
    domain = domain_of(0)
    rows = "".join(ROW.format(ip=ip, count=count, spf=spf, domain=domain, dkim="fail", signed="")
                   for ip, count, spf, _, _ in senders(0))
    for number in range(options.files):
        begin = FIRST + number // 300 * 86_400
        (inputs / f"{number}.xml").write_text(REPORT.format(
            reporter=f"r{number % 7}.example", number=number, begin=begin, end=begin + 86_399,
            domain=domain, rows=rows))
    zone = pathlib.Path(folder, "zone")
    zone.write_text(f"{domain}. 300 TXT \"v=spf1 ip4:192.0.0.1 ~all\"\n"
                    f"_dmarc.{domain}. 300 TXT \"v=DMARC1; p=none\"\n")
    config = pathlib.Path(folder, "known.conf")
    config.write_text(f"db = {folder}/known.db\ndns-zone = {zone}\n[input all]\npath = {inputs}\n")
    command = ("--config", str(config), "run", "--as-of", AS_OF)
    first = run(options, folder, *command)
    took = min(run(options, folder, *command) for _ in range(3))
    print(f"{options.files} files: {first:.2f} s the first time, {took:.2f} s with nothing new")
    return took


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--hardfail", required=True)
    options.add_argument("--domains", type=int, default=200)
    options.add_argument("--files", type=int, default=10_000)
    options.add_argument("--delay", type=float, default=0.04)
    options = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="hardfail-speed-") as folder:
        one, all_of_them = many_domains(options, folder)
        known = known_files(options, folder)
    print(f"{options.domains} domains take {all_of_them / one:.1f} times as long as one")
    return 0 if all_of_them <= 3 * one and known < 1 else 1


if __name__ == "__main__":
    sys.exit(main())

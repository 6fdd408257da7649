#!/usr/bin/env python3
"""Makes the sample reports and the DNS zone that goes with them.

    make.py             writes reports/ and zone.db beside this script
    make.py --check     says whether what lies there is what this script makes

Two invented domains over the 90 days up to 2026-11-20, told as flows of mail (DOMAINS) and as the
receivers that report on them (REPORTERS), each in the manner of a well-known one. All names are
reserved by RFC 2606, all addresses by RFC 5737, RFC 3849 and RFC 2544. Nothing is random: counts
and identifiers come from a hash of what they belong to, so every run gives the same octets.
"""
import base64
import hashlib
import io
import ipaddress
import pathlib
import sys
import xml.etree.ElementTree as ET
import zipfile
import zlib
from dataclasses import dataclass
from datetime import datetime, timezone

DAYS = 90
FIRST_DAY = int(datetime(2026, 8, 23, tzinfo=timezone.utc).timestamp())
LARKSPUR = "larkspur-books.example"  # must come out as not_ready
TIDEWATER = "tidewater-ferries.example"  # must come out as ready


@dataclass(frozen=True)
class Flow:
    """Mail of one kind: the same identities from a few hosts."""

    hosts: dict  # address: host name, or None where it has no PTR record
    envelope: str
    spf: str  # the raw result a receiver gets for the envelope
    volume: tuple  # fewest and most messages a host has in a report
    signatures: tuple = ()  # (d=, s=, result)
    share: int = 100  # in how many of a hundred reports a host appears
    reporters: tuple = ()  # who sees it; empty: everybody
    days: tuple = (0, DAYS - 1)  # first and last
    reason: tuple = ()  # (type, comment) of a policy override


def spoof(address, host, day, reporter, envelope, spf="softfail", volume=(1, 6), signatures=()):
    """Somebody else's mail in the domain's name, on few days and seen by one receiver."""
    return Flow({address: host}, envelope, spf, volume, signatures, reporters=(reporter,),
                days=(day, day + 6))


HILLSIDE = {"198.51.100.201": "fwd1.hillside-college.example",
            "198.51.100.202": "fwd2.hillside-college.example"}
CHESS_CLUB = {"203.0.113.150": "mail.chess-club.example"}
PAPERPLANE = {"198.18.8.20": "mta20.paperplane-news.example",
              "198.18.8.21": "mta21.paperplane-news.example"}
BOOKBINDERS = {"203.0.113.200": "lists.bookbinders.example"}

# domain: (published DMARC policy, flows)
DOMAINS = {
    LARKSPUR: ("none", [
        # Listed: the shop's own servers and its mailbox provider.
        Flow({"192.0.2.17": "mx1.larkspur-books.example",
              "192.0.2.18": "mx2.larkspur-books.example"},
             LARKSPUR, "pass", (12, 40), ((LARKSPUR, "books2026", "pass"),)),
        Flow({"2001:db8:17::25": "mx1.larkspur-books.example"}, LARKSPUR, "pass", (4, 15),
             ((LARKSPUR, "books2026", "pass"),), 80, ("google.com", "GMX", "Fastmail")),
        Flow({"198.51.100.33": "out-a.mailhaven.example",
              "198.51.100.34": "out-b.mailhaven.example",
              "198.51.100.35": "out-c.mailhaven.example"},
             LARKSPUR, "pass", (5, 22), ((LARKSPUR, "mh1", "pass"),), 90),
        # The missing sender: the order system that nobody put into the record.
        Flow({"203.0.113.40": "out1.orderdesk.example", "203.0.113.41": "out2.orderdesk.example"},
             LARKSPUR, "softfail", (6, 18), ((LARKSPUR, "orderdesk", "pass"),), 90),
        # Forwarders that keep the envelope: mail of the listed servers, passed on.
        Flow(HILLSIDE, LARKSPUR, "softfail", (1, 2), ((LARKSPUR, "books2026", "pass"),), 35,
             ("google.com", "Yahoo")),
        Flow(CHESS_CLUB, LARKSPUR, "softfail", (1, 2), ((LARKSPUR, "mh1", "pass"),), 40,
             ("google.com",), reason=("local_policy", "arc=pass")),
        # The newsletter service bounces to a domain of its own: the record is never asked.
        Flow(PAPERPLANE, "bounce.paperplane-news.example", "pass", (20, 70),
             ((LARKSPUR, "pp1", "pass"), ("paperplane-news.example", "k1", "pass")), 40),
        # A mailing list: its own envelope, the author's signature broken on the way.
        Flow(BOOKBINDERS, "lists.bookbinders.example", "pass", (1, 3),
             ((LARKSPUR, "books2026", "fail"), ("lists.bookbinders.example", "list", "pass")), 25,
             ("google.com", "Outlook.com")),
        spoof("198.18.64.11", "dyn-64-11.pool.farnet.example", 4, "google.com", LARKSPUR),
        spoof("198.18.71.3", None, 14, "google.com", LARKSPUR, volume=(2, 9)),
        spoof("198.18.80.200", "dyn-80-200.pool.farnet.example", 21, "Outlook.com", LARKSPUR),
        spoof("198.18.102.54", None, 39, "google.com", LARKSPUR),
        spoof("198.19.3.77", "dyn-3-77.pool.farnet.example", 42, "Outlook.com", LARKSPUR),
        spoof("198.19.20.9", None, 57, "Yahoo", LARKSPUR),
        spoof("198.19.44.120", None, 69, "google.com", LARKSPUR, volume=(3, 12)),
        spoof("198.18.90.7", "mx7.bargain-lane.example", 79, "google.com", "bargain-lane.example",
              "pass", signatures=(("bargain-lane.example", "s1", "pass"),)),
    ]),
    TIDEWATER: ("quarantine", [
        Flow({"192.0.2.130": "mx1.tidewater-ferries.example",
              "192.0.2.131": "mx2.tidewater-ferries.example"},
             TIDEWATER, "pass", (15, 35), ((TIDEWATER, "tide1", "pass"),)),
        Flow({"198.51.100.66": "timetable.tidewater-ferries.example"}, TIDEWATER, "pass", (5, 12),
             ((TIDEWATER, "tide1", "pass"),), 85),
        Flow({"203.0.113.65": "a65.ticketpier.example", "203.0.113.66": "a66.ticketpier.example"},
             TIDEWATER, "pass", (18, 45), ((TIDEWATER, "tp2026", "pass"),), 95),
        # A new host of the ticket service, listed only since day 30: history, not a missing sender.
        Flow({"203.0.113.67": "a67.ticketpier.example"}, TIDEWATER, "softfail", (2, 6),
             ((TIDEWATER, "tp2026", "pass"),), 90, days=(20, 29)),
        Flow({"203.0.113.67": "a67.ticketpier.example"}, TIDEWATER, "pass", (10, 30),
             ((TIDEWATER, "tp2026", "pass"),), 90, days=(30, DAYS - 1)),
        Flow(HILLSIDE, TIDEWATER, "softfail", (1, 1), ((TIDEWATER, "tide1", "pass"),), 25,
             ("google.com",)),
        Flow(CHESS_CLUB, TIDEWATER, "softfail", (1, 1), ((TIDEWATER, "tp2026", "pass"),), 20,
             ("google.com", "Yahoo")),
        Flow(PAPERPLANE, "bounce.paperplane-news.example", "pass", (15, 50),
             ((TIDEWATER, "pp7", "pass"), ("paperplane-news.example", "k1", "pass")), 30),
        spoof("198.18.66.140", "dyn-66-140.pool.farnet.example", 9, "google.com", TIDEWATER),
        spoof("198.18.95.31", None, 28, "Outlook.com", TIDEWATER),
        spoof("198.18.120.6", None, 44, "google.com", TIDEWATER, volume=(2, 8)),
        spoof("198.19.61.18", "dyn-61-18.pool.farnet.example", 59, "google.com", TIDEWATER),
        spoof("198.19.130.90", None, 74, "google.com", TIDEWATER),
        spoof("198.18.90.7", "mx7.bargain-lane.example", 63, "Outlook.com", "bargain-lane.example",
              "pass", signatures=(("bargain-lane.example", "s1", "pass"),)),
    ]),
}

# The DNS as it is on 2026-11-21; host names and addresses are added from the flows.
ZONE = """\
; The DNS of the sample domains: a master file for ".", written by make.py.
$ORIGIN .
$TTL 3600
. IN SOA ns.example. hostmaster.example. 1 3600 600 86400 300
. IN NS ns.example.
ns.example. IN A 192.0.2.53

larkspur-books.example. IN TXT "v=spf1 ip4:192.0.2.16/28 ip6:2001:db8:17::/64 include:_spf.mailhaven.example ~all"
larkspur-books.example. IN MX 10 mx1.larkspur-books.example.
larkspur-books.example. IN MX 20 mx2.larkspur-books.example.
larkspur-books.example. IN A 192.0.2.20
_dmarc.larkspur-books.example. IN TXT "v=DMARC1; p=none; rua=mailto:dmarc@larkspur-books.example"

tidewater-ferries.example. IN TXT "v=spf1 mx ip4:198.51.100.64/28 include:_spf.ticketpier.example ~all"
tidewater-ferries.example. IN MX 10 mx1.tidewater-ferries.example.
tidewater-ferries.example. IN MX 20 mx2.tidewater-ferries.example.
tidewater-ferries.example. IN A 198.51.100.70
_dmarc.tidewater-ferries.example. IN TXT "v=DMARC1; p=quarantine; rua=mailto:dmarc@tidewater-ferries.example"

_spf.mailhaven.example. IN TXT "v=spf1 ip4:198.51.100.32/27 -all"
_spf.ticketpier.example. IN TXT "v=spf1 ip4:203.0.113.64/28 -all"
_spf.orderdesk.example. IN TXT "v=spf1 ip4:203.0.113.40/30 -all"
bounce.paperplane-news.example. IN TXT "v=spf1 ip4:198.18.8.0/24 -all"
lists.bookbinders.example. IN TXT "v=spf1 a -all"
bargain-lane.example. IN TXT "v=spf1 ip4:198.18.90.0/24 -all"

"""


@dataclass(frozen=True)
class Reporter:
    """A receiver and the manner of its reports."""

    org: str
    host: str  # the first part of a file name
    email: str
    days: range
    pack: str  # gz, zip, xml or eml
    policy: tuple  # elements of policy_published after the domain; None: the domain's own policy
    batch: int = 1  # reports in one file
    contact: str = ""
    version: str = ""
    generator: str = ""
    attributes: tuple = ()  # of the root element
    declaration: str = '<?xml version="1.0" encoding="UTF-8" ?>\n'
    indent: str = "  "  # empty: everything on one line
    period: int = 86399  # end less begin
    envelope_from: bool = True
    envelope_to: tuple = ()
    scope: bool = True
    no_selector: int = 0  # in how many of a hundred rows the selector is left out


P = ("p", None)
MICROSOFT = dict(
    email="dmarcreport@microsoft.com", pack="gz", version="1.0", period=86400, scope=True,
    attributes=(("xmlns:xsd", "http://www.w3.org/2001/XMLSchema"),
                ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")),
    declaration='<?xml version="1.0"?>\n',
    policy=(("adkim", "r"), ("aspf", "r"), P, ("sp", None), ("pct", "100"), ("fo", "0")))
RFC_9990 = dict(version="1.0", attributes=(("xmlns", "urn:ietf:params:xml:ns:dmarc-2.0"),))
SMALL_ISP = dict(
    org="Nordlicht Telekom", host="nordlicht.example", email="postmaster@nordlicht.example",
    policy=(P,), declaration="", indent="", version="1.0")

REPORTERS = [
    Reporter("google.com", "google.com", "noreply-dmarc-support@google.com", range(4, DAYS, 5),
             "zip", (("adkim", "r"), ("aspf", "r"), P, ("sp", None), ("pct", "100"), ("np", None)),
             contact="https://support.google.com/a/answer/2466580", envelope_from=False,
             scope=False),
    Reporter("Outlook.com", "protection.outlook.com", days=range(0, DAYS, 7),
             envelope_to=("outlook.com", "hotmail.com"), **MICROSOFT),
    Reporter("Enterprise Outlook", "enterprise.protection.outlook.com", days=range(3, DAYS, 14),
             envelope_to=("nordlicht.example", "harbour-office.example"), **MICROSOFT),
    Reporter("Yahoo", "yahoo.com", "dmarchelp@yahooinc.com", range(8, DAYS, 18), "gz",
             (("adkim", "r"), ("aspf", "r"), P, ("pct", "100")),
             declaration='<?xml version="1.0"?>\n', envelope_from=False, scope=False,
             no_selector=30),
    Reporter("GMX", "gmx.net", "noreply-dmarc@sicher.gmx.net", range(11, DAYS, 27), "gz",
             (("discovery_method", "psl"), ("adkim", "r"), ("aspf", "r"), P, ("sp", None),
              ("testing", "n")),
             contact="https://postmaster.gmx.net/", indent="   ", **RFC_9990),
    Reporter("Fastmail", "fastmail.com", "reports@fastmaildmarc.com", range(47, 48), "eml",
             (("discovery_method", "treewalk"), P), generator="Mail::DMARC", indent="\t",
             **RFC_9990),
    Reporter("AMAZON-SES", "amazonses.com", "postmaster@amazonses.com", range(22, DAYS, 40), "gz",
             (("adkim", "r"), ("aspf", "r"), P, ("sp", None), ("pct", "100"), ("fo", "0")),
             version="0.1", declaration='<?xml version="1.0"?>\n', period=86400, scope=False,
             no_selector=100),
    Reporter(days=range(31, 32), pack="xml", **SMALL_ISP),
    Reporter(days=range(59, 61), pack="zip", batch=2, **SMALL_ISP),
]


def draw(limit, *key):
    """A number below `limit` that depends on `key` alone."""
    return int.from_bytes(hashlib.sha256(repr(key).encode()).digest()[:8], "big") % limit


def rows(domain, reporter, day):
    """(address, messages, flow) of one report."""
    for flow in DOMAINS[domain][1]:
        if flow.reporters and reporter.org not in flow.reporters:
            continue
        if not flow.days[0] <= day <= flow.days[1]:
            continue
        low, high = flow.volume
        for address in flow.hosts:
            key = (domain, reporter.org, day, address)
            if draw(100, "seen", key) < flow.share:
                yield address, low + draw(high - low + 1, "messages", key), flow


def add(parent, name, text=None):
    child = ET.SubElement(parent, name)
    child.text = text
    return child


def add_record(feedback, domain, reporter, day, row):
    address, messages, flow = row
    key = (domain, reporter.org, day, address)
    dkim_aligned = any(d == domain and result == "pass" for d, _, result in flow.signatures)
    spf_aligned = flow.envelope == domain and flow.spf == "pass"
    policy = DOMAINS[domain][0]

    record = add(feedback, "record")
    seen = add(record, "row")
    add(seen, "source_ip", address)
    add(seen, "count", str(messages))
    evaluated = add(seen, "policy_evaluated")
    add(evaluated, "disposition", "none" if dkim_aligned or spf_aligned else policy)
    add(evaluated, "dkim", "pass" if dkim_aligned else "fail")
    add(evaluated, "spf", "pass" if spf_aligned else "fail")
    if flow.reason:
        reason = add(evaluated, "reason")
        add(reason, "type", flow.reason[0])
        add(reason, "comment", flow.reason[1])

    identifiers = add(record, "identifiers")
    if reporter.envelope_to:
        at = draw(len(reporter.envelope_to), "to", key)
        add(identifiers, "envelope_to", reporter.envelope_to[at])
    if reporter.envelope_from:
        add(identifiers, "envelope_from", flow.envelope)
    add(identifiers, "header_from", domain)

    results = add(record, "auth_results")
    for d, selector, result in flow.signatures:
        dkim = add(results, "dkim")
        add(dkim, "domain", d)
        if draw(100, "selector", key) >= reporter.no_selector:
            add(dkim, "selector", selector)
        add(dkim, "result", result)
    spf = add(results, "spf")
    add(spf, "domain", flow.envelope)
    if reporter.scope:
        add(spf, "scope", "mfrom")
    add(spf, "result", flow.spf)


def report_xml(domain, reporter, day):
    """One report as octets."""
    begin = FIRST_DAY + 86400 * day
    feedback = ET.Element("feedback", dict(reporter.attributes))
    if reporter.version:
        add(feedback, "version", reporter.version)
    metadata = add(feedback, "report_metadata")
    add(metadata, "org_name", reporter.org)
    add(metadata, "email", reporter.email)
    if reporter.contact:
        add(metadata, "extra_contact_info", reporter.contact)
    add(metadata, "report_id", str(draw(10**18, "id", domain, reporter.org, day)))
    date_range = add(metadata, "date_range")
    add(date_range, "begin", str(begin))
    add(date_range, "end", str(begin + reporter.period))
    if reporter.generator:
        add(metadata, "generator", reporter.generator)
    published = add(feedback, "policy_published")
    add(published, "domain", domain)
    for name, value in reporter.policy:
        add(published, name, value or DOMAINS[domain][0])
    for row in rows(domain, reporter, day):
        add_record(feedback, domain, reporter, day, row)
    if reporter.indent:
        ET.indent(feedback, reporter.indent)
    return (reporter.declaration + ET.tostring(feedback, "unicode") + "\n").encode()


def gzipped(data):
    """A gzip member without a time, the same whatever Python makes it (RFC 1952)."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    trailer = zlib.crc32(data).to_bytes(4, "little") + len(data).to_bytes(4, "little")
    return b"\x1f\x8b\x08\0\0\0\0\0\2\3" + deflate.compress(data) + deflate.flush() + trailer


def zipped(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name, (2026, 11, 21, 0, 0, 0))
            info.create_system = 3  # Unix, wherever this runs
            archive.writestr(info, data, zipfile.ZIP_DEFLATED, 9)
    return out.getvalue()


def mailed(domain, reporter, name, data):
    """A mail with the report attached, its name continued as in RFC 2231."""
    body = base64.encodebytes(gzipped(data)).decode()
    half = len(name) // 2
    return f"""\
From: DMARC Aggregate Report <{reporter.email}>
To: dmarc@{domain}
Subject: Report Domain: {domain} Submitter: {reporter.host}
Date: Sat, 10 Oct 2026 02:10:00 +0000
Message-ID: <{draw(10**18, "mail", name)}@{reporter.host}>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="report-boundary"

--report-boundary
Content-Type: text/plain; charset=utf-8

This is a DMARC aggregate report for {domain}.

--report-boundary
Content-Type: application/gzip
Content-Transfer-Encoding: base64
Content-Disposition: inline;
 filename*0="{name[:half]}";
 filename*1="{name[half:]}.gz"

{body}
--report-boundary--
""".encode()


def report_file(domain, reporter, days):
    """(file name, octets) of the reports of some days in a row."""
    def name(first, last):
        begin = FIRST_DAY + 86400 * first
        end = FIRST_DAY + 86400 * last + reporter.period
        return f"{reporter.host}!{domain}!{begin}!{end}.xml"

    members = [(name(day, day), report_xml(domain, reporter, day)) for day in days]
    whole = name(days[0], days[-1])
    if reporter.pack == "zip":
        return whole.removesuffix(".xml") + ".zip", zipped(members)
    data = members[0][1]
    if reporter.pack == "gz":
        return whole + ".gz", gzipped(data)
    if reporter.pack == "eml":
        return whole.removesuffix(".xml") + ".eml", mailed(domain, reporter, whole, data)
    return whole, data


def zone():
    """The master file: what is written out above, then every host both ways."""
    hosts = {address: name for _, flows in DOMAINS.values() for flow in flows
             for address, name in flow.hosts.items() if name}
    lines = []
    for address, name in hosts.items():
        parsed = ipaddress.ip_address(address)
        lines.append(f"{parsed.reverse_pointer}. IN PTR {name}.")
        lines.append(f"{name}. IN {'A' if parsed.version == 4 else 'AAAA'} {address}")
    return (ZONE + "\n".join(lines) + "\n").encode()


def all_files():
    files = {"zone.db": zone()}
    for domain in DOMAINS:
        for reporter in REPORTERS:
            for at in range(0, len(reporter.days), reporter.batch):
                name, data = report_file(domain, reporter, reporter.days[at:at + reporter.batch])
                files["reports/" + name] = data
    return files


def check(folder, files):
    """The names of what differs, lacks or should not be there."""
    wrong = {name for name, data in files.items()
             if not (folder / name).is_file() or (folder / name).read_bytes() != data}
    there = {f"reports/{path.name}" for path in (folder / "reports").iterdir()}
    return sorted(wrong | (there - files.keys()))


def main():
    folder = pathlib.Path(__file__).resolve().parent
    files = all_files()
    if sys.argv[1:] == ["--check"]:
        wrong = check(folder, files)
        for name in wrong:
            print(f"{name}: not what make.py makes; run it again", file=sys.stderr)
        return 1 if wrong else 0
    if sys.argv[1:]:
        print(__doc__, file=sys.stderr)
        return 64
    (folder / "reports").mkdir(exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return 0


if __name__ == "__main__":
    sys.exit(main())

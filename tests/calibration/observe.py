"""What the reports and the zone of a drawn world show of each address."""
import collections
import dataclasses
import ipaddress
import re

import header

WINDOW = 90                 # days before the question, as the program takes by default
LINE = re.compile(r"\b(dyn|dynamic|dsl|cable|pool|clients|vps)\b")
MOSTLY_GOVERNED = header.read()["mostly_governed"][0]
FORWARDED = ("forwarded", "trusted_forwarder", "mailing_list")


@dataclasses.dataclass
class Seen:
    """What reports and DNS show of one address, or of several together."""
    by_day: collections.Counter = dataclasses.field(default_factory=collections.Counter)
    by_reporter: collections.Counter = dataclasses.field(default_factory=collections.Counter)
    exact: set = dataclasses.field(default_factory=set)             # days known from reports about a single day
    messages: int = 0
    signed: int = 0                 # with an aligned passing signature
    unnamed: int = 0                # of these, reported without a selector
    foreign: int = 0                # with another domain's passing signature only
    forwarded: int = 0              # a receiver calls it forwarded
    passed: int = 0                 # SPF passed
    passed_at: set = dataclasses.field(default_factory=set)         # reporters that saw that
    keys: dict = dataclasses.field(default_factory=dict)            # aligned (domain, selector): [messages that passed, that failed]
    signers: collections.Counter = dataclasses.field(default_factory=collections.Counter)   # other domains that signed
    host: str = ""

    def add(self, w, period, receiver, row, count):
        day = period + receiver.span // 2
        self.by_day[day] += count
        if receiver.span == 1:
            self.exact.add(day)
        self.by_reporter[receiver.host] += count
        self.messages += count
        self.signed += count * (row.aligned[0] == "pass")
        self.foreign += count * (row.aligned[0] != "pass" and any(result == "pass" for _, _, result in row.dkim))
        self.forwarded += count * (row.reason != () and (row.reason[0] in FORWARDED or "arc=pass" in row.reason[1]))
        if row.spf and row.spf[1] == "pass":
            self.passed += count
            self.passed_at.add(receiver.host)
        named = False
        for domain, selector, result in row.dkim:
            if not w.in_org(domain, row.header_from):
                self.signers[domain] += count * (result == "pass")
            elif selector:
                named |= result == "pass"
                self.keys.setdefault((domain, selector), [0, 0])[result != "pass"] += count
        self.unnamed += count * (row.aligned[0] == "pass" and not named)

    @property
    def is_line(self):
        """Its name is one that a network gives to any customer."""
        return bool(LINE.search(self.host)) or self.host.startswith("host-")

    @property
    def is_named(self):
        return bool(self.host) and not self.is_line


def operator(host):
    """The last two labels of a host name: who runs it."""
    return ".".join(host.split(".")[-2:])


def network(ip):
    return str(ipaddress.ip_network((ip, 64 if ":" in ip else 24), strict=False))


def device(ip):
    """The interface identifier of an IPv6 address where it was made from a hardware address."""
    octets = ipaddress.ip_address(ip).packed
    return octets[8:] if octets[11:13] == b"\xff\xfe" else None


def report_days(w):
    """The days of the window that reports are about."""
    spans = {receiver.host: receiver.span for receiver in w.receivers}
    return {period + spans[host] // 2 for _, host, period in w.reports if period >= w.days - WINDOW}


def rows(w):
    """(period, receiver, row, count) of the reports within the window."""
    receivers = {receiver.host: receiver for receiver in w.receivers}
    for (_, host, period), counted in w.reports.items():
        if period >= w.days - WINDOW:
            for row, count in counted.items():
                yield period, receivers[host], row, count


def observe(w):
    """({address: Seen}, Seen of all mail that passed by the domain's own SPF) within the window."""
    sources, domain = collections.defaultdict(Seen), Seen()
    for found in rows(w):
        sources[found[2].ip].add(w, *found)
        if found[2].aligned[1] == "pass":
            domain.add(w, *found)
    for ip, seen in sources.items():
        seen.host = w.zone.host_of.get(ip, "")
    return sources, domain


def is_governed(w, row):
    """Whether the record answers for the row's SPF identity; None where the report names none."""
    if not row.spf:
        return None if row.header_from in w.governing else False
    return row.spf[0] in w.governing or row.scope == "helo" and row.envelope in w.governing


def observe_governed(w):
    """({address: Seen} of governed mail, {address: Seen} of what another SPF identity has,
    {address: share of the first in what names a domain} where some names none)."""
    sources, others = collections.defaultdict(Seen), collections.defaultdict(Seen)
    named, unnamed = collections.defaultdict(lambda: [0, 0]), collections.defaultdict(list)
    for found in rows(w):
        row, governed = found[2], is_governed(w, found[2])
        if governed is None:
            unnamed[row.ip].append(found)
            continue
        named[row.ip][governed] += found[3]
        (sources if governed else others)[row.ip].add(w, *found)
    shares = {ip: named[ip][1] / sum(named[ip]) for ip in unnamed if ip in named}
    for ip, more in unnamed.items():
        if shares.get(ip, 1) >= MOSTLY_GOVERNED:
            for found in more:
                sources[ip].add(w, *found)
    for ip, seen in [*sources.items(), *others.items()]:
        seen.host = w.zone.host_of.get(ip, "")
    return sources, others, shares


def pools(sources, key):
    """{pool: Seen of all its addresses together} and {pool: addresses}."""
    together, size = collections.defaultdict(Seen), collections.Counter()
    for ip, seen in sources.items():
        pool = key(ip, seen)
        if pool:
            size[pool] += 1
            together[pool].by_day.update(seen.by_day)
            together[pool].by_reporter.update(seen.by_reporter)
            together[pool].exact |= seen.exact
            together[pool].messages += seen.messages
    return together, size


def expected_reporters(domain, messages):
    """Reporters that would show this many messages, were they spread as the domain's own mail is."""
    total = domain.messages
    return sum(1 - (1 - count / total) ** messages for count in domain.by_reporter.values()) if total else 0

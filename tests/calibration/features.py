"""Plain features of the sources in a drawn world, from nothing that its reports and zone do not show."""
import collections
import dataclasses
import ipaddress

WINDOW = 90                 # days before the question, as the program takes by default


@dataclasses.dataclass
class Seen:
    """What reports and DNS show of one address."""
    by_day: collections.Counter = dataclasses.field(default_factory=collections.Counter)
    by_reporter: collections.Counter = dataclasses.field(default_factory=collections.Counter)
    messages: int = 0
    signed: int = 0                 # with an aligned passing signature
    foreign: int = 0                # with another domain's passing signature only
    host: str = ""

    def add(self, day, reporter, row, count):
        self.by_day[day] += count
        self.by_reporter[reporter] += count
        self.messages += count
        self.signed += count * (row.aligned[0] == "pass")
        self.foreign += count * (row.aligned[0] != "pass" and any(result == "pass" for _, _, result in row.dkim))


def operator(host):
    """The last two labels of a host name: who runs it."""
    return ".".join(host.split(".")[-2:])


def network(ip):
    return str(ipaddress.ip_network((ip, 64 if ":" in ip else 24), strict=False))


def observe(w):
    """({address: Seen}, Seen of all mail that passed by the domain's own SPF) within the window."""
    sources, domain = collections.defaultdict(Seen), Seen()
    for (_, reporter, period), rows in w.reports.items():
        for row, count in rows.items():
            if period < w.days - WINDOW:
                continue
            sources[row.ip].add(period, reporter, row, count)
            if row.aligned[1] == "pass":
                domain.add(period, reporter, row, count)
    for ip, seen in sources.items():
        seen.host = w.zone.host_of.get(ip, "")
    return sources, domain


def pools(sources, key):
    """{pool: Seen of all its addresses together} and {pool: addresses}."""
    together, size = collections.defaultdict(Seen), collections.Counter()
    for ip, seen in sources.items():
        pool = key(ip, seen)
        if pool:
            size[pool] += 1
            together[pool].by_day.update(seen.by_day)
            together[pool].by_reporter.update(seen.by_reporter)
            together[pool].messages += seen.messages
    return together, size


def expected_reporters(domain, messages):
    """Reporters that would show this many messages, were they spread as the domain's own mail is."""
    total = domain.messages
    return sum(1 - (1 - count / total) ** messages for count in domain.by_reporter.values()) if total else 0


def rhythm(w, seen):
    """Features of the days on which a source or pool was seen."""
    days = sorted(seen.by_day)
    span = days[-1] - days[0] + 1
    return {"days": len(days), "span": span, "density": len(days) / span, "lifetime": span / min(WINDOW, w.days),
            "volume a day": seen.messages / len(days), "busiest day": max(seen.by_day.values()) / seen.messages,
            "working days": sum(w.weekday(day) < 5 for day in days) / len(days)}


def of_world(w):
    """(class, stream, {feature: value}) for each source of a drawn world."""
    sources, domain = observe(w)
    networks, network_size = pools(sources, lambda ip, _: network(ip))
    operators, operator_size = pools(sources, lambda _, seen: operator(seen.host))
    for ip, seen in sources.items():
        truth = w.sources.get(ip)
        if not truth:
            continue
        expected = expected_reporters(domain, seen.messages)
        near, run_by = network(ip), operator(seen.host)
        features = {"messages": seen.messages, **rhythm(w, seen), "reporters": len(seen.by_reporter),
                    "share of reporters": len(seen.by_reporter) / max(1, len(domain.by_reporter)),
                    "reporters to expected": len(seen.by_reporter) / expected if expected else 0,
                    "signed": seen.signed / seen.messages, "signed by others": seen.foreign / seen.messages,
                    "network size": network_size[near], "network days": len(networks[near].by_day),
                    "operator size": operator_size[run_by] if run_by else 0, "operator days": len(operators[run_by].by_day) if run_by else 0}
        yield truth.cls, truth.stream, features

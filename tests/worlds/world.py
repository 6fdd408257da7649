"""A world: who sends mail as a domain, and what the receivers report of it."""
import collections
import dataclasses
import gzip
import json
import os
import typing

import receivers
from naming import Addresses, Names, Zone, binomial, poisson

DAY = 86400
AS_OF = 1795219200          # 2026-11-21, a Saturday
SPF_TEMPERROR = .003


@dataclasses.dataclass
class Mail:
    """One kind of message: what it claims and how it is signed."""
    header_from: str
    envelope: str                                   # the envelope's domain; "" is a null sender
    spf: typing.Callable                            # (day) -> result at a receiver
    signatures: typing.Callable = lambda day: ()    # (day) -> (domain, selector, share that arrives broken)...
    forwarded: bool = False                         # receivers may see that it was forwarded
    policy_domain: str = ""                         # whose reports show it; the world's domain by default
    unspecified: bool = False                            # receivers leave the SPF result out


@dataclasses.dataclass
class Source:
    """The truth on one address, and what the reports show of it."""
    cls: str
    stream: str
    must: bool
    allowed: set
    messages: int = 0
    dmarc_pass: int = 0
    governed: int = 0
    named_pass: int = 0         # aligned passing signatures reported with a selector
    passed: int = 0
    spf_shown: int = 0          # messages reported with their SPF identity
    days: set = dataclasses.field(default_factory=set)
    receivers: set = dataclasses.field(default_factory=set)


class World:
    def __init__(self, rng, domain, days, receiver_count):
        self.rng = rng
        self.names = Names(rng)
        self.addresses = Addresses(rng)
        self.zone = Zone()
        self.domain = domain
        self.days = days
        self.receivers = receivers.draw(rng, self.names, receiver_count, days)
        self.policy = rng.choice(["none", "none", "quarantine", "reject"])
        self.fault = None                   # what is wrong with the record, if anything
        self.final = "~all"                 # what D's record says of everybody else
        self.everybody = False              # a term passes everybody
        self.no_web = False                 # D's address is a kind's own matter
        self.main_ips = []                  # of the company's own mail
        self.platforms = {}                 # networks of the platforms with many tenants, by name
        self.faults = []                    # of the live DNS: {"suffix", "mode", "after"}
        self.name_server = False            # the zone has what only a name server answers
        self.exits = set()                  # exit statuses that can be defended; empty: the state's own
        self.terms = []                     # of D's record, in order
        self.lookups = 0
        self.governing = {domain}           # SPF domains whose record is D's
        self.authorised = set()
        self.signed = []                    # (volume, signatures) of listed streams: what forwarders pass on
        self.legitimate_volume = 0          # expected messages of listed streams over the window
        self.sources = {}
        self.trouble = set()                # days on which SPF often ended in a temporary error
        self.reports = collections.defaultdict(collections.Counter)
        self.again = .02                    # share of the reports that come twice
        self.loose = []                     # files beside the reports: (name, bytes)
        self.rejected = 0
        self.notes = []
        self.site = rng.choice(["fra", "ams", "dc2-", "oslo"])

    # ---- addresses and verdicts

    def unlisted_result(self):
        return {"~all": "softfail", "?all": "neutral", "": "neutral", "-all": "fail", "+all": "pass"}[self.final]

    def passing(self, day):
        return "pass"

    def failing(self, day):
        return self.unlisted_result()

    def source(self, ip, cls, stream, must=False, allowed=()):
        self.sources[ip] = Source(cls, stream, must, {cls, *allowed})

    # ---- mail

    def weekday(self, day):
        return (5 + day - self.days) % 7        # AS_OF is a Saturday, and day self.days is AS_OF

    def daily(self, day):
        return .35 if self.weekday(day) > 4 else 1.2

    def working_days(self, day):
        return 0 if self.weekday(day) > 4 else 1.4

    def steady(self, day):
        return 1

    def reach(self, count=None, mailboxes=False):
        """(receiver, share) pairs: everybody by size, or only a few."""
        chosen = [r for r in self.receivers if r.mailboxes or not mailboxes]
        if count and count < len(chosen):
            chosen = self.rng.sample(chosen, count)
        total = sum(r.weight for r in chosen) or 1
        return [(r, r.weight / total) for r in chosen]

    def flow(self, addresses, mails, volume, rhythm=None, reach=None):
        """Sends `volume` messages a day, on average, of these mails ((share, Mail)...) from these addresses."""
        rhythm = rhythm or self.daily
        reach = reach or self.reach()
        shares = [self.rng.uniform(.5, 1.5) for _ in addresses]
        total = sum(shares)
        pool = len(addresses) > 20      # then the messages are drawn first and their addresses after: the same, and quicker
        for day in range(self.days):
            factor = rhythm(day)
            if not factor:
                continue
            for receiver, weight in reach:
                if pool:
                    picked = self.rng.choices(addresses, shares, k=poisson(self.rng, volume * factor * weight))
                    for ip, n in collections.Counter(picked).items():
                        self.send(day, receiver, ip, n, self.pick(mails))
                    continue
                for ip, share in zip(addresses, shares):
                    n = poisson(self.rng, volume * factor * weight * share / total)
                    if n:
                        self.send(day, receiver, ip, n, self.pick(mails))

    def pick(self, mails):
        at = self.rng.random() * sum(share for share, _ in mails)
        for share, mail in mails:
            at -= share
            if at <= 0:
                return mail
        return mails[-1][1]

    def send(self, day, receiver, ip, n, mail):
        """n messages of one kind on one day: some break, some are checked while DNS fails."""
        if not receiver.reports(day):
            return
        rng, signatures = self.rng, mail.signatures(day)
        broken = binomial(rng, n, signatures[0][2]) if signatures else 0
        for count, fails in ((n - broken, False), (broken, True)):
            if not count:
                continue
            late = binomial(rng, count, .5 if day in self.trouble else SPF_TEMPERROR)
            for part, result in ((count - late, None), (late, "temperror")):
                if part:
                    self._row(day, receiver, ip, part, mail, signatures, fails, result)

    def _row(self, day, receiver, ip, n, mail, signatures, fails, result):
        rng = self.rng
        scope, spf_domain = "mfrom", mail.envelope
        if not mail.envelope:
            scope, spf_domain = "helo", self.zone.host_of[ip]
        result = result or mail.spf(day)
        dkim, named = [], False
        dkim_aligned = False
        for i, (domain, selector, share) in enumerate(signatures):
            good = not fails if i == 0 else rng.random() >= share
            shown = selector if rng.random() < receiver.selectors else None
            dkim.append((domain, shown, "pass" if good else rng.choice(["fail", "fail", "fail", "temperror"])))
            if good and self.in_org(domain, mail.header_from):
                dkim_aligned = True
                named = named or shown is not None
        spf_aligned = result == "pass" and self.in_org(spf_domain, mail.header_from)
        reason = ()
        if mail.forwarded and receiver.override and rng.random() < receiver.override[2]:
            reason = receiver.override[:2]
        failed = not dkim_aligned and not spf_aligned
        disposition = self.policy if failed and not reason else "none"
        spf = () if mail.unspecified or not mail.policy_domain and rng.random() < receiver.no_spf else (spf_domain, result)
        if spf and receiver.helo_only and mail.envelope and ip in self.zone.host_of:
            scope, spf = "helo", (self.zone.host_of[ip], "none")
        row = receivers.Row(ip, mail.header_from, mail.envelope, scope, spf, tuple(dkim),
                            ("pass" if dkim_aligned else "fail", "pass" if spf_aligned else "fail"), disposition, reason)
        policy_domain = mail.policy_domain or self.domain
        period = day - day % receiver.span
        self.reports[policy_domain, receiver.host, period][row] += n
        source = self.sources[ip]
        source.messages += n
        source.dmarc_pass += n * (not failed)
        source.spf_shown += n * bool(spf)
        source.governed += n * (spf_domain in self.governing)
        source.named_pass += n * named
        source.passed += n * dkim_aligned
        source.days |= set(range(period, min(period + receiver.span, self.days)))
        source.receivers.add(receiver.org)

    @staticmethod
    def in_org(domain, header_from):
        """Relaxed alignment: every organisation of these worlds has its record at the shorter name."""
        return domain == header_from or domain.endswith("." + header_from) or header_from.endswith("." + domain) or \
            (domain.count(".") > 1 and header_from.count(".") > 1 and domain.split(".", 1)[1] == header_from.split(".", 1)[1])

    # ---- the record

    def write_record(self, shape, rng):
        """Publishes D's record: plain, or behind redirect=."""
        text = " ".join(["v=spf1", *self.terms, self.final]).strip()
        if shape == "redirect":
            target = "_spf-policy." + self.domain
            text = " ".join(self._of_the_domain(term) for term in text.split())
            self.zone.txt(target, text, rng)
            self.zone.txt(self.domain, f"v=spf1 redirect={target}", rng)
        else:
            self.zone.txt(self.domain, text, rng)

    def _of_the_domain(self, term):
        """The term with D's name in it: bare, it would be about the record that redirect= leads to."""
        name, slash, length = term.partition("/")
        return f"{name}:{self.domain}{slash}{length}" if name in ("a", "mx", "ptr") else term

    # ---- files

    def save(self, out, truth):
        os.makedirs(os.path.join(out, "reports"))
        by_host = {r.host: r for r in self.receivers}
        written = 0
        for (domain, host, period), rows in self.reports.items():
            receiver = by_host[host]
            begin = AS_OF - (self.days - period) * DAY - receiver.offset
            end = begin + min(receiver.span, self.days - period) * DAY - 1
            self._save_report(out, receiver, domain, begin, end, rows)
            written += 1
        for name, data in self.loose:
            with open(os.path.join(out, "reports", name), "wb") as file:
                file.write(data)
        self.zone.save(os.path.join(out, "zone.db"))
        with open(os.path.join(out, "truth.json"), "w") as file:
            json.dump(truth, file, indent=1, sort_keys=True)
            file.write("\n")
        return written

    def _save_report(self, out, receiver, domain, begin, end, rows):
        report_id = f"{self.rng.getrandbits(64):016x}"
        xml = receivers.report_xml(receiver, domain, self.policy, report_id, begin, end, rows)
        stem = f"{receiver.host}!{domain}!{begin}!{end}!{report_id}"
        name, data = receivers.pack(receiver.container, stem, xml)
        with open(os.path.join(out, "reports", name), "wb") as file:
            file.write(data)
        if self.rng.random() < self.again:   # sent again, in another wrapping
            name, data = receivers.pack("gz" if receiver.container != "gz" else "xml", stem, xml)
            with open(os.path.join(out, "reports", "again-" + name), "wb") as file:
                file.write(data)

    def damage(self, count):
        """Files that nobody can read: each must be reported, none may hold the rest back."""
        xml = b"<feedback><report_metadata><org_name>x" * 20
        for i in range(count):
            data = self.rng.choice([gzip.compress(xml, mtime=0)[:40], xml, b"PK\x03\x04 not a zip at all"])
            self.loose.append((f"damaged-{i}.xml.gz", data))
        self.rejected = count

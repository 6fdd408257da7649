"""The receivers that send reports: who they are, what they leave out, how they write it down."""
import dataclasses
import gzip
import io
import ipaddress
import zipfile
from xml.sax.saxutils import escape

DAY = 86400


@dataclasses.dataclass
class Receiver:
    org: str
    host: str
    weight: float               # its share of the mailboxes of the world
    mailboxes: bool = True      # people have mail forwarded to it
    selectors: float = 1.0      # chance that a signature is reported with its selector
    envelope: bool = True
    scope: bool = True
    container: str = "gz"
    span: int = 1               # days in a report
    offset: int = 0             # seconds its day starts before UTC's
    rfc9990: bool = False
    no_spf: float = 0.0         # chance that a row comes without <spf>
    row_a_message: bool = False
    shouting: bool = False      # upper case names, IPv6 addresses in full
    override: tuple = ()        # (type, comment, chance) for mail it takes for forwarded
    helo_only: bool = False     # reports the SPF check of the HELO name, and the envelope beside it
    first_day: int = 0
    outage: frozenset = frozenset()

    def reports(self, day):
        return day >= self.first_day and day not in self.outage


def known():
    """The large ones, with the habits their reports show."""
    return [
        Receiver("google.com", "google.com", 9, scope=False, envelope=False, container="zip",
                 override=("local_policy", "arc=pass", .35)),
        Receiver("Enterprise Outlook", "protection.outlook.com", 5),
        Receiver("Outlook.com", "outlook.com", 3),
        Receiver("Yahoo", "yahooinc.com", 4, envelope=False, scope=False, offset=0),
        Receiver("GMX", "sicher.gmx.net", 2, rfc9990=True, no_spf=.004),
        Receiver("WEB.DE", "sicher.web.de", 2, rfc9990=True),
        Receiver("Mail.Ru", "corp.mail.ru", 1, offset=10800),
        Receiver("AMAZON-SES", "amazonses.com", .8, mailboxes=False, scope=False),
        Receiver("comcast.net", "comcast.net", 1, offset=25200, override=("forwarded", "", .3)),
        Receiver("Fastmail Pty Ltd", "fastmaildmarc.com", 1),
        Receiver("seznam.cz a.s.", "seznam.cz", .8, selectors=0, container="zip", override=("mailing_list", "", .1)),
    ]


def draw(rng, names, count, days):
    """`count` receivers, enough of them naming selectors for the evidence to be there."""
    pool = known()
    for _ in range(8):
        host = names.domain("mail", "post", "net", "isp", "university")
        pool.append(Receiver(
            rng.choice([host, host.split(".")[0].title()]), "mx." + host, rng.choice([.3, .6, 1, 2]), mailboxes=rng.random() < .6,
            selectors=rng.choice([1, 1, 1, .97, 0]), envelope=rng.random() < .6, scope=rng.random() < .6,
            container=rng.choice(["gz", "gz", "zip", "xml"]), span=rng.choice([1, 1, 1, 1, 3]), offset=rng.choice([0, 0, 7200, 18000]),
            rfc9990=rng.random() < .25, row_a_message=rng.random() < .15, shouting=rng.random() < .15,
            first_day=rng.choice([0, 0, 0, 0, days // 4]),
            override=rng.choice([(), (), ("local_policy", "arc=pass", .4), ("trusted_forwarder", "", .5)])))
    for _ in range(200):
        chosen = rng.sample(pool, count)
        naming = sum(r.weight for r in chosen if r.selectors and r.span == 1 and not r.first_day)
        if naming >= .6 * sum(r.weight for r in chosen) and any(r.mailboxes and r.selectors for r in chosen):
            break
    for receiver in chosen:
        receiver.weight *= rng.uniform(.5, 1.8)
        if receiver.span == 1 and rng.random() < .2:
            start = rng.randrange(days)
            receiver.outage = frozenset(range(start, start + rng.randrange(1, 6)))
        if receiver.rfc9990:
            receiver.selectors = 1
            receiver.no_spf = receiver.no_spf or rng.choice([0, .01, .03])
    return chosen


@dataclasses.dataclass(frozen=True)
class Row:
    ip: str
    header_from: str
    envelope: str               # "" for a null sender
    scope: str
    spf: tuple                  # (domain, result), or () where the receiver left it out
    dkim: tuple                 # (domain, selector or None, result)...
    aligned: tuple              # (dkim, spf) as policy_evaluated has them
    disposition: str
    reason: tuple               # (type, comment) or ()


def _record(receiver, row, count):
    shown = ipaddress.ip_address(row.ip).exploded.upper() if receiver.shouting and ":" in row.ip else row.ip
    name = (lambda s: s.upper()) if receiver.shouting else (lambda s: s)
    reason = f"<reason><type>{row.reason[0]}</type><comment>{row.reason[1]}</comment></reason>" if row.reason else ""
    envelope = f"<envelope_from>{name(row.envelope)}</envelope_from>" if receiver.envelope or receiver.helo_only else ""
    dkim = "".join(f"<dkim><domain>{name(d)}</domain>{f'<selector>{s}</selector>' if s else ''}<result>{r}</result></dkim>"
                   for d, s, r in row.dkim)
    scope = f"<scope>{row.scope}</scope>" if receiver.scope or receiver.helo_only else ""
    spf = f"<spf><domain>{name(row.spf[0])}</domain>{scope}<result>{row.spf[1]}</result></spf>" if row.spf else ""
    return (f"<record><row><source_ip>{shown}</source_ip><count>{count}</count><policy_evaluated>"
            f"<disposition>{row.disposition}</disposition><dkim>{row.aligned[0]}</dkim><spf>{row.aligned[1]}</spf>{reason}"
            f"</policy_evaluated></row><identifiers>{envelope}<header_from>{name(row.header_from)}</header_from></identifiers>"
            f"<auth_results>{dkim}{spf}</auth_results></record>\n")


def report_xml(receiver, domain, policy, report_id, begin, end, rows):
    """One aggregate report in the receiver's style."""
    root = '<feedback xmlns="urn:ietf:params:xml:ns:dmarc-2.0">' if receiver.rfc9990 else "<feedback>"
    more = "<np>none</np><testing>n</testing><discovery_method>treewalk</discovery_method>" if receiver.rfc9990 else "<pct>100</pct>"
    records = []
    for row, count in rows.items():
        pieces = [1] * count if receiver.row_a_message and count < 20 else [count]
        records += [_record(receiver, row, piece) for piece in pieces]
    return (f'<?xml version="1.0" encoding="UTF-8"?>\n{root}<version>1.0</version><report_metadata><org_name>{escape(receiver.org)}'
            f"</org_name><email>dmarc@{receiver.host}</email><report_id>{report_id}</report_id><date_range><begin>{begin}</begin>"
            f"<end>{end}</end></date_range></report_metadata><policy_published><domain>{domain}</domain><adkim>r</adkim><aspf>r</aspf>"
            f"<p>{policy}</p><sp>{policy}</sp>{more}</policy_published>\n{''.join(records)}</feedback>\n").encode()


def pack(container, name, xml):
    """(file name, bytes) of a report in its container."""
    if container == "xml":
        return name + ".xml", xml
    if container == "gz":
        return name + ".xml.gz", gzip.compress(xml, 1, mtime=0)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(zipfile.ZipInfo(name + ".xml", (2026, 1, 1, 0, 0, 0)), xml)
    return name + ".zip", out.getvalue()

"""Mail worlds for the tests of pages: a folder each with reports and a zone, of the project's own making.

    write_many(folder, addresses)    a domain with so many addresses
    write_hostile(folder)            a domain whose reports and records try to do harm
"""
import datetime
import gzip
import ipaddress
import random
from xml.sax.saxutils import escape

AS_OF = "2026-11-21"
DAYS = 90
REPORTERS = ("google.com", "Outlook.com", "Yahoo", "GMX", "Fastmail", "comcast.net")
HARM = ("<script>window.harmed=1</script>", "\"'><img src=x onerror=window.harmed=1>",
        "\u202egnp.exe\u200f\u05d0\u05d1", "</script><!--", "{{domain}} {{{data}}}", "=cmd|' /C calc'!A0",
        "w" * 4096)


def row(ip, count, domain, spf, dkim=(), comment=None):
    signatures = "".join(
        f"<dkim><domain>{escape(d)}</domain><selector>{escape(s)}</selector><result>pass</result></dkim>"
        for d, s in dkim)
    aligned = "pass" if any(d == domain for d, _ in dkim) else "fail"
    reason = (f"<reason><type>other</type><comment>{escape(comment)}</comment></reason>"
              if comment else "")
    return (f"<record><row><source_ip>{ip}</source_ip><count>{count}</count><policy_evaluated>"
            f"<disposition>none</disposition><dkim>{aligned}</dkim><spf>{spf if spf == 'pass' else 'fail'}</spf>"
            f"{reason}</policy_evaluated></row><identifiers><header_from>{domain}</header_from>"
            f"<envelope_from>{domain}</envelope_from></identifiers><auth_results>{signatures}"
            f"<spf><domain>{domain}</domain><scope>mfrom</scope><result>{spf}</result></spf>"
            f"</auth_results></record>")


def write_report(folder, domain, organisation, number, day, rows):
    begin = datetime.datetime.fromisoformat(AS_OF).replace(tzinfo=datetime.timezone.utc)
    begin -= datetime.timedelta(days=DAYS - day)
    first = int(begin.timestamp())
    text = (f"<?xml version='1.0' encoding='UTF-8'?><feedback><report_metadata>"
            f"<org_name>{escape(organisation)}</org_name><email>dmarc@example.net</email>"
            f"<report_id>{number}.{day}</report_id><date_range><begin>{first}</begin>"
            f"<end>{first + 86399}</end></date_range></report_metadata><policy_published>"
            f"<domain>{domain}</domain><p>none</p></policy_published>{''.join(rows)}</feedback>")
    (folder / f"reports/{number}-{day}.xml.gz").write_bytes(gzip.compress(text.encode(), 1))


def write_many(folder, addresses):
    """Own servers and three services that the record misses, forwarders, and forgers that make up the
    rest, each of which is seen on one day."""
    rng = random.Random(addresses)
    domain = "harbour.example"
    (folder / "reports").mkdir(parents=True)
    base = int(ipaddress.ip_address("10.0.0.0")) + 0x01000000
    lasting = {f"192.0.2.{i}": ("pass", [(domain, "main")]) for i in range(1, 9)}
    for i in range(min(addresses // 20, 200)):
        lasting[f"198.51.100.{i}"] = ("softfail", [(domain, f"service{i % 3}")])
    for i in range(min(addresses // 50, 40)):
        lasting[f"203.0.113.{i}"] = ("softfail", [(domain, "main"), (f"list{i}.example", "l")])
    forgers = [str(ipaddress.ip_address(base + 977 * i)) for i in range(addresses - len(lasting))]
    days = {}
    for ip in forgers:
        days.setdefault(rng.randrange(DAYS), []).append(ip)
    for day in range(DAYS):
        if day % 30 in (11, 12, 13):
            continue
        for number, organisation in enumerate(REPORTERS):
            rows = [row(ip, rng.randint(1, 9), domain, spf, dkim)
                    for ip, (spf, dkim) in lasting.items() if rng.random() < .6]
            if number == 0:
                rows += [row(ip, 1, domain, "softfail") for ip in days.get(day, ())]
            write_report(folder, domain, organisation, number, day, rows)
    for day in (11, 12, 13, 41, 42, 43, 71, 72, 73):
        rows = [row(ip, 1, domain, "softfail") for ip in days.get(day, ())]
        if rows:
            write_report(folder, domain, REPORTERS[0], 0, day, rows)
    (folder / "zone.db").write_text(
        f"{domain}. 60 IN TXT \"v=spf1 ip4:192.0.2.0/28 include:_spf.mail.example ~all\"\n"
        f"{domain}. 60 IN MX 10 mx.{domain}.\nmx.{domain}. 60 IN A 192.0.2.1\n"
        f"_spf.mail.example. 60 IN TXT \"v=spf1 ip4:192.0.2.128/28 a:gone.mail.example ~all\"\n"
        f"_dmarc.{domain}. 60 IN TXT \"v=DMARC1; p=quarantine; rua=mailto:d@{domain}\"\n")
    return domain


def write_hostile(folder):
    domain = "hostile.example"
    (folder / "reports").mkdir(parents=True)
    for day in range(60, DAYS):
        for number, harm in enumerate(HARM):
            rows = [row("192.0.2.1", 5, domain, "pass", [(domain, "main")]),
                    row("198.51.100.7", 5, domain, "softfail", [(domain, harm[:60])], harm),
                    row(f"203.0.113.{number}", 2, domain, "softfail",
                        [(domain, "main"), (harm[:50], harm[:60])], harm),
                    row(f"203.0.113.{100 + number}", 1, domain, "softfail", (), harm)]
            write_report(folder, domain, harm, number, day, rows)
    quoted = "v=spf1 ip4:192.0.2.0/28 exp=<script>window.harmed=1</script> ~all"
    (folder / "zone.db").write_text(
        f"{domain}. 60 IN TXT \"{quoted}\"\n"
        f"_dmarc.{domain}. 60 IN TXT \"v=DMARC1; p=none; x=<img src=x onerror=window.harmed=1>\"\n"
        f"7.100.51.198.in-addr.arpa. 60 IN PTR <script>window.harmed=1</script>.example.\n"
        f"1.113.0.203.in-addr.arpa. 60 IN PTR \\027[31m-\\\"'&.example.\n")
    return domain

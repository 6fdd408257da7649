#!/usr/bin/env python3
"""Writes the inputs that the fuzz targets start from, into tests/fuzz/corpus/TARGET/: small ones, one
of each kind that the program reads. Inputs that a fuzzer found are kept beside them by hand.

  seeds.py            write them
  seeds.py --check    exit 1 if the folder holds other seeds than these
"""
import base64
import gzip
import io
import pathlib
import struct
import sys
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
CORPUS = HERE / "corpus"

RECORD = ("<record><row><source_ip>{ip}</source_ip><count>{count}</count><policy_evaluated><disposition>none</disposition><dkim>pass</dkim>"
          "<spf>fail</spf></policy_evaluated></row><identifiers><header_from>example.com</header_from></identifiers><auth_results><dkim>"
          "<domain>example.com</domain><selector>s1</selector><result>pass</result></dkim><spf><domain>example.com</domain><result>softfail</result>"
          "</spf></auth_results></record>")


def report(*records, wrap="feedback"):
    return (f"<?xml version=\"1.0\"?>\n<{wrap}><report_metadata><org_name>receiver.example</org_name><report_id>17</report_id><date_range>"
            "<begin>1763596800</begin><end>1763683199</end></date_range></report_metadata><policy_published><domain>example.com</domain><p>none</p>"
            f"</policy_published>{''.join(records)}</{wrap}>\n").encode()


ONE = RECORD.format(ip="192.0.2.1", count=3)
SIX = [RECORD.format(ip=f"198.51.100.{i}", count=i) for i in range(6)]
REPORTS = {
    "one.xml": report(ONE),
    "alike.xml": report(*SIX),
    "two-reports.xml": report(ONE) + report(ONE),
    "namespace.xml": report(ONE).replace(b"<feedback>", b"<feedback xmlns=\"urn:ietf:params:xml:ns:dmarc-2.0\">"),
    "cut-off.xml": report(*SIX)[:-300],
    "entities.xml": report(ONE).replace(b"receiver.example", b"&lt;b&gt; &#x41; &amp; <![CDATA[x]]><!-- c -->"),
    "utf16.xml": report(ONE).decode().encode("utf-16"),
    "doctype.xml": b"<!DOCTYPE f [<!ENTITY a \"b\">]>" + report(ONE),
}


def gzipped(octets):
    packed = gzip.compress(octets, mtime=0)
    return packed[:9] + b"\x03" + packed[10:]  # the system: versions of Python say it differently


def zipped(**members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, octets in members.items():
            archive.writestr(zipfile.ZipInfo(name.replace("_", ".")), octets)
    return buffer.getvalue()


def mail(octets, kind="application/gzip", name="r.xml.gz", encoding="base64"):
    body = base64.encodebytes(octets) if encoding == "base64" else octets
    return (b"From: dmarc@receiver.example\nTo: rua@example.com\nSubject: Report domain: example.com Submitter: receiver.example Report-ID: 17\n"
            b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nhello\n--b\nContent-Type: "
            + kind.encode() + b"; name=\"" + name.encode() + b"\"\nContent-Transfer-Encoding: " + encoding.encode() + b"\n\n" + body + b"\n--b--\n")


PACKED = gzipped(REPORTS["one.xml"])
MAILS = {
    "gzip.eml": mail(PACKED),
    "xml.eml": mail(REPORTS["one.xml"], "text/xml", "r.xml", "8bit"),
    "plain.eml": b"From: a@example.org\nSubject: hello\n\nhello\n",
    "bounce.eml": b"Content-Type: multipart/report; report-type=delivery-status; boundary=c\n\n--c\nContent-Type: message/delivery-status\n\nAction: failed\n"
                  b"--c\nContent-Type: message/rfc822\n\n" + mail(PACKED) + b"\n--c--\n",
    "nested.eml": b"Content-Type: message/rfc822\n\n" + mail(PACKED),
}


def ber(tag, content, indefinite=False):
    if indefinite:
        return bytes([tag, 0x80]) + content + b"\0\0"
    length = len(content)
    head = bytes([length]) if length < 128 else bytes([0x82]) + struct.pack(">H", length)
    return bytes([tag]) + head + content


def signed(indefinite):
    data, signed_data = bytes.fromhex("2a864886f70d010701"), bytes.fromhex("2a864886f70d010702")
    octets = ber(0x24, ber(4, b"Content-Type: text/plain\n\n") + ber(4, b"hello\n"), indefinite) if indefinite else ber(4, b"Subject: x\n\nhello\n")
    content = ber(0x30, ber(6, data) + ber(0xa0, octets, indefinite), indefinite)
    return ber(0x30, ber(6, signed_data) + ber(0xa0, ber(0x30, ber(2, b"\1") + ber(0x31, b"") + content + ber(0x31, b""), indefinite), indefinite), indefinite)


def reply(kind, *answers, flags=0x8180, owner=b"\xc0\x0c"):
    name = b"\7example\3com\0"
    message = struct.pack(">6H", 1, flags, 1, len(answers), 0, 0) + name + struct.pack(">2H", kind, 1)
    for number, data in answers:
        message += owner + struct.pack(">2HIH", number, 1, 60, len(data)) + data
    return message


ZONES = {
    "plain": "d. 60 IN TXT \"v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 a mx -all\"\nd. 60 IN A 192.0.2.9\nd. 60 IN MX 1 m.d.\nm.d. 60 IN AAAA 2001:db8::9\n",
    "include": "d. 60 IN TXT \"v=spf1 include:a.d ?include:b.d redirect=c.d\"\na.d. 60 IN TXT \"v=spf1 ip4:10.0.0.0/8 -all\"\n"
               "b.d. 60 IN TXT \"v=spf1 +all\"\nc.d. 60 IN TXT \"v=spf1 ~all\"\n",
    "loop": "d. 60 IN TXT \"v=spf1 include:a.d -all\"\na.d. 60 IN TXT \"v=spf1 include:d ~all\"\n",
    "macros": "d. 60 IN TXT \"v=spf1 exists:%{ir}.%{v}._h.%{d2} a:%{l1r-}.d/24//64 ptr:d exp=e.d -all\"\n*._h.d. 60 IN A 127.0.0.2\ne.d. 60 IN TXT \"%{i} %{s}\"\n",
    "void": "d. 60 IN TXT \"v=spf1 a:x.d mx:y.d a:z.d ip4:0.0.0.0/0 all\"\n",
    "wide": "d. 60 IN TXT \"v=spf1 ip4:0.0.0.0/1 ip4:128.0.0.0/1 -all\"\nd. 60 IN TXT \"other\"\n",
    "alias": "d. 60 IN CNAME a.d.\na.d. 60 IN TXT \"v=spf1 include:b.d -all\"\nb.d. 60 IN CNAME c.d.\nc.d. 60 IN TXT \"v=spf1 mx -all\"\nc.d. 60 IN MX 0 .\n",
}

SEEDS = {
    "report": REPORTS,
    "input": {**{f"{name}.gz": gzipped(octets) for name, octets in REPORTS.items()}, "two.zip": zipped(a_xml=REPORTS["one.xml"], b_txt=b"x"),
              "nested.zip": zipped(r_zip=zipped(a_xml=REPORTS["one.xml"])), "two-members.gz": PACKED + PACKED, "cut.gz": PACKED[:-20],
              "box.mbox": b"From a Thu Jan  1 00:00:00 1970\n" + mail(PACKED) + b"\nFrom b Thu Jan  1 00:00:00 1970\n" + MAILS["plain.eml"], **MAILS},
    "mail": MAILS,
    "signed_data": {"definite.p7m": signed(False), "indefinite.p7m": signed(True)},
    "dns_reply": {"a": reply(1, (1, b"\xc0\0\2\1")), "txt": reply(16, (16, b"\7v=spf1 \4-all"), (16, b"\0")), "cname": reply(1, (5, b"\1b\xc0\x0c")),
                  "mx": reply(15, (15, b"\0\1\1m\xc0\x0c"), (15, b"\0\0\0")), "nx": reply(16, flags=0x8183), "cut": reply(16, flags=0x8380),
                  "ptr": reply(12, (12, b"\1h\xc0\x0c")), "loop": reply(1, (5, b"\xc0\x0c")), "formerr": reply(1, flags=0x8181)},
    "spf_record": {str(i): text.encode() for i, text in enumerate([
        "ip4:192.0.2.0/24 ip6:2001:db8::/32 -all", "a mx:m.example/24//64 ptr exists:%{i}._s.%{d} ~all", "redirect=_spf.example.com exp=e.%{d2r+-}",
        "include:%{l}.%{o}.example ?all x=y", "ip4:1.2.3 include: a:/33 mx/129 +all", "~all; ip4=192.0.2.1", "\u00a0-all"])},
    "check_host": {name: text.encode() for name, text in ZONES.items()},
    "dmarc_record": {str(i): text.encode() for i, text in enumerate([
        "v=DMARC1; p=reject; sp=none; np=quarantine; rua=mailto:a@example.com!10m,https://x", "p=none;rua=mailto:%20@x", "v=DMARC1;p=;psd=y;t=y;adkim=s;aspf=r;fo=1:d:s",
        " v = DMARC1 ; p = none", "v=DMARC1 p=none"])},
    "config": {"all": b"\xef\xbb\xbf# a\r\ndays = 60 # b\r\ndb = '~/a # b'\n; c\n[domain a.example]\ndays=1\n[retention]\nkeep = \"1\n[x\nx\n= 1\n[domain a.example]\n"},
    "query_log": {str(i): text.encode() for i, text in enumerate([
        "27-Nov-2026 14:10:00.123 queries: info: client @0x7f3c 198.51.100.53#41234 (192.0.2.7._spflog.example.com): query: 192.0.2.7._spflog.example.com IN A -E(0)DC (203.0.113.1)",
        "Nov 27 14:10:00 ns named[812]: client @0x7f3c 2001:db8::53#41234 (192.0.2.7._spflog.example.com): query: 192.0.2.7._spflog.example.com IN A + (203.0.113.1)",
        "[1795788600] unbound[812:0] info: 198.51.100.53 192.0.2.7._spflog.example.com. A IN",
        "{\"timestamp\":\"2026-11-27T14:10:00Z\",\"sourceIP\":\"198.51.100.53\",\"queryName\":\"192.0.2.7._spflog.example.com.\"}"])},
    "database_address": {str(i): text.encode() for i, text in enumerate([
        "reports@127.0.0.1/dmarc", "[::1]:9/d", "db.example.net/dmarc?tls=yes", "a:b@c/d", "localhost:0/x?cluster=y"])},
    "program": {**{name: REPORTS[name] for name in ("one.xml", "alike.xml", "entities.xml")}, "one.xml.gz": PACKED, "gzip.eml": MAILS["gzip.eml"]},
}


def main():
    wrong = []
    for target, seeds in SEEDS.items():
        folder = CORPUS / target
        folder.mkdir(parents=True, exist_ok=True)
        for name, octets in seeds.items():
            path = folder / name
            if sys.argv[1:] == ["--check"]:
                if not path.is_file() or path.read_bytes() != octets:
                    wrong.append(path)
            else:
                path.write_bytes(octets)
    for path in wrong:
        print(f"{path} is not what seeds.py writes")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

"""Mails as a mailbox for reports holds them: reports, and what else lands there."""
import base64
import gzip

REPORT = """<feedback><report_metadata><org_name>receiver{org}.example</org_name><email>d@receiver.example
</email><report_id>{number}</report_id><date_range><begin>{begin}</begin><end>{end}</end></date_range>
</report_metadata><policy_published><domain>example.com</domain><p>none</p></policy_published><record>
<row><source_ip>192.0.2.{ip}</source_ip><count>3</count><policy_evaluated><disposition>none
</disposition><dkim>pass</dkim><spf>pass</spf></policy_evaluated></row><identifiers><header_from>
example.com</header_from></identifiers><auth_results><spf><domain>example.com</domain><result>pass
</result></spf></auth_results></record></feedback>"""

MAIL = """From: reports@receiver.example\r\nTo: reports@example.com\r\nDate: Fri, 27 Nov 2026 08:00:00 +0000\r
Subject: {subject}\r\nMessage-ID: <{number}@receiver.example>\r\nMIME-Version: 1.0\r\n{content}"""


def report(number):
    begin = 1_760_000_000 + number // 7 * 86_400
    xml = REPORT.format(org=number % 7, number=number, begin=begin, end=begin + 86_399,
                        ip=number % 250)
    # Lines that a careless client would take for the server's.
    text = "A{0:03} OK done\r\n* 1 FETCH (UID 1 FLAGS (\\Seen))\r\n)\r\n".format(number % 1000)
    packed = base64.encodebytes(gzip.compress(xml.encode(), 1)).decode().replace("\n", "\r\n")
    content = ("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n"
               f"\r\n{text}\r\n--b\r\nContent-Type: application/gzip; name=a!b!1!2.xml.gz\r\n"
               f"Content-Transfer-Encoding: base64\r\n\r\n{packed}\r\n--b--\r\n")
    return MAIL.format(subject=f"Report {number}", number=number, content=content).encode()


def with_letters(number):
    """A report beside a mailbox of letters."""
    mailbox = b"From a@b.example Mon Jan  1 00:00:00 2026\r\nSubject: Hello\r\n\r\nLunch at one?\r\n"
    part = (b"--b\r\nContent-Type: application/mbox; name=inbox\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + base64.encodebytes(mailbox).replace(b"\n", b"\r\n"))
    return report(number).replace(b"--b--", part + b"--b--")


def ordinary(number):
    content = f"Content-Type: text/plain\r\n\r\nA{number % 100:03} OK it is only a letter\r\n"
    return MAIL.format(subject="Hello", number=f"letter-{number}", content=content).encode()


def broken(number):
    content = ("Content-Type: application/gzip; name=a!b!1!2.xml.gz\r\n"
               "Content-Transfer-Encoding: base64\r\n\r\nH4sIAAAA\r\n")
    return MAIL.format(subject="Report", number=f"broken-{number}", content=content).encode()


def mailbox(count):
    """[(name, octets)] of `count` mails, each seventh an ordinary one; and their Message-IDs, those of
    reports and the others."""
    letters = {number for number in range(count) if number % 7 == 3}
    mails = [(f"m{number}", ordinary(number) if number in letters else report(number))
             for number in range(count)]
    return (mails, {str(number) for number in range(count) if number not in letters},
            {f"letter-{number}" for number in letters})

#!/usr/bin/env python3
"""`hardfail run` with every secret that can be configured, none of which is to be seen anywhere.

    confidential.py --hardfail PROGRAM [TEST...]

Mailboxes by password, token and client secret, a signed webhook and a mail server that is signed in to.
Looked at are the arguments and the environment of the program and of all that it starts, what it prints,
with --verbose too, its database, its outputs, and what it tells to whom, and every other file that is left;
when all goes well and when each secret is refused, and for `hardfail run --check=connect` as well.
"""
import argparse
import base64
import hashlib
import hmac
import http.server
import json
import os
import pathlib
import stat
import subprocess
import sys
import threading
import time
import unittest
import urllib.parse

import dovecot
import fetching
import graph_stub
import mails

HOOK_KEY = "hook+key/of=the receiver"
SMTP_PASSWORD = "word+of/the=mail server"
WRONG = "another%20secret of \"nobody's\" at all"
MAIL_SERVER = pathlib.Path(__file__).resolve().parents[1] / "transfer" / "mail_server.py"
ZONE = """example.com. 300 TXT "v=spf1 ip4:192.0.2.0/24 ~all"
_dmarc.example.com. 300 TXT "v=DMARC1; p=none"
"""
CONFIG = """db = {folder}/test.db
dns-zone = {folder}/zone
[input by-password]
mailbox = imaps://{user}@localhost:{imaps}/INBOX
password-file = {folder}/imap-password
ca-file = {folder}/cert.pem
[input by-token]
mailbox = imaps://{user}@localhost:{imaps}/Other
token-command = {folder}/give imap-token
ca-file = {folder}/cert.pem
[input by-client]
mailbox = graph://{mailbox}/inbox
tenant = example.com
client-id = an-id
client-secret-command = {folder}/give client-secret
graph-url = {graph}/v1.0
login-url = {graph}
[output pages]
format = html
path = {folder}/pages/
[output data]
format = json
path = {folder}/data.json
[notify program]
command = {folder}/tell
[notify hook]
webhook = http://127.0.0.1:{hook}/news
hmac-key-file = {folder}/hook-key
[notify people]
mail = postmaster@example.com
from = hardfail@example.com
smtp = smtps://localhost:{smtps}
user = user
password-command = {folder}/give smtp-password
ca-file = {folder}/post/cert.pem
"""
# What starts leaves its arguments and environment.
LEAVE = "#!/bin/sh\nfor what in environ cmdline; do tr '\\0' ' ' </proc/$$/$what; done >>{folder}/children\n"


def traces(secret):
    """What octets would show it: as it is, in URLs, in JSON, within Base64 wherever it begins there."""
    octets = secret.encode()
    yield octets
    yield urllib.parse.quote(secret, safe="").encode()
    yield urllib.parse.quote_plus(secret).encode()
    yield json.dumps(secret)[1:-1].encode()
    for shift in range(3):
        packed = base64.b64encode(bytes(shift) + octets)[4 if shift else 0:-4]
        if len(packed) >= 8:
            yield packed


def family(pid):
    """The process and all that descend from it."""
    parents = {}
    for place in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            parents[int(place.name)] = int((place / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            pass
    found, more = set(), {pid}
    while more:
        found |= more
        more = {child for child, parent in parents.items() if parent in more} - found
    return found


def watch(process):
    """Arguments and environment of a process and its descendants, until it ends."""
    looks = set()
    while process.poll() is None:
        for pid in family(process.pid):
            for what in ("cmdline", "environ"):
                try:
                    looks.add(pathlib.Path(f"/proc/{pid}/{what}").read_bytes())
                except OSError:
                    pass
        time.sleep(0.005)
    return b"\n".join(looks).replace(b"\0", b" ")


class Hook(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        timestamp = self.headers.get("X-Hardfail-Timestamp", "")
        code = hmac.new(HOOK_KEY.encode(), timestamp.encode() + b"." + body, hashlib.sha256)
        self.server.heard += str(self.headers).encode() + body
        is_good = self.headers.get("X-Hardfail-Signature") == "sha256=" + code.hexdigest()
        self.send_response(200 if is_good else 403)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


class Confidential(unittest.TestCase):
    def setUp(self):
        self.place = fetching.Place()
        self.addCleanup(self.place.close)
        self.folder = self.place.path
        tokens = dovecot.Tokens()
        self.addCleanup(tokens.close)
        self.imap = dovecot.Dovecot(self.folder, mechanisms="plain xoauth2 oauthbearer",
                                    introspection=tokens.url)
        self.addCleanup(self.imap.close)
        self.graph = graph_stub.Graph({"m3": mails.report(3)})
        self.addCleanup(self.graph.close)
        self.hook = http.server.HTTPServer(("127.0.0.1", 0), Hook)
        self.hook.heard = b""
        threading.Thread(target=self.hook.serve_forever, daemon=True).start()
        self.addCleanup(self.hook.server_close)
        self.addCleanup(self.hook.shutdown)
        (self.folder / "post").mkdir()
        self.post = subprocess.Popen(
            [sys.executable, "-B", MAIL_SERVER, self.folder / "post", "--tls", "--password",
             SMTP_PASSWORD], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.addCleanup(self.post.communicate)
        (self.folder / "zone").write_text(ZONE)
        (self.folder / "hardfail.conf").write_text(CONFIG.format(
            folder=self.folder, user=dovecot.USER, imaps=self.imap.tls_port,
            mailbox=graph_stub.MAILBOX, graph=self.graph.url, hook=self.hook.server_port,
            smtps=int(self.post.stdout.readline())))
        for name, does in (("give", 'sleep 0.2\ncat "{folder}/$1"'), ("tell", "cat >>{folder}/told")):
            script = self.folder / name
            script.write_text((LEAVE + does).format(folder=self.folder) + "\n")
            script.chmod(stat.S_IRWXU)

    def run_program(self, *options):
        """(exit status, what it said); what may show a secret is in self.shown."""
        running = subprocess.Popen(
            [fetching.PROGRAM, "--verbose", "--config", self.folder / "hardfail.conf", "run",
             "--as-of", "2026-03-01", *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env={"PATH": os.environ["PATH"], "HOME": str(self.folder), "TMPDIR": str(self.folder),
                 "PRIVATE": "of-the-caller"})
        self.shown = {"processes": watch(running)}
        self.shown["output"], self.shown["errors"] = running.communicate(timeout=60)
        for what, pattern in (("database", "test.db*"), ("outputs", "pages/*"), ("data", "data.json"),
                              ("children", "children"), ("told", "told"), ("mail", "post/mail")):
            self.shown[what] = b"".join(path.read_bytes() for path in self.folder.glob(pattern))
        self.shown["webhook"] = self.hook.heard
        self.shown["files"] = b"".join(path.read_bytes() for path in self.folder.rglob("*")
                                       if path.is_file() and path.name not in self.before)
        return running.returncode, self.shown["errors"].decode()

    def graph_tokens(self):
        return [f"token-{number}" for number in range(1, self.graph.tokens + 1)]

    def nowhere(self, *secrets):
        for secret in secrets:
            for trace in traces(secret):
                for where, octets in self.shown.items():
                    self.assertNotIn(trace, octets, where)

    def test_secrets_are_nowhere_but_on_the_wire(self):
        self.imap.deliver([("m1", mails.report(1))])
        self.imap.deliver([("m2", mails.report(2))], "Other")
        given = {"imap-password": dovecot.PASSWORD, "imap-token": dovecot.TOKEN,
                 "client-secret": graph_stub.SECRET, "hook-key": HOOK_KEY,
                 "smtp-password": SMTP_PASSWORD}
        for name, secret in given.items():
            self.place.secret(secret, name)
        self.before = {path.name for path in self.folder.rglob("*")} | {"dovecot.log"}
        status, said = self.run_program("--check=connect")
        self.assertEqual(status, 0, said)
        self.assertIn(b"no mistakes", self.shown["output"])
        self.nowhere(*given.values(), *self.graph_tokens())
        status, said = self.run_program()
        self.assertLessEqual(status, 2, said)
        self.assertEqual(self.place.reports(), [1, 2, 3])
        for where, octets in self.shown.items():
            self.assertGreater(len(octets), 100, where)
        for where in ("told", "webhook", "mail", "output"):
            self.assertIn(b"example.com", self.shown[where], where)
        self.assertIn(b"give smtp-password", self.shown["children"])
        self.assertIn(b"give imap-token", self.shown["processes"])
        self.assertNotIn(b"of-the-caller", self.shown["children"])
        self.nowhere(*given.values(), *self.graph_tokens())

        for name in given:
            self.place.secret(WRONG, name)
        # Another record is news, which nobody can be told without the right secrets.
        (self.folder / "zone").write_text(ZONE.replace("192.0.2.0/24", "192.0.2.0/25"))
        status, said = self.run_program()
        self.assertEqual(status, 78, said)
        for label in ("[input by-password]", "[input by-token]", "[input by-client]", "[notify hook]",
                      "[notify people]"):
            self.assertIn(label, said)
        self.nowhere(WRONG, *given.values(), *self.graph_tokens())
        status, said = self.run_program("--check=connect")
        self.assertEqual(status, 69, said)
        self.nowhere(WRONG, *given.values(), *self.graph_tokens())


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--hardfail", required=True, type=pathlib.Path, help="the program")
    options.add_argument("tests", nargs="*")
    given = options.parse_args()
    fetching.PROGRAM = given.hardfail.resolve()
    if reason := dovecot.lacking():
        fetching.skip(reason)
    unittest.main(argv=[sys.argv[0], *given.tests], warnings="ignore")


if __name__ == "__main__":
    main()

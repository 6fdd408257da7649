#!/usr/bin/env python3
"""The calls of docs/mailboxes.md, on a real dovecot and a stub of Graph in the place of the servers it names.

    documented.py --hardfail PROGRAM [TEST...]
"""
import argparse
import pathlib
import re
import shlex
import stat
import sys
import unittest

import dovecot
import fetching
import graph_stub
import mails

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "golden"))
import blocks  # noqa: E402

DOCUMENT = pathlib.Path(__file__).resolve().parents[2] / "docs/mailboxes.md"
FOLDERS = ("INBOX", "DMARC")
SECRETS = {"imap-password": dovecot.PASSWORD, "app-password": dovecot.PASSWORD, "graph-secret": graph_stub.SECRET}


class Documented(unittest.TestCase):
    def setUp(self):
        self.place = fetching.Place()
        self.addCleanup(self.place.close)
        tokens = dovecot.Tokens()
        self.addCleanup(tokens.close)
        self.imap = dovecot.Dovecot(self.place.path, mechanisms="plain xoauth2 oauthbearer",
                                    introspection=tokens.url)
        self.addCleanup(self.imap.close)
        self.graph = graph_stub.Graph({})
        self.addCleanup(self.graph.close)
        for name, secret in SECRETS.items():
            self.place.secret(secret, name)
        program = self.place.path / "print-token"
        program.write_text(f"#!/bin/sh\n[ $1 = reports ] && echo {dovecot.TOKEN}\n")
        program.chmod(stat.S_IRWXU)

    def arguments(self, call):
        """Those of `hardfail`, for the servers at hand."""
        call = re.sub(r"imaps://\S+/", f"imaps://{dovecot.USER}@localhost:{self.imap.tls_port}/", call)
        call = re.sub(r"graph://[^/]+/", f"graph://{graph_stub.MAILBOX}/", call)
        call = call.replace("TENANT-ID", "example.com").replace("CLIENT-ID", "an-id")
        call = call.replace("~", str(self.place.path)).replace("print-token", f"{self.place.path}/print-token")
        here = (["--graph-url", self.graph.url + "/v1.0", "--login-url", self.graph.url] if "graph://" in call
                else ["--ca-file", str(self.imap.certificate)])
        return [*shlex.split(call)[1:], *here]

    def test_each_call_fetches_a_report_and_does_with_the_mail_what_it_says(self):
        lines = [line for block in blocks.blocks_in(DOCUMENT.read_text()) for line in block]
        calls = [line for line in lines if line.startswith("hardfail fetch") and "://" in line]
        self.assertEqual(len(calls), 4)
        for number, call in enumerate(calls):
            with self.subTest(call):
                mail = (f"m{number}", mails.report(number))
                is_graph = "graph://" in call
                if is_graph:
                    self.graph.add(*mail)
                for folder in FOLDERS if not is_graph else ():
                    self.imap.deliver([mail], folder)
                status, summary, said = self.place.run(*self.arguments(call))
                self.assertEqual((status, summary and summary["reports"]), (0, 1), said)
                if "--after seen" in call:
                    self.assertEqual(self.imap.mails("DMARC")[str(number)], "S")
                if is_graph:
                    self.assertEqual(self.graph.mails_in("id-archive"), {mail[0]})


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

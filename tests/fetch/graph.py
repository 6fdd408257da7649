#!/usr/bin/env python3
"""`hardfail fetch graph://` against a stub of Microsoft Graph on loopback.

    graph.py --hardfail PROGRAM [TEST...]
"""
import argparse
import pathlib
import random
import subprocess
import sys
import unittest

import fetching
import graph_stub
import mails

CUTS = 20


class Graph(unittest.TestCase):
    def serve(self, sent, **bad_days):
        self.place = fetching.Place()
        self.addCleanup(self.place.close)
        # Ids of Graph have characters that mean something in a URL.
        self.stub = graph_stub.Graph({f"AA{name}/+=": octets for name, octets in sent}, **bad_days)
        self.addCleanup(self.stub.close)
        self.secret = self.place.secret(graph_stub.SECRET)

    def arguments(self, address=f"graph://{graph_stub.MAILBOX}/inbox", secret=None):
        return ["fetch", address, "--tenant", "example.com", "--client-id", "an-id",
                "--client-secret-file", secret or self.secret, "--graph-url",
                self.stub.url + "/v1.0", "--login-url", self.stub.url]

    def command(self, *options):
        return self.place.command(*self.arguments(), *options)

    def fetch(self, *options, **arguments):
        return self.place.run(*self.arguments(**arguments), *options)

    def test_bad_days_cost_no_mail(self):
        sent, with_report, letters = mails.mailbox(400)
        self.serve(sent, throttle=23, cut=29, lifetime=37)
        status, summary, said = self.fetch("--after", "move:Done/O'Brien & Co")
        self.assertEqual(status, 0, said)
        self.assertEqual((summary["reports"], summary["duplicates"], summary["ordinary_mails"]),
                         (len(with_report), 0, len(letters)))
        self.assertEqual(self.place.reports(), sorted(map(int, with_report)))
        self.assertEqual(len(self.stub.mails_in("id-sub")), len(with_report))
        self.assertGreater(min(self.stub.cuts, self.stub.throttled, self.stub.tokens), 5)
        print(f"{self.stub.requests} requests, {self.stub.throttled} throttled, {self.stub.cuts} "
              f"cut off, {self.stub.tokens} tokens")

    def test_a_fetch_that_is_killed_anywhere_loses_nothing(self):
        draw = random.Random(2)
        sent, with_report, _ = mails.mailbox(400)
        self.serve(sent)
        for _ in range(CUTS):
            self.stub.stopped.clear()
            self.stub.stop_after = self.stub.requests + draw.randrange(1, 60)
            running = subprocess.Popen(self.command("--after", "delete"), stderr=subprocess.DEVNULL)
            self.assertTrue(self.stub.stopped.wait(30))
            running.kill()
            running.wait()
            held = self.place.reports() if self.place.database.exists() else []
            self.assertEqual(len(held), len(set(held)))
            gone = {int(mail[3:-3]) for what, mail in self.stub.changes}
            self.assertEqual(gone - set(held), set(), "deleted before it was held")
        self.assertLess(len(held), len(with_report))
        self.stub.stop_after = None
        status, _, said = self.fetch("--after", "delete")
        self.assertEqual(status, 0, said)
        self.assertEqual(self.place.reports(), sorted(map(int, with_report)))
        self.assertEqual(len(self.stub.mails), 400 - len(with_report))

    def test_a_service_that_does_not_answer_is_unavailable(self):
        self.serve([("m1", mails.report(1))])
        self.stub.stop_after = 3
        status, _, said = self.fetch()
        self.assertEqual(status, 69, said)
        self.assertIn("127.0.0.1", said)

    def test_nothing_is_touched_by_itself_and_nothing_is_fetched_again(self):
        self.serve([("m1", mails.report(1)), ("m2", mails.ordinary(2))])
        self.assertEqual(self.fetch()[0], 0)
        self.assertEqual(self.stub.changes, [])
        status, summary, _ = self.fetch()
        self.assertEqual((status, summary["files"]), (0, 0))
        self.fetch("--after", "seen")
        self.assertEqual(self.stub.changes, [("seen", "AAm1/+=")])

    def test_each_refusal_says_why(self):
        self.serve([("m1", mails.report(1))])
        wrong = self.place.secret("a-wrong-word", "wrong")
        for status, words, arguments in (
                (78, "Invalid client secret", {"secret": wrong}),
                (66, "no folder Nowhere", {"address": f"graph://{graph_stub.MAILBOX}/Nowhere"})):
            found, _, said = self.fetch(**arguments)
            self.assertEqual(found, status, said)
            self.assertIn(words, said)
            self.assertNotIn("a-wrong-word", said)
        self.stub.next_link = "http://127.0.0.1:1/elsewhere"
        found, _, said = self.fetch()
        self.assertEqual(found, 74, said)
        self.assertIn("elsewhere", said)


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--hardfail", required=True, type=pathlib.Path, help="the program")
    options.add_argument("tests", nargs="*")
    given = options.parse_args()
    fetching.PROGRAM = given.hardfail.resolve()
    unittest.main(argv=[sys.argv[0], *given.tests], warnings="ignore")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""`hardfail fetch` against a real dovecot on loopback.

    imap.py --hardfail PROGRAM [TEST...]
"""
import argparse
import pathlib
import random
import subprocess
import sys
import time
import unittest

import dovecot
import fetching
import mails
import proxy

MAILS = 2000
CUTS = 20


class WithServer(unittest.TestCase):
    settings = {}

    def setUp(self):
        self.place = fetching.Place()
        self.addCleanup(self.place.close)
        self.server = dovecot.Dovecot(self.place.path, **self.settings)
        self.addCleanup(self.server.close)
        self.password = self.place.secret(dovecot.PASSWORD)

    def address(self, folder="INBOX", port=None, scheme="imaps", user=dovecot.USER):
        if port is None:
            port = self.server.tls_port if scheme == "imaps" else self.server.plain_port
        return f"{scheme}://{user}@localhost:{port}/{folder}"

    def fetch(self, *arguments, address=None, password=True):
        given = ["--password-file", self.password] if password else []
        return self.place.run("fetch", address or self.address(), *given, "--ca-file",
                              str(self.server.certificate), *arguments)


class Cut(WithServer):
    def test_a_connection_that_is_cut_anywhere_loses_nothing_and_takes_nothing_in_twice(self):
        draw = random.Random(1)
        sent, with_report, letters = mails.mailbox(MAILS)
        names = with_report | letters
        wanted = sorted(map(int, with_report))
        self.server.deliver(sent)
        between = proxy.Proxy(self.server.tls_port)
        self.addCleanup(between.close)
        address = self.address(port=between.port)
        # Each run gets over the listing, which alone has some octets a mail.
        share = sum(len(octets) + 300 for _, octets in sent) // (CUTS + 10)
        cut_runs = 0
        while cut_runs < CUTS:
            is_early = cut_runs % 4 == 3  # in the handshake or the listing
            between.left = draw.randrange(1, 40_000) if is_early else (
                len(self.server.mails()) * 6 + draw.randrange(share))
            status, summary, said = self.fetch("--after", "move:Done", address=address)
            between.left = None
            if status == 0:
                break
            cut_runs += 1
            self.assertEqual(status, 69, said)
            moved, left = set(self.server.mails("Done")), set(self.server.mails())
            self.assertEqual(moved | left, names, "a mail is lost")
            held = set(self.place.reports())
            self.assertEqual({name for name in moved if int(name) not in held}, set(),
                             "a mail was moved before its report was held")
            self.assertEqual(len(self.place.reports()), len(held), "a report is held twice")
            self.assertTrue(all("S" not in flags for flags in self.server.mails().values()))
        self.assertEqual(cut_runs, CUTS)
        status, summary, said = self.fetch("--after", "move:Done", address=address)
        self.assertEqual((status, said), (0, ""))
        self.assertEqual(self.place.reports(), wanted)
        self.assertEqual(set(self.server.mails("Done")), with_report)
        self.assertEqual(set(self.server.mails()), letters)
        status, summary, said = self.fetch("--after", "move:Done", address=address)
        self.assertEqual((status, summary["files"], summary["reports"]), (0, 0, 0))
        print(f"{cut_runs} runs cut, {len(wanted)} reports of {MAILS} mails held once each")


class Fates(WithServer):
    def setUp(self):
        super().setUp()
        self.sent = [("m1", mails.report(1)), ("m2", mails.ordinary(2)), ("m3", mails.broken(3)),
                     ("m4", mails.report(4))]
        self.server.deliver(self.sent)

    def test_nothing_is_touched_by_itself_and_nothing_is_fetched_again(self):
        status, summary, said = self.fetch()
        self.assertEqual((status, summary["files"], summary["reports"], summary["ordinary_mails"],
                          len(summary["rejected"])), (1, 4, 2, 1, 1), said)
        self.assertIn("INBOX;UID=", summary["rejected"][0]["path"])
        self.assertEqual(self.server.mails(), {"1": "", "letter-2": "", "broken-3": "", "4": ""})
        # What was rejected is tried again, as import does.
        status, summary, said = self.fetch()
        self.assertEqual((status, summary["files"], summary["reports"]), (1, 1, 0))
        status, summary, said = self.fetch("--select", "all")
        self.assertEqual((status, summary["files"], summary["reports"]), (1, 1, 0))

    def test_each_kind_of_mail_has_its_own_fate(self):
        status, _, said = self.fetch("--after", "delete", "--not-a-report", "move:Other",
                                     "--rejected", "move:Done")
        self.assertEqual(status, 1, said)
        self.assertEqual(self.server.mails(), {})
        self.assertEqual(set(self.server.mails("Other")), {"letter-2"})
        self.assertEqual(set(self.server.mails("Done")), {"broken-3"})

    def test_mail_without_a_report_is_not_deleted(self):
        self.fetch("--after", "delete")
        self.assertEqual(set(self.server.mails()), {"letter-2", "broken-3"})

    def test_mail_that_holds_more_than_reports_is_dealt_with_as_other_mail(self):
        self.server.deliver([("m5", mails.with_letters(5))])
        self.fetch("--after", "delete")
        self.assertEqual(self.place.reports(), [1, 4, 5])
        self.assertEqual(set(self.server.mails()), {"letter-2", "broken-3", "5"})
        for after, kept in (("delete", ["--select", "all"]), ("seen", []), ("move:Done", [])):
            self.fetch("--after", after, *kept)
            self.assertEqual(self.server.mails()["5"], "")
        self.fetch("--not-a-report", "move:Other")
        self.assertEqual(set(self.server.mails("Other")), {"letter-2", "5"})

    def test_reports_are_marked_as_seen(self):
        self.fetch("--after", "seen")
        self.assertEqual(self.server.mails(), {"1": "S", "letter-2": "", "broken-3": "", "4": "S"})

    def test_what_is_held_already_is_dealt_with_later(self):
        self.fetch()
        status, summary, said = self.fetch("--after", "delete", "--rejected", "move:Other")
        self.assertEqual((summary["files"], summary["reports"]), (1, 0), said)
        self.assertEqual(set(self.server.mails()), {"letter-2"})

    def test_a_renumbered_folder_is_read_again_and_adds_nothing(self):
        self.fetch("--rejected", "move:Other")
        before = self.place.query("SELECT generation FROM mail_folder")
        for path in (self.server.folder / "mail").glob("dovecot*"):
            path.unlink()
        time.sleep(1.1)  # UIDVALIDITY is a time in seconds
        status, summary, said = self.fetch("--select", "all")
        self.assertEqual((status, summary["files"], summary["reports"], summary["duplicates"]),
                         (0, 3, 0, 2), said)
        self.assertNotEqual(before, self.place.query("SELECT generation FROM mail_folder"))
        self.assertEqual(len(self.place.reports()), 2)

    def test_folders_have_names_in_any_script(self):
        status, _, said = self.fetch("--after", "move:Räume/sub", "--rejected", "move:Other")
        self.assertEqual(status, 1, said)
        self.assertEqual(set(self.server.mails("R&AOQ-ume.sub")), {"1", "4"})
        status, summary, said = self.fetch("--select", "all",
                                           address=self.address("R%C3%A4ume/sub"))
        self.assertEqual((status, summary["files"], summary["duplicates"]), (0, 2, 2), said)

    def test_an_interrupt_ends_it_soundly(self):
        self.server.deliver([(f"n{number}", mails.report(number)) for number in range(100, 600)])
        command = self.place.command("fetch", self.address(), "--password-file", self.password,
                                     "--ca-file", str(self.server.certificate), "--after",
                                     "move:Done")
        running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        while not self.server.mails("Done") and running.poll() is None:
            time.sleep(0.002)
        running.terminate()
        _, said = running.communicate(timeout=60)
        held = set(self.place.reports())
        moved = {int(name) for name in self.server.mails("Done")}
        self.assertEqual(running.returncode, 130, said)
        self.assertEqual(moved - held, set())
        self.fetch("--after", "move:Done", "--rejected", "move:Other")
        self.assertEqual(len(self.place.reports()), 502)
        self.assertEqual(len(self.server.mails("Done")), 502)


class Refused(WithServer):
    def setUp(self):
        super().setUp()
        self.server.deliver([("m1", mails.report(1))])

    def test_each_says_why_and_leaves_the_mailbox_alone(self):
        wrong = self.place.secret("wrong-secret", "wrong")
        other = self.place.path / "other"
        other.mkdir()
        foreign = str(dovecot.make_certificate(other))
        name = dovecot.make_certificate(other, "name.pem", "elsewhere.example")
        for what, status, words, arguments in (
                ("password", 78, "refuses the user or the password",
                 [self.address(), "--password-file", wrong]),
                ("authority", 69, "certificate",
                 [self.address(), "--password-file", self.password, "--ca-file", foreign]),
                ("authorities of the system", 69, "certificate",
                 [self.address(), "--password-file", self.password, "--ca-file",
                  "/etc/ssl/certs/ca-certificates.crt"]),
                ("folder", 66, "NoSuch",
                 [self.address("NoSuch"), "--password-file", self.password]),
                ("target", 66, "NoSuch",
                 [self.address(), "--password-file", self.password, "--after", "move:NoSuch"]),
                ("port", 69, "cannot be reached",
                 [self.address(port=1), "--password-file", self.password]),
                ("no TLS on the way", 78, "another machine",
                 ["imap://u@mail.example:143/INBOX", "--no-tls", "--password-file",
                  self.password]),
                ("no password", 78, "no password", [self.address()]),
                ("a password in the address", 64, "does not belong",
                 ["imaps://u:hidden-word@localhost/INBOX"])):
            with self.subTest(what):
                if "--ca-file" not in arguments:
                    arguments = [*arguments, "--ca-file", str(self.server.certificate)]
                found, _, said = self.place.run("fetch", *arguments)
                self.assertEqual(found, status, said)
                self.assertIn(words, said)
                self.assertNotIn("wrong-secret", said)
                self.assertNotIn("hidden-word", said)
                self.assertEqual(self.server.mails(), {"1": ""})
        self.assertTrue(name.exists())

    def test_starttls_is_used_and_insisted_on(self):
        status, summary, said = self.fetch(address=self.address(scheme="imap"))
        self.assertEqual((status, summary["reports"]), (0, 1), said)


class WithoutTls(WithServer):
    settings = {"ssl": "no", "only_tls": "no"}

    def test_no_password_goes_where_there_is_no_tls_unless_told(self):
        self.server.deliver([("m1", mails.report(1))])
        address = self.address(scheme="imap")
        status, _, said = self.fetch(address=address)
        self.assertEqual(status, 69)
        self.assertIn("STARTTLS", said)
        self.assertNotIn("Login:", self.server.log())
        status, summary, said = self.fetch("--no-tls", address=address)
        self.assertEqual((status, summary["reports"]), (0, 1), said)


class Plain(WithServer):
    """Without MOVE and UIDPLUS."""
    settings = {"extra": "imap_capability = IMAP4rev1 SASL-IR"}

    def test_only_its_own_mail_is_marked_as_deleted(self):
        self.server.deliver([("m1", mails.report(1)), ("m2", mails.ordinary(2))])
        path = self.server.folder / "mail/new/m2"
        path.rename(self.server.folder / "mail/cur/m2:2,T")
        status, _, said = self.fetch("--after", "move:Done")
        self.assertEqual(status, 0, said)
        self.assertEqual(len(self.server.mails("Done")), 1)
        self.assertEqual(self.server.mails(), {"1": "T", "letter-2": "T"})
        status, summary, said = self.fetch("--after", "move:Done", "--select", "all")
        self.assertEqual((status, summary["files"]), (0, 0), said)
        self.assertEqual(len(self.server.mails("Done")), 1)


class WithUidplus(WithServer):
    settings = {"extra": "imap_capability = IMAP4rev1 SASL-IR UIDPLUS"}

    def test_what_others_deleted_stays(self):
        self.server.deliver([("m1", mails.report(1)), ("m2", mails.ordinary(2))])
        path = self.server.folder / "mail/new/m2"
        path.rename(self.server.folder / "mail/cur/m2:2,T")
        status, _, said = self.fetch("--after", "move:Done")
        self.assertEqual(status, 0, said)
        self.assertEqual(len(self.server.mails("Done")), 1)
        self.assertEqual(self.server.mails(), {"letter-2": "T"})


class Tokens(WithServer):
    def setUp(self):
        tokens = dovecot.Tokens()
        self.addCleanup(tokens.close)
        self.settings = {"mechanisms": "plain xoauth2 oauthbearer", "introspection": tokens.url}
        super().setUp()

    def test_a_program_gives_the_token(self):
        self.server.deliver([("m1", mails.report(1))])
        token = self.place.secret(dovecot.TOKEN, "token")
        status, summary, said = self.fetch("--token-command", f"cat {token}", password=False)
        self.assertEqual((status, summary and summary["reports"]), (0, 1), said + self.server.log())
        wrong = self.place.secret("another-token", "other")
        status, _, said = self.fetch("--token-command", f"cat {wrong}", password=False)
        self.assertEqual(status, 78, said)


class Unattended(WithServer):
    """By `hardfail run`."""

    def told(self, address, password):
        """(exit status, what is said on standard error)"""
        (self.place.path / "zone").write_text('example.com. 300 TXT "v=spf1 ~all"\n')
        config = self.place.path / "hardfail.conf"
        config.write_text(f"db = {self.place.database}\ndns-zone = {self.place.path}/zone\n"
                          f"[input box]\nmailbox = {address}\npassword-file = {password}\n"
                          f"ca-file = {self.server.certificate}\n")
        done = subprocess.run([fetching.PROGRAM, "--config", config, "run", "--as-of", "2026-03-01"],
                              capture_output=True, text=True, timeout=120, check=False,
                              env={"HOME": str(self.place.path)})
        return done.returncode, done.stderr

    def test_trouble_is_told_when_it_begins_and_when_it_ends(self):
        self.server.deliver([("m1", mails.report(1))])
        right, wrong = self.password, self.place.secret("wrong-secret", "wrong")
        nobody = self.address(port=1)
        for address, password, status, words in (
                (self.address(), right, 0, ""),
                (self.address(), wrong, 78, "refuses the user or the password"),
                (self.address(), wrong, 78, ""),
                (self.address(), right, 0, "it can be read again"),
                (self.address(), right, 0, ""),
                (self.address("NoSuch"), right, 66, "NoSuch"),
                (self.address("NoSuch"), right, 66, ""),
                (nobody, right, 69, "cannot be reached"),
                (nobody, right, 69, ""),
                (self.address(), right, 0, "it can be read again"),
                (self.address(), right, 0, "")):
            with self.subTest(words):
                found, said = self.told(address, password)
                self.assertEqual(found, status, said)
                self.assertIn(words, said)
                self.assertEqual(said.count("\n"), 1 if words else 0, said)


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

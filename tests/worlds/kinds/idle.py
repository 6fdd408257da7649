"""Domains where little or nothing legitimate is sent, and those that only look so."""
import strangers
from listed import rotating

from . import kind
from .company import (bots, forged, line, mail_exchanger, missing, named_hosts, on_days, plain, platform_hosts, signed_by, tenant_of)


def _moved(w, name):
    """Everything the company sends leaves a platform that the record lacks; the old listed servers are silent."""
    mail_exchanger(w)
    w.terms.append(f"ip4:{w.addresses.net(28)}")
    ips = platform_hosts(w, name, 120 if name == "microsoft" else 40)
    key = signed_by(tenant_of(name, w.domain.split(".")[0]), "selector1")
    missing(w, ips, "whole company at " + name, plain(w, key), w.rng.uniform(15, 200))
    bots(w, w.rng.randrange(20, 140), 2)


@kind("not_ready")
def live_moved_unlisted(w):
    """A live company whose mail all moved to Microsoft, signed as its tenant only; the record still lists the old servers."""
    _moved(w, "microsoft")


@kind("not_ready")
def live_moved_unlisted_google(w):
    """The same at Google."""
    _moved(w, "google")


@kind("not_ready")
def live_moved_unsigned(w):
    """All mail moved to a provider's pool, unsigned; the record lists the old servers."""
    mail_exchanger(w)
    w.terms.append(f"ip4:{w.addresses.net(28)}")
    missing(w, named_hosts(w, 8, w.names.domain("mail", "hosting"), "out{n}.{b}"), "whole company at a provider", plain(w), w.rng.uniform(60, 200))
    bots(w, w.rng.randrange(20, 140), 2)


@kind("not_ready")
def live_moved_school(w):
    """A school at Microsoft whose mail shows no signature at all, only the platform's pool; the record lacks Microsoft."""
    mail_exchanger(w)
    w.terms.append(f"ip4:{w.addresses.net(28)}")
    missing(w, platform_hosts(w, "microsoft", 120), "unsigned school at microsoft", plain(w), w.rng.uniform(80, 250))


@kind("not_ready")
def live_never_listed(w):
    """A record of nothing but ~all on a domain that has always sent through a signing service."""
    mail_exchanger(w)
    missing(w, named_hosts(w, 6, w.names.domain("mail")), "only service", plain(w, rotating(w, "k1")), w.rng.uniform(20, 90), also=("unknown",))


@kind("parked")
def parked_botnet(w):
    """Nobody legitimate sends, and a botnet forges the domain all the time."""
    w.terms.append("mx")
    bots(w, 400, 3)


@kind("parked", derived=False)
def parked_no_mx(w):
    """No MX, nobody legitimate, forty forged messages in the whole window."""
    for _ in range(16):
        forged(w, w.addresses.stranger(), "stray forger", [w.rng.randrange(w.days)], 2, 1)


@kind("parked", derived=False)
def parked_null_mx(w):
    """A null MX says that nobody receives there either."""
    w.zone.add(w.domain, "MX", "0 .")
    for _ in range(30):
        forged(w, w.addresses.stranger(), "stray forger", [w.rng.randrange(w.days)], 2, 1)


@kind("parked", "insufficient_evidence", derived=False)
def idle_with_mx(w):
    """A domain that receives and never sends, with a few forgeries."""
    mail_exchanger(w)
    for _ in range(60):
        forged(w, w.addresses.stranger(), "stray forger", [w.rng.randrange(w.days)], 3, 1)


@kind("parked", "ready", derived=False)
def parked_foreign_envelopes(w):
    """Only From is forged, under the forgers' own envelopes."""
    strangers.foreign_envelope(w, 120)
    bots(w, 60, 1)


@kind("parked", "not_ready", derived=False)
def parked_patient_forger(w):
    """One unsigned host mails every day under a parked domain: a forger with patience, or a forgotten machine."""
    bots(w, 120, 2)
    ip = line(w)
    w.source(ip, "unknown", "patient forger", allowed=("suspected_spoof", "unlisted_legitimate"))
    w.flow([ip], [(1, plain(w))], 6, w.steady)


@kind("ready", "insufficient_evidence", derived=False)
def service_only(w):
    """Everything is sent by a service with its own bounce domain, signed for the domain; the record governs none of it."""
    mail_exchanger(w)
    strangers.esp(w, w.rng.uniform(60, 200), "both")
    bots(w, 60, 1)


@kind("not_ready", derived=False)
def parked_but_monthly(w):
    """A holding's domain, silent but for the invoices that a provider sends each month, unsigned, under a name of its own."""
    mail_exchanger(w)
    bots(w, 120, 2)
    at = w.rng.randrange(3, 27)
    missing(w, named_hosts(w, 1, w.names.domain("billing"), "out{n}.{b}"), "monthly invoices", plain(w), w.rng.uniform(60, 150),
            on_days(range(at, w.days, 30)))


@kind("not_ready", "insufficient_evidence")
def parked_service_of_the_last_week(w):
    """No MX, forgeries as ever; and last week a service sent for two days from ten hosts, signed as itself, to everybody."""
    bots(w, 80, 3)
    base, day = w.names.domain("certificates", "events"), w.days - w.rng.randrange(4, 8)
    missing(w, named_hosts(w, 10, base), "service of the last week", plain(w, signed_by(base, "s1", 0)), w.rng.uniform(200, 400), on_days([day, day + 1]))


@kind("not_ready", "insufficient_evidence")
def parked_but_for_a_consultant(w):
    """No MX, forgeries as ever; and a named server signs as itself on eight days over the window, to two receivers."""
    bots(w, 80, 3)
    base = w.names.domain("consulting", "law")
    days = [2, *w.rng.sample(range(8, w.days - 8), 6), w.days - 3]
    missing(w, named_hosts(w, 1, base, "mail.{b}"), "consultant", plain(w, signed_by(base, "default", 0)), 5, on_days(days), w.reach(2))

"""What counts as evidence: legitimate mail that the record governs, not any mass of messages."""
import strangers
from listed import rotating
from world import Mail

from . import kind
from .company import bots, forged, live, mail_exchanger, named_hosts, on_days, own_servers, plain


def _small(w, total, reach=None):
    """A domain that sends little: about `total` messages over the window."""
    own_servers(w, .01)
    mail_exchanger(w)
    w.flow(w.main_ips, [(1, Mail(w.domain, w.domain, w.passing, w.main_key))], total / w.days, w.steady, reach)
    w.legitimate_volume += total


@kind("insufficient_evidence", derived=False)
def small_replay(w):
    """A small domain whose key is replayed five thousand times under a foreign envelope: no evidence of its own senders."""
    _small(w, 110)
    evil, day = w.names.domain("deal"), w.rng.randrange(10, w.days - 10)
    ips = named_hosts(w, 4, evil)
    w.zone.txt(evil, "v=spf1 " + " ".join("ip4:" + ip for ip in ips) + " -all")
    key = tuple((d, s, 0) for d, s, _ in w.main_key(day))
    for ip in ips:
        w.source(ip, "unaffected", "replayed signature", allowed=("suspected_spoof",))
    w.flow(ips, [(1, Mail(w.domain, evil, w.passing, lambda _: key))], 2500, on_days([day, day + 1]))


@kind("insufficient_evidence", derived=False)
def small_replay_envelope(w):
    """The same with the domain's own envelope."""
    _small(w, 110)
    day = w.rng.randrange(10, w.days - 10)
    key = tuple((d, s, 0) for d, s, _ in w.main_key(day))
    for _ in range(40):
        forged(w, w.addresses.stranger(), "replayed signature", [day, day + 1], 9, 8, plain(w, lambda _: key), also=("forwarder", "unknown"))


@kind("insufficient_evidence", derived=False)
def mostly_unaffected(w):
    """Three thousand messages of a service with its own bounce domain, and sixty that the record governs."""
    _small(w, 60)
    strangers.esp(w, 3000 / w.days, "both")


@kind("insufficient_evidence", derived=False)
def one_day_newsletter(w):
    """Four thousand listed messages on one day, and forty in all the rest of the window."""
    _small(w, 40)
    ips = w.main_ips
    w.flow(ips, [(1, Mail(w.domain, w.domain, w.passing, rotating(w, "nl")))], 4000, on_days([w.rng.randrange(10, w.days - 10)]))


@kind("insufficient_evidence", derived=False)
def one_reporter(w):
    """All legitimate mail is seen by one receiver; the others report only forgeries."""
    _small(w, 3000, [(w.receivers[0], 1.0)])
    w.receivers[0].outage, w.receivers[0].first_day = frozenset(), 0
    bots(w, 150, 2)


@kind("insufficient_evidence", derived=False)
def forgeries_only_beside_little(w):
    """Ninety genuine messages in the window and twenty thousand forged ones."""
    _small(w, 90)
    bots(w, 300, 12)


@kind("insufficient_evidence", derived=False)
def forwarded_evidence(w):
    """Sixty direct messages; a flood of its From passes a mailing list that rewrites the envelope."""
    _small(w, 60)
    base = w.names.domain("community", "list")
    ips = named_hosts(w, 2, base, "lists{n}.{b}")
    w.zone.txt("lists." + base, "v=spf1 " + " ".join("ip4:" + ip for ip in ips) + " -all")
    inner = w.main_key
    for ip in ips:
        w.source(ip, "unaffected", "mailing list")
    w.flow(ips, [(1, Mail(w.domain, "lists." + base, w.passing, lambda day: inner(day) + (("lists." + base, "l1", 0),), forwarded=True))], 25)


@kind("ready")
def small_but_enough(w):
    """A small domain with eight hundred direct messages, steady and everywhere: that is enough."""
    own_servers(w, 9)
    mail_exchanger(w)
    bots(w, 40, 1)


@kind("ready")
def live_small_replay(w):
    """A live company one of whose messages is replayed for two days under a foreign envelope."""
    live(w)
    evil, day = w.names.domain("deal"), w.rng.randrange(10, w.days - 10)
    ips = named_hosts(w, 6, evil)
    w.zone.txt(evil, "v=spf1 " + " ".join("ip4:" + ip for ip in ips) + " -all")
    key = tuple((d, s, 0) for d, s, _ in w.main_key(day))
    for ip in ips:
        w.source(ip, "unaffected", "replayed signature", allowed=("suspected_spoof",))
    w.flow(ips, [(1, Mail(w.domain, evil, w.passing, lambda _: key))], 800, on_days([day, day + 1]))

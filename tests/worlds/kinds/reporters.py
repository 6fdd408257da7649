"""What receivers do to the evidence: sample, report late, for a week at once, or with a clock that is off."""
import dataclasses

from listed import rotating

from . import kind
from .company import live, missing, named_hosts, plain


def _sampled(w, share):
    """Most receivers report only a part of their messages."""
    send = w.send

    def sampled(day, receiver, ip, n, mail):
        kept = sum(w.rng.random() < share for _ in range(n)) if receiver in chosen else n
        if kept:
            send(day, receiver, ip, kept, mail)

    chosen = [receiver for receiver in w.receivers if w.rng.random() < .7]
    w.send = sampled


@kind("ready")
def sampled_clean(w):
    """Two receivers of three report one message in five; everything is listed."""
    _sampled(w, .2)
    live(w, volume=w.rng.uniform(200, 500))


@kind("not_ready")
def sampled_missing(w):
    """The same, and a service that is not listed."""
    _sampled(w, .2)
    live(w, volume=w.rng.uniform(200, 500))
    missing(w, named_hosts(w, 2, w.names.domain("crm")), "unlisted service, sampled", plain(w, rotating(w, "crm")), w.rng.uniform(20, 80))


def _clocks_off(w):
    for receiver in w.rng.sample(w.receivers, max(1, len(w.receivers) // 3)):
        receiver.offset = w.rng.choice([9000, 32400, 86400, 3 * 86400])


@kind("ready")
def clocks_off(w):
    """A third of the receivers date their reports hours to days too early."""
    live(w)
    _clocks_off(w)


@kind("not_ready")
def clocks_off_missing(w):
    """The same, and an unsigned application on working days: the weekend seems to move."""
    live(w)
    _clocks_off(w)
    missing(w, named_hosts(w, 2, w.names.domain("apps"), "app{n}.{b}"), "steady unsigned service", plain(w), w.rng.uniform(10, 30), w.working_days)


def _late(w):
    for receiver in w.receivers:
        if w.rng.random() < .7:
            receiver.outage = receiver.outage | frozenset(range(w.days - w.rng.randrange(4, 12), w.days))


@kind("ready")
def late_reports(w):
    """Reports of the last week are not yet there from most receivers: nobody fell silent."""
    _late(w)
    live(w)


@kind("not_ready")
def late_reports_missing(w):
    """The same, and an unlisted service."""
    _late(w)
    live(w)
    missing(w, named_hosts(w, 3, w.names.domain("crm")), "unlisted service, reported late", plain(w, rotating(w, "crm")), w.rng.uniform(15, 60))


def _weekly(w):
    for receiver in w.rng.sample(w.receivers, len(w.receivers) // 2):
        receiver.span, receiver.outage = 7, frozenset()


@kind("ready")
def weekly_reports(w):
    """Half of the receivers report a week at once."""
    _weekly(w)
    live(w)


@kind("not_ready")
def weekly_reports_missing(w):
    """The same, and an unsigned service on working days."""
    _weekly(w)
    live(w)
    missing(w, named_hosts(w, 2, w.names.domain("apps"), "app{n}.{b}"), "steady unsigned service", plain(w), w.rng.uniform(10, 30), w.working_days)


@kind("ready")
def one_large_receiver(w):
    """One receiver has nine tenths of the mail; the rest see little."""
    w.receivers[0].weight = 9 * sum(receiver.weight for receiver in w.receivers[1:])
    w.receivers[0].first_day, w.receivers[0].outage = 0, frozenset()
    live(w, volume=w.rng.uniform(200, 500))


@kind("ready")
def new_receivers(w):
    """Several receivers began to report in mid-window: forgers and forwarders did not begin then."""
    for receiver in w.rng.sample(w.receivers, len(w.receivers) // 2):
        receiver.first_day = w.days // 2
    live(w)


@kind("ready")
def receiver_with_two_names(w):
    """One receiver reports under two organisation names, from two systems."""
    twin = dataclasses.replace(w.receivers[0], org=w.receivers[0].org + " (EU)", host="eu." + w.receivers[0].host)
    w.receivers.append(twin)
    live(w)

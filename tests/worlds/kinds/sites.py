"""Sites, moves and mergers: a company changes shape, and its record more or less with it."""
from listed import authorise, by_address, rotating
from world import Mail

from . import kind
from .company import (ASK, line, live, mail_exchanger, missing, named_hosts, on_days, own_servers, plain, platform_listed, signed_by,
                      surroundings)


@kind("not_ready")
def dr_site(w):
    """Two days of emergency operation from another site with the same key, while the listed servers are silent."""
    own_servers(w, .01)
    mail_exchanger(w)
    start, volume = w.rng.randrange(20, w.days - 15), w.rng.uniform(80, 250)
    w.flow(w.main_ips, [(1, Mail(w.domain, w.domain, w.passing, w.main_key))], volume, lambda day: w.daily(day) * (day not in (start, start + 1)))
    w.legitimate_volume += volume * w.days
    w.signed.append((volume, w.main_key))
    ips = w.addresses.hosts(w.addresses.net(), 2)
    missing(w, ips, "emergency site", plain(w, w.main_key), volume, on_days([start, start + 1]))
    surroundings(w)


@kind("not_ready")
def dr_test_monthly(w):
    """One evening each month the second site is tried: the same key, named as the company's."""
    live(w, "own")
    ips = w.addresses.hosts(w.addresses.net(), 1)
    w.zone.ptr(ips[0], "dr1." + w.domain)
    at = w.rng.randrange(3, 27)
    missing(w, ips, "second site on trial", plain(w, w.main_key), max(12, w.main_volume * .2), on_days(range(at, w.days, 30)))


@kind("ready", derived=False)
def platform_migration(w):
    """Half-way from one platform to another over six weeks; both are included."""
    share = w.rng.uniform(100, 300)
    live(w, "google", share)
    platform_listed(w, "microsoft", share)


@kind("ready")
def holidays(w):
    """The company closes for a fortnight in mid-window; nobody sends anything then."""
    start = w.rng.randrange(20, w.days - 30)
    open_days = w.daily
    w.daily = lambda day: 0 if start <= day < start + 14 else open_days(day)
    live(w)


@kind("not_ready")
def acquisition(w):
    """An acquired firm's servers send as the new owner since mid-window, with a key of the domain, under the old firm's names."""
    live(w)
    start = w.rng.randrange(w.days // 3, w.days - 20)
    ips = named_hosts(w, 3, w.names.domain("works", "group"), "mail{n}.{b}")
    missing(w, ips, "acquired firm", plain(w, rotating(w, "acq")), w.rng.uniform(15, 90), lambda day: w.daily(day) * (day >= start))


@kind("not_ready")
def acquisition_old_key(w):
    """The acquired firm's servers put the new envelope on, and still sign as the old firm."""
    live(w)
    base, start = w.names.domain("works", "group"), w.rng.randrange(w.days // 3, w.days - 20)
    ips = named_hosts(w, 2, base, "mail{n}.{b}")
    missing(w, ips, "acquired firm with its old key", plain(w, signed_by(base, "mail")), w.rng.uniform(15, 90), lambda day: w.daily(day) * (day >= start))


@kind("not_ready")
def split_dns(w):
    """The host is erp.D inside and has no address outside, so its name cannot be confirmed: unsigned, every working day, everywhere."""
    live(w)
    ip = w.addresses.hosts(w.addresses.net(), 1)[0]
    w.zone.ptr(ip, "erp." + w.domain, confirmed=False)
    missing(w, [ip], "host known inside only", plain(w), w.rng.uniform(4, 20), w.working_days)


@kind("not_ready")
def split_dns_signed(w):
    """The same with the listed key."""
    live(w, "own")
    ip = w.addresses.hosts(w.addresses.net(), 1)[0]
    w.zone.ptr(ip, "erp." + w.domain, confirmed=False)
    missing(w, [ip], "host known inside only, signed", plain(w, w.main_key), w.rng.uniform(4, 20), w.working_days)


@kind("not_ready")
def office_moved(w):
    """The office changed its line; the record still lists the old one."""
    live(w)
    old, new, move = line(w), line(w), w.rng.randrange(w.days // 3, w.days - 20)
    authorise(w, [old], by_address)
    key, volume = rotating(w, "off"), w.rng.uniform(15, 50)
    w.source(old, "listed", "old office line")
    w.flow([old], [(1, Mail(w.domain, w.domain, w.passing, key))], volume, lambda day: w.daily(day) * (day < move))
    missing(w, [new], "new office line", plain(w, key), volume, lambda day: w.daily(day) * (day >= move))


@kind("not_ready")
def printers_inside(w):
    """A dozen printers and a door system behind the head office's line mail the company itself, unsigned, every working day."""
    live(w)
    missing(w, [line(w)], "devices of the head office", plain(w), w.rng.uniform(5, 15), w.working_days, [(w.receivers[0], 1.0)])


@kind("ready", derived=False)
def no_selectors_clean(w):
    """No receiver tells selectors; all is listed, and forwarders are about."""
    for receiver in w.receivers:
        receiver.selectors = 0
    live(w, "own")


@kind("ready", derived=False)
def no_selectors_platform(w):
    """The same at a platform with many addresses."""
    for receiver in w.receivers:
        receiver.selectors = 0
    live(w, w.rng.choice(["google", "microsoft"]))


@kind("not_ready")
def no_selectors_missing(w):
    """No receiver tells selectors, and a service that signs for the domain is not listed: steady, everywhere."""
    for receiver in w.receivers:
        receiver.selectors = 0
    live(w)
    missing(w, named_hosts(w, 2, w.names.domain("crm")), "service, selectors untold", plain(w, rotating(w, "crm")), w.rng.uniform(20, 90))


@kind("ready")
def weekly_keys(w):
    """The signing key is another every week, as some platforms rotate it; all is listed, forwarders carry last week's."""
    own_servers(w, .01)
    mail_exchanger(w)
    stem, volume = w.rng.choice(["w", "key"]), w.rng.uniform(120, 300)
    key = lambda day: ((w.domain, f"{stem}{day // 7}", .004),)          # noqa: E731
    w.flow(w.main_ips, [(1, Mail(w.domain, w.domain, w.passing, key))], volume)
    w.legitimate_volume += volume * w.days
    w.signed[:] = [(volume, key)]
    surroundings(w)


@kind("ready", derived=False)
def unsigned_company(w):
    """A company that signs nothing; everything is listed."""
    live(w, "unsigned")


@kind("not_ready")
def unsigned_company_missing(w):
    """A company that signs nothing, and a named service of two dozen hosts, unsigned as well, that is not listed."""
    live(w, "unsigned")
    missing(w, named_hosts(w, 24, w.names.domain("mailer", "send")), "unsigned service", plain(w), w.rng.uniform(30, 120))


@kind("not_ready")
def spare_server(w):
    """A spare server takes over whenever the listed one is down: five single days, named as the company's, the same key."""
    live(w, "own")
    ips = w.addresses.hosts(w.addresses.net(), 1)
    w.zone.ptr(ips[0], "spare." + w.domain)
    missing(w, ips, "spare server", plain(w, w.main_key), max(20, w.main_volume * .5), on_days(w.rng.sample(range(5, w.days - 5), 5)), also=ASK)

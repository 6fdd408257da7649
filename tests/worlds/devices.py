"""Unsigned hosts nobody listed: machines that send for the domain, told only by where they stand and when they send."""
from listed import overlaps_authorised
from naming import generic_name
from world import Mail


def _name(w, ip, kinds):
    """Gives the address one of these kinds of name; the kind."""
    kind = w.rng.choice(kinds)
    if kind == "generic":
        w.zone.ptr(ip, generic_name(w.rng, ip, w.names.domain("isp")))
    elif kind == "named":
        w.zone.ptr(ip, f"{w.rng.choice(['app', 'srv', 'host'])}{w.rng.randrange(1, 90)}.{w.names.domain('cloud', 'hosting')}")
    return kind


def _device(w, ip, cls, stream, volume, rhythm, reach=None, allowed=()):
    w.source(ip, cls, stream, must=cls == "unlisted_legitimate" and not allowed, allowed=allowed)
    w.flow([ip], [(1, Mail(w.domain, w.domain, w.failing))], volume, rhythm, reach)
    w.notes.append(stream)


def scanner(w):
    """A copier that mails what it scans, on working days only, to two or three receivers."""
    ip = w.addresses.hosts(w.addresses.net(), 1)[0]
    _name(w, ip, ["generic", "none", "named"])
    _device(w, ip, "unknown", "scanner on working days", w.rng.uniform(.8, 3), w.working_days, w.reach(w.rng.choice([1, 2, 3])),
            ("unlisted_legitimate",))


def weekly_report(w):
    """A report every week on the same day."""
    ip, day_of_week = w.addresses.hosts(w.addresses.net(), 1)[0], w.rng.randrange(7)
    _name(w, ip, ["generic", "none", "named"])
    _device(w, ip, "unknown", "weekly report", w.rng.uniform(3, 30), lambda day: w.weekday(day) == day_of_week, w.reach(w.rng.choice([2, 4, None])),
            ("unlisted_legitimate",))


def monthly_run(w):
    """A run every month; of a host without a name, nobody can tell it from chance."""
    ip, run = w.addresses.hosts(w.addresses.net(), 1)[0], w.rng.randrange(28)
    kind = _name(w, ip, ["none", "named", "named"])
    _device(w, ip, "unknown", "monthly unsigned run", w.rng.uniform(10, 60), lambda day: day % 30 == run, None,
            ("unlisted_legitimate",) + (("suspected_spoof",) if kind == "none" or w.days < 80 else ()))


def address_pool(w):
    """An application behind a pool of addresses: each is seen on few days, all together every day."""
    count = w.rng.randrange(8, 16)
    ips = w.addresses.hosts(w.addresses.net(), count)
    if w.rng.random() < .5:
        base = w.names.domain("cloud")
        for n, ip in enumerate(ips, 1):
            w.zone.ptr(ip, f"egress{n}.{base}")
    for ip in ips:
        w.source(ip, "unknown", "pool of addresses", allowed=("unlisted_legitimate",))
    mail = Mail(w.domain, w.domain, w.failing)
    for day in range(w.days):
        for receiver, share in w.reach():
            if w.rng.random() < share * 4:
                w.send(day, receiver, w.rng.choice(ips), w.rng.randrange(1, 4), mail)
    w.notes.append("an application behind a pool of addresses")


def web_server(w):
    """The machine the domain's address leads to sends the shop's mail, under its hosting company's name."""
    ip = w.addresses.hosts(w.addresses.net(), 1)[0]
    if "a" in w.terms:
        return
    _name(w, ip, ["generic", "none", "named"])
    w.zone.host(w.domain, ip)
    _device(w, ip, "unlisted_legitimate", "web server of the domain, unsigned", w.rng.uniform(.6, 8), w.daily)


def portal(w):
    """An own host whose name has a word that lines have too."""
    ip = w.addresses.hosts(w.addresses.net(), 1)[0]
    w.zone.ptr(ip, w.rng.choice(["client-portal", "customers", "wireless", "pool-service"]) + "." + w.domain)
    _device(w, ip, "unlisted_legitimate", "own host with the name of a line, unsigned", w.rng.uniform(.6, 4), w.working_days)


def persistent_stranger(w):
    """Unsigned mail every day at everybody: a patient forger or a forgotten machine, nobody can tell but the owner."""
    ip = w.addresses.stranger()
    if overlaps_authorised(w, ip):
        return
    _name(w, ip, ["generic", "none", "named"])
    _device(w, ip, "unknown", "persistent stranger", w.rng.uniform(2, 40), w.steady, None, ("suspected_spoof", "unlisted_legitimate"))


STRANDS = [scanner, weekly_report, monthly_run, address_pool, web_server, portal, persistent_stranger]

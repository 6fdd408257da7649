"""Third parties that look like senders: forwarders, neighbours, and addresses that once were listed."""
from listed import authorise, by_address, overlaps_authorised, provider_zone, rotating
from naming import generic_name
from world import Mail

from . import kind
from .company import forged, line, live, mail_exchanger, missing, named_hosts, plain, surroundings

ONCE = ("listed", "unknown", "unaffected")          # beside unlisted_legitimate, for an address that is silent since


def _relays(w, ips, share, reach, stream, also=(), broken=.03, signature=None):
    """Hosts that pass on a share of the legitimate mail with the envelope kept."""
    mails = [(volume, plain(w, lambda day, k=key: tuple((d, s, broken) for d, s, _ in k(day)) + (signature or ()), forwarded=True))
             for volume, key in w.signed]
    for ip in ips:
        w.source(ip, "forwarder", stream, allowed=also)
    w.flow(ips, mails, share * w.legitimate_volume / w.days, w.daily, reach)


# ---- forwarders

@kind("keep_softfail")
def alumni(w):
    """A university's pool forwards a tenth of all mail to every consumer mailbox provider."""
    live(w, "own", around=False)
    _second_stream(w)
    ips = named_hosts(w, 3, w.names.domain("university", "alumni"), "mx-out{n}.{b}")
    _relays(w, ips, w.rng.uniform(.05, .13), w.reach(None, True), "alumni relay")


@kind("keep_softfail", "not_ready")
def alumni_nameless(w):
    """Heavy forwarding through relays without names, to every mailbox provider; the domain has one signed stream."""
    live(w, "own", around=False)
    ips = w.addresses.hosts(w.addresses.net(24), 2)
    _relays(w, ips, w.rng.uniform(.05, .12), w.reach(None, True), "nameless relay", ("unknown",), .04)


@kind("ready", "not_ready")
def relay_wide_small(w):
    """One small forwarder that every mailbox provider sees; some signatures arrive broken."""
    live(w, around=False)
    ip = named_hosts(w, 1, w.names.domain("club", "isp"), "fwd.{b}")
    _relays(w, ip, .004, w.reach(None, True), "small relay", ("unknown",), .2)


@kind("ready", "not_ready", "keep_softfail")
def gateways_before(w):
    """Customers' filters stand before their mailboxes: one receiver sees the filters' pools instead of the senders."""
    live(w)
    receiver = next((r for r in w.receivers if "outlook" in r.host), w.receivers[0])
    for _ in range(2):
        base = w.names.domain("filter", "secure")
        _relays(w, named_hosts(w, 24, base, "eu-smtp-{n}.{b}"), w.rng.uniform(.0015, .005), [(receiver, 1.0)], "customers' inbound filter", ("unknown",), .1)


@kind("ready", "not_ready", "keep_softfail")
def list_keeps_envelope(w):
    """A list server of old that keeps the envelope, breaks the signature and adds its own, with members everywhere."""
    live(w)
    base = w.names.domain("community", "list")
    ips = named_hosts(w, 1, base, "lists.{b}")
    _relays(w, ips, w.rng.uniform(.002, .006), w.reach(), "list that keeps the envelope", ("unknown",), 1, ((base, "l1", 0),))


@kind("ready")
def saas_srs(w):
    """A service rewrites the sender to its own domain and signs with a key of the customer's domain."""
    live(w)
    base = w.names.domain("desk", "ticket")
    ips = named_hosts(w, 4, base)
    w.zone.txt("srs." + base, "v=spf1 " + " ".join("ip4:" + ip for ip in ips) + " -all")
    key = rotating(w, "tk1")
    for ip in ips:
        w.source(ip, "unaffected", "service that rewrites the sender")
    w.flow(ips, [(1, Mail(w.domain, "srs." + base, w.passing, key))], w.rng.uniform(20, 90))


@kind("ready")
def tenants_forward(w):
    """Customers' tenants at a platform forward with a rewritten sender; the company's key survives."""
    live(w, "own")
    ips = named_hosts(w, 60, "outlook.com", "mail-db3eur05hn{n}.outbound.protection.outlook.com", 3)
    inner = w.main_key
    w.zone.txt("spf.protection.outlook.com", "v=spf1 " + " ".join("ip4:" + ip for ip in ips) + " -all")
    for customer in range(3):
        name = w.names.domain()
        w.zone.txt(name, "v=spf1 include:spf.protection.outlook.com -all")
        for ip in ips[customer::3]:
            w.source(ip, "unaffected", "forwarding tenant of a customer")
        w.flow(ips[customer::3], [(1, Mail(w.domain, name, w.passing, inner, forwarded=True))], w.rng.uniform(2, 9), reach=w.reach(3, True))


@kind("ready")
def calendar_replies(w):
    """Answers to invitations that a large calendar sends for the company's people, from its own envelope and hosts."""
    live(w)
    ips = named_hosts(w, 12, "calendar-server.test", "sor-{n}.{b}")
    w.zone.txt("calendar-server.test", "v=spf1 " + " ".join("ip4:" + ip for ip in ips) + " -all")
    for ip in ips:
        w.source(ip, "unaffected", "calendar service")
    w.flow(ips, [(1, Mail(w.domain, "calendar-server.test", w.passing, lambda day: (("calendar-server.test", "c1", .002),)))], w.rng.uniform(3, 12), w.working_days)


def _second_stream(w):
    ips = named_hosts(w, 2, w.names.domain("desk", "crm"), "s{n}.{b}")
    authorise(w, ips, by_address)
    key = rotating(w, "dsk")
    for ip in ips:
        w.source(ip, "listed", "listed service")
    w.flow(ips, [(1, Mail(w.domain, w.domain, w.passing, key))], 60)
    w.legitimate_volume += 60 * w.days
    w.signed.append((60, key))


# ---- neighbours

@kind("ready", "not_ready")
def cloud_neighbour(w):
    """The company's listed server stands at a cloud; nameless neighbours in its /24 forge the domain on a few days."""
    live(w)
    net = w.addresses.net(24)
    ips = w.addresses.hosts(net, 6)
    authorise(w, ips[:1], by_address)
    w.zone.ptr(ips[0], "app." + w.domain)
    w.source(ips[0], "listed", "own cloud server")
    w.flow(ips[:1], [(1, Mail(w.domain, w.domain, w.passing, rotating(w, "app")))], 25)
    for ip in ips[1:]:
        start = w.rng.randrange(w.days - 8)
        forged(w, ip, "neighbour in the cloud", w.rng.sample(range(start, start + 8), w.rng.choice([2, 3, 4])), 4, 2, also=("unknown",))


# ---- once listed, silent since

@kind("ready")
def plus_all_history(w):
    """The record said +all until some weeks ago, so forgeries passed as well: a pass of that time proves nothing."""
    live(w, forgers=False)
    change = w.rng.randrange(w.days // 3, w.days * 3 // 4)
    mail = Mail(w.domain, w.domain, lambda day: "pass" if day < change else w.unlisted_result())
    for _ in range(200):
        start = w.rng.randrange(w.days - 6)
        forged(w, w.addresses.stranger(), "forger in the time of +all", w.rng.sample(range(start, start + 6), w.rng.randrange(1, 5)), 4, 3, mail)


@kind("not_ready")
def plus_all_history_missing(w):
    """The same, and a signed service that passed in the time of +all is in no term of today's record."""
    plus_all_history(w)
    change = w.days // 2
    mail = Mail(w.domain, w.domain, lambda day: "pass" if day < change else w.unlisted_result(), rotating(w, "svc"))
    missing(w, named_hosts(w, 2, w.names.domain("crm")), "service that only +all listed", mail, w.rng.uniform(10, 60))


def _retired(w, ips, stream, until, volume, key, since=0):
    for ip in ips:
        w.source(ip, "unlisted_legitimate", stream, allowed=ONCE)
    w.flow(ips, [(1, Mail(w.domain, w.domain, w.passing, key))], volume, lambda day: w.daily(day) * (since <= day < until))


@kind("ready", "not_ready", derived=False)
def a_moved_retired(w):
    """Web and mail moved together to a new address weeks ago; the record says `a`, and the old address is silent."""
    mail_exchanger(w)
    old, new = w.addresses.hosts(w.addresses.net(), 1)[0], w.addresses.hosts(w.addresses.net(), 1)[0]
    w.terms.append("a")
    w.lookups += 1
    w.zone.host(w.domain, new)
    w.no_web = True
    move, volume, key = w.rng.randrange(w.days // 3, w.days - 25), w.rng.uniform(60, 200), rotating(w, "default")
    _retired(w, [old], "old address", move, volume, key)
    w.source(new, "listed", "new address")
    w.flow([new], [(1, Mail(w.domain, w.domain, w.passing, key))], volume, lambda day: w.daily(day) * (day >= move))
    w.legitimate_volume += volume * w.days
    w.signed.append((volume, key))
    surroundings(w)


@kind("not_ready")
def a_moved_still_sends(w):
    """The web site moved and the record says `a`; the mail still leaves the old address."""
    live(w)
    old, new = w.addresses.hosts(w.addresses.net(), 1)[0], w.addresses.hosts(w.addresses.net(), 1)[0]
    w.terms.append("a")
    w.lookups += 1
    w.zone.host(w.domain, new)
    w.no_web = True
    move, key = w.rng.randrange(w.days // 3, w.days - 25), rotating(w, "default")
    mail = Mail(w.domain, w.domain, lambda day: "pass" if day < move else w.unlisted_result(), key)
    missing(w, [old], "old address that still sends", mail, w.rng.uniform(10, 80))


@kind("ready", derived=False)
def dyn_listed(w):
    """`a:` of a dynamic name lists an office line whose address changes weekly: every message passed, old addresses are silent."""
    live(w)
    name, isp, volume = "office." + w.names.domain("dyndns"), w.names.domain("isp"), w.rng.uniform(5, 30)
    key = w.main_key if w.rng.random() < .5 else (lambda day: ())
    for start in range(0, w.days, 7):
        ip = line(w, isp)
        _retired(w, [ip], "dynamic office line", start + 7, volume, key, start)
        if start + 7 >= w.days:
            w.zone.host(name, ip)
            w.sources[ip].cls, w.sources[ip].allowed = "listed", {"listed"}
    w.terms.append("a:" + name)
    w.lookups += 1


@kind("ready", derived=False)
def rotating_include(w):
    """A service rotates the ranges behind its include every three weeks; the earlier ones passed then and are silent."""
    live(w)
    base, key, volume = w.names.domain("crm", "desk"), rotating(w, "rot"), w.rng.uniform(15, 80)
    for start in range(0, w.days, 21):
        net = w.addresses.net(24)
        ips = w.addresses.hosts(net, 4)
        for n, ip in enumerate(ips):
            w.zone.ptr(ip, f"o{start}-{n}.{base}")
        _retired(w, ips, "service with changing ranges", start + 21, volume, key, start)
        if start + 21 >= w.days:
            provider_zone(w, "_spf." + base, None, [net])
            for ip in ips:
                w.sources[ip].cls, w.sources[ip].allowed = "listed", {"listed"}
    w.terms.append("include:_spf." + base)
    w.lookups += 1


@kind("ready", derived=False)
def retired_provider(w):
    """A service was replaced by another two months ago and taken from the record; it passed until then, its successor is listed."""
    live(w)
    until, volume = w.rng.randrange(20, w.days - 40), w.rng.uniform(15, 80)
    old, new = named_hosts(w, 3, w.names.domain("crm")), named_hosts(w, 3, w.names.domain("desk"))
    _retired(w, old, "retired service", until, volume, rotating(w, "old"))
    authorise(w, new, by_address)
    for ip in new:
        w.source(ip, "listed", "its successor")
    w.flow(new, [(1, Mail(w.domain, w.domain, w.passing, rotating(w, "new")))], volume, lambda day: w.daily(day) * (day >= until))


@kind("ready", derived=False)
def retired_main_provider(w):
    """The whole company moved from its own servers to a platform in mid-window; the old ones were dropped and are silent."""
    until, volume = w.rng.randrange(20, w.days - 40), w.rng.uniform(80, 300)
    live(w, "microsoft", volume)
    old = w.addresses.hosts(w.addresses.net(), 2)
    for n, ip in enumerate(old, 1):
        w.zone.ptr(ip, f"mail{n}.{w.domain}")
    _retired(w, old, "retired own servers", until, volume, rotating(w, "mta"))


@kind("ready", "not_ready", "keep_softfail")
def forwarder_at_listed_cloud(w):
    """A forwarder rents from the same cloud as the company's listed host, and both have the cloud's generic names."""
    live(w)
    cloud, net = w.names.domain("cloud"), w.addresses.net(20)
    ips = [ip for ip in w.addresses.hosts(net, 5)]
    for ip in ips:
        w.zone.ptr(ip, generic_name(w.rng, ip, cloud))
    authorise(w, ips[:1], by_address)
    key = rotating(w, "cl1")
    w.source(ips[0], "listed", "listed host at a cloud")
    w.flow(ips[:1], [(1, Mail(w.domain, w.domain, w.passing, key))], 30)
    w.legitimate_volume += 30 * w.days
    w.signed.append((30, key))
    _relays(w, [ip for ip in ips[1:] if not overlaps_authorised(w, ip)], .003, w.reach(2, True), "forwarder at the same cloud", ("unknown",))

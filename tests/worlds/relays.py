"""Those who pass mail on in ways that look like something else, and forgers who look like them."""
from listed import authorise, by_address, overlaps_authorised, provider_zone, rotating
from naming import generic_name
from world import Mail


def _keys(w, broken=.03):
    """All listed streams as they come, by volume."""
    return [(volume, lambda day, k=key: tuple((d, s, broken) for d, s, _ in k(day))) for volume, key in w.signed]


def _forwarded(w, keys, reported=True):
    return [(volume, Mail(w.domain, w.domain, w.failing, key, forwarded=reported)) for volume, key in keys]


def _listed_relay(w, ip, volume):
    key = rotating(w, "lr" + str(len(w.sources)))
    w.source(ip, "listed", "listed host at a provider")
    w.flow([ip], [(1, Mail(w.domain, w.domain, w.passing, key))], volume)
    w.legitimate_volume += volume * w.days
    w.signed.append((volume, key))
    return key


def provider_pool(w):
    """A provider's outgoing hosts are in its include; those that forward for its other customers are kept out of it."""
    base, net = w.names.domain("mailbox", "suite"), w.addresses.net(24)
    own = w.addresses.hosts(net, 2)
    for n, ip in enumerate(own, 1):
        w.zone.ptr(ip, f"out{n}.{base}")
    w.lookups += provider_zone(w, "_spf." + base, None, [net])
    w.terms.append("include:_spf." + base)
    w.authorised |= set(own)
    keys = [(1, _listed_relay(w, ip, w.rng.uniform(15, 60))) for ip in own[:1]]
    for n, ip in enumerate(w.addresses.hosts(w.addresses.net(24), w.rng.randrange(2, 7)), 1):
        w.zone.ptr(ip, f"forward{n}.{base}")
        w.source(ip, "forwarder", "provider's forwarding pool", allowed=("unknown",))
        w.flow([ip], _forwarded(w, keys + _keys(w)), w.rng.uniform(.2, .8), w.daily, w.reach(w.rng.choice([1, 2]), True))
    w.notes.append("a provider forwards from hosts outside of its include")


def same_hosting_company(w):
    """A listed host and some forwarders are customers of one company, which named them all by their addresses."""
    isp = w.names.domain("hosting", "cloud")
    ip = w.addresses.hosts(w.addresses.net(), 1)[0]
    w.zone.ptr(ip, generic_name(w.rng, ip, isp))
    authorise(w, [ip], by_address)
    key = _listed_relay(w, ip, w.rng.uniform(15, 60))
    for _ in range(w.rng.randrange(2, 6)):
        ip = w.addresses.stranger()
        if overlaps_authorised(w, ip):
            continue
        w.zone.ptr(ip, generic_name(w.rng, ip, isp))
        w.source(ip, "forwarder", "forwarder at the hosting company of a listed host")
        w.flow([ip], _forwarded(w, [(1, key)]), w.rng.uniform(.1, .4), w.daily, w.reach(w.rng.choice([1, 2]), True))
    w.notes.append("forwarders at the hosting company of a listed host")


def list_keeping_envelope(w):
    """An old mailing list: the envelope stays, the signature breaks, the list adds its own."""
    base = w.names.domain("community", "list")
    ip = w.addresses.hosts(w.addresses.net(), 1)[0]
    w.zone.ptr(ip, "lists." + base)
    keys = [(volume, lambda day, k=key: k(day) + ((base, "l1", 0),)) for volume, key in _keys(w, 1)]
    w.source(ip, "forwarder", "mailing list that keeps the envelope")
    w.flow([ip], _forwarded(w, keys), w.rng.uniform(.4, 2))
    w.notes.append("a mailing list keeps the envelope")


def wide_forwarder(w):
    """Old students read their mail at every mailbox provider: their college's hosts are seen as widely as a sender's."""
    base = w.names.domain("university", "alumni")
    for n, ip in enumerate(w.addresses.hosts(w.addresses.net(22), w.rng.choice([1, 3, 12])), 1):
        w.zone.ptr(ip, f"mx-out{n}.{base}")
        w.source(ip, "forwarder", "forwarder that everybody sees", allowed=("unknown",))
        w.flow([ip], _forwarded(w, _keys(w), w.rng.random() < .7), w.rng.uniform(.1, .9), w.daily, w.reach(None, True))
    w.notes.append("a forwarder to every mailbox provider")


def forwarded_without_spf(w):
    """Mail of a service with its own bounce domain, forwarded to receivers that leave the SPF result out."""
    base = w.names.domain("mailer", "send")
    ips = w.addresses.hosts(w.addresses.net(), 2)
    for n, ip in enumerate(ips, 1):
        w.zone.ptr(ip, f"o{n}.{base}")
        w.source(ip, "unaffected", "service with its own bounce domain, forwarded")
    w.zone.txt("bounce." + base, "v=spf1 " + " ".join("ip4:" + ip for ip in ips) + " -all")
    key = rotating(w, "fb" + str(len(w.sources)))
    w.flow(ips, [(1, Mail(w.domain, "bounce." + base, w.passing, key))], w.rng.uniform(10, 60))
    for _ in range(w.rng.randrange(1, 5)):
        ip = w.addresses.stranger()
        if overlaps_authorised(w, ip):
            continue
        w.zone.ptr(ip, "mx." + w.names.domain("club", "isp"))
        w.source(ip, "unaffected", "forwarder of a service, SPF never shown", allowed=("forwarder", "unknown"))
        w.flow([ip], [(1, Mail(w.domain, "bounce." + base, w.failing, key, forwarded=True, unspecified=True))], .12, None, w.reach(1, True))
    w.notes.append("forwarded mail of a service with its own bounce domain, SPF not shown")


def replay(w):
    """One signed message sent again by a botnet: the signature is good, and nobody of the domain sent it."""
    key = w.rng.choice(w.signed)[1]
    start, length, size = w.rng.randrange(w.days - 6), w.rng.randrange(1, 5), w.rng.choice([1, 4, 20])
    mail = Mail(w.domain, w.domain, w.failing, lambda day: tuple((d, s, 0) for d, s, _ in key(start)))
    for _ in range(w.rng.randrange(20, 90)):
        ip = w.addresses.stranger()
        if overlaps_authorised(w, ip):
            continue
        w.source(ip, "suspected_spoof", "replayed signature", allowed=("forwarder", "unknown"))
        for day in range(start, start + length):
            for receiver in w.rng.sample(w.receivers, w.rng.randrange(1, len(w.receivers) + 1)):
                w.send(day, receiver, ip, 1 + int(w.rng.expovariate(1 / size)), mail)
    w.notes.append("a signed message replayed")


def periodic_botnet(w):
    """Each address comes back every so many days, the whole window long."""
    isp, every = w.names.domain("isp"), w.rng.choice([5, 7, 10, 14, 25, 28, 30])
    for _ in range(w.rng.randrange(40, 160)):
        ip = w.addresses.stranger()
        if overlaps_authorised(w, ip):
            continue
        if w.rng.random() < .6:
            w.zone.ptr(ip, generic_name(w.rng, ip, isp), w.rng.random() < .9)
        w.source(ip, "suspected_spoof", "spoofing every so many days")
        for day in range(w.rng.randrange(every), w.days, every):
            for receiver in w.rng.sample(w.receivers, min(3, len(w.receivers))):
                w.send(day, receiver, ip, w.rng.randrange(1, 4), Mail(w.domain, w.domain, w.failing))
    w.notes.append(f"a botnet that comes back every {every} days")


def forwarded_forgeries(w):
    """Forgeries that went to a forwarder: what a receiver says of the path vouches for nobody."""
    for _ in range(w.rng.randrange(1, 6)):
        ip = w.addresses.stranger()
        w.zone.ptr(ip, "mx." + w.names.domain("club", "university"))
        w.source(ip, "suspected_spoof", "forwarded forgeries")
        start = w.rng.randrange(w.days)
        w.flow([ip], [(1, Mail(w.domain, w.domain, w.failing, forwarded=True))], .8, lambda day, at=start: at <= day < at + 10, w.reach(2, True))
    w.notes.append("forgeries that were forwarded")


STRANDS = [provider_pool, same_hosting_company, list_keeping_envelope, wide_forwarder, forwarded_without_spf, replay, periodic_botnet]

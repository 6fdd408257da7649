"""Mail that D's record does not govern, forwarders, and those who only pretend."""
from listed import overlaps_authorised, rotating
from naming import generic_name
from world import Mail

SUFFIXES = ("university", "alumni", "mail", "isp", "hosting", "club")


def _hosts(w, count, base, pattern):
    ips = w.addresses.hosts(w.addresses.net(), count)
    for n, ip in enumerate(ips, 1):
        w.zone.ptr(ip, pattern.format(n=n, b=base))
    return ips


# ---- SPF identities of others

def esp(w, volume, signing):
    """A service that bounces to its own domain; it signs for both, for itself, or not at all."""
    base = w.rng.choice(["mandrillapp.com", "mcsv.net", "amazonses.com"]) if w.rng.random() < .25 else w.names.domain("mailer", "send")
    ips = _hosts(w, w.rng.choice([2, 4, 8]), base, w.rng.choice(["mail{n}.atl.{b}", "a{n}.smtp-out.{b}"]))
    bounce = w.rng.choice([base, "bounces." + base])
    w.zone.txt(bounce, "v=spf1 " + " ".join("ip4:" + ip for ip in ips) + " ~all")
    own, theirs = rotating(w, "mte" + str(len(w.sources))), (base, "svc1", .003)
    signatures = {"both": lambda day: own(day) + (theirs,), "itself": lambda day: (theirs,), "none": lambda day: ()}[signing]
    for ip in ips:
        w.source(ip, "unaffected", "service with its own bounce domain, signs: " + signing)
    w.flow(ips, [(1, Mail(w.domain, bounce, w.passing, signatures))], volume, w.rng.choice([w.daily, w.working_days]))


def bounce_subdomain(w, volume, listed):
    """A service that bounces to a subdomain with its own record, which lists it or forgot to."""
    base = w.names.domain("mailer", "send")
    ips = _hosts(w, w.rng.choice([1, 3]), base, "out{n}.{b}")
    name = w.rng.choice(["bounce.", "em.", "rp."]) + w.domain
    w.zone.txt(name, "v=spf1 " + " ".join("ip4:" + ip for ip in ips if listed) + " ~all")
    key = rotating(w, "em" + base[:3])
    for ip in ips:
        w.source(ip, "unaffected", "bounce subdomain" + ("" if listed else " whose own record misses it"))
    w.flow(ips, [(1, Mail(w.domain, name, w.passing if listed else lambda day: "softfail", key))], volume)


def rewriting_forwarders(w, count):
    """Forwarders that put their own name into the envelope (SRS)."""
    base = w.names.domain(*SUFFIXES)
    ips = _hosts(w, count, base, "fwd{n}.{b}")
    w.zone.txt("srs." + base, "v=spf1 " + " ".join("ip4:" + ip for ip in ips) + " -all")
    for ip in ips:
        w.source(ip, "unaffected", "forwarder that rewrites the sender")
        w.flow([ip], [(1, Mail(w.domain, "srs." + base, w.passing, forwarded_key(w, .03)))], w.rng.uniform(.05, .5), w.daily,
               w.reach(w.rng.choice([1, 2]), True))


def mailing_list(w):
    base = w.names.domain("community", "list")
    ips = _hosts(w, w.rng.choice([1, 2]), base, "lists{n}.{b}")
    w.zone.txt("lists." + base, "v=spf1 " + " ".join("ip4:" + ip for ip in ips) + " -all")
    keep = forwarded_key(w, 1 if w.rng.random() < .7 else .2)
    for ip in ips:
        w.source(ip, "unaffected", "mailing list")
    w.flow(ips, [(1, Mail(w.domain, "lists." + base, w.passing, lambda day: keep(day) + (("lists." + base, "l1", 0),), forwarded=True))],
           w.rng.uniform(.5, 4))


# ---- forwarders that keep the envelope

def forwarded_key(w, broken):
    """The signature of one of the listed streams, by volume, broken on the way in this share."""
    if not w.signed:
        return lambda day: ()
    key = w.rng.choices([key for _, key in w.signed], [volume for volume, _ in w.signed])[0]
    return lambda day: tuple((domain, selector, broken) for domain, selector, _ in key(day))


def _forwarder_name(w, ip, isp):
    draw = w.rng.random()
    if draw < .6:
        w.zone.ptr(ip, f"{w.rng.choice(['mx', 'fwd', 'mail', 'relay'])}{w.rng.randrange(1, 20)}.{w.names.domain(*SUFFIXES)}")
    elif draw < .85:
        w.zone.ptr(ip, generic_name(w.rng, ip, isp), w.rng.random() < .7)


def forwarders(w, share, count):
    """Small ones: each to one to three mailbox providers, a share of the legitimate mail in all."""
    isp = w.names.domain("hosting")
    total = share * w.legitimate_volume / w.days
    weights = [w.rng.paretovariate(1.4) for _ in range(count)]
    for weight in weights:
        ip = w.addresses.stranger()
        if overlaps_authorised(w, ip):
            continue
        _forwarder_name(w, ip, isp)
        broken = w.rng.choice([.02, .02, .05, .3])
        mails = [(1, Mail(w.domain, w.domain, w.failing, forwarded_key(w, broken), forwarded=True)) for _ in range(w.rng.choice([1, 2]))]
        if w.rng.random() < .15:            # seals with a signature of its own
            host, inner = w.names.domain("relay"), mails[0][1].signatures
            mails = [(1, Mail(w.domain, w.domain, w.failing, lambda day, k=inner, h=host: k(day) + ((h, "arc1", 0),), forwarded=True))]
        w.source(ip, "forwarder", "forwarder")
        w.flow([ip], mails, total * weight / sum(weights), w.daily, w.reach(w.rng.choice([1, 2, 3]), True))


def breaking_forwarder(w):
    """Changes every message, so that no signature survives: an expert may take it for a forger."""
    ip = w.addresses.stranger()
    _forwarder_name(w, ip, w.names.domain("hosting"))
    w.source(ip, "forwarder", "forwarder that breaks signatures", allowed=("unknown", "suspected_spoof"))
    w.flow([ip], [(1, Mail(w.domain, w.domain, w.failing, forwarded_key(w, 1), forwarded=True))], .06, w.daily, w.reach(1, True))


def large_forwarder(w, share):
    """A university's: every day, mail of all the listed streams, to the few places where its people read mail."""
    base = w.names.domain("university", "alumni")
    ips = _hosts(w, w.rng.choice([1, 2, 3]), base, "mx-out{n}.{b}")
    mails = [(volume, Mail(w.domain, w.domain, w.failing, lambda day, k=key: tuple((d, s, .03) for d, s, _ in k(day)), forwarded=True))
             for volume, key in w.signed]
    for ip in ips:
        w.source(ip, "forwarder", "large forwarder")
    w.flow(ips, mails, share * w.legitimate_volume / w.days, w.daily, w.reach(3, True))


def forwarders_of_unlisted(w, count):
    """Pass on the mail of an unlisted service, and of a listed one as it comes."""
    for _ in range(count):
        ip = w.addresses.stranger()
        if overlaps_authorised(w, ip):
            continue
        w.zone.ptr(ip, "mx." + w.names.domain(*SUFFIXES))
        w.source(ip, "forwarder", "forwarder of several senders")
        reach = w.reach(2, True)
        for key, rhythm in ((w.unlisted_key, w.unlisted_rhythm), (forwarded_key(w, .02), w.daily)):
            mail = Mail(w.domain, w.domain, w.failing, lambda day, k=key: tuple((d, s, .02) for d, s, _ in k(day)[:1]), forwarded=True)
            w.flow([ip], [(1, mail)], w.rng.uniform(.05, .12), rhythm, reach)


# ---- spoofing

def _spoof(w, ip, mail, days, receivers, size, stream, allowed=()):
    if overlaps_authorised(w, ip):
        return
    w.source(ip, "suspected_spoof", stream, allowed=allowed)
    for day in days:
        for receiver in w.rng.sample(w.receivers, min(receivers, len(w.receivers))):
            if w.rng.random() < .7:
                w.send(day, receiver, ip, 1 + int(w.rng.expovariate(1 / size)), mail)


def _days(w, count):
    start = w.rng.randrange(w.days)
    return sorted({min(w.days - 1, start + w.rng.randrange(8)) for _ in range(count)})


def botnet(w, count, size):
    """Many addresses, few days each, no signature or a copied one that fails."""
    isp = w.names.domain("isp")
    plain = Mail(w.domain, w.domain, w.failing)
    copied = Mail(w.domain, w.domain, w.failing, forwarded_key(w, 1))
    junk = Mail(w.domain, w.domain, w.failing, lambda day: ((w.domain, "x" + str(day % 7), 1),))
    for _ in range(count):
        ip = w.addresses.stranger()
        draw = w.rng.random()
        if draw < .5:
            w.zone.ptr(ip, generic_name(w.rng, ip, isp), w.rng.random() < .7)
        elif draw < .6:
            w.zone.ptr(ip, f"{w.rng.choice(['www', 'mail', 'srv3'])}.{w.names.domain()}")
        elif draw < .65:
            w.zone.ptr(ip, f"{w.rng.choice(['mail', 'mx1', 'smtp7'])}.{w.domain}", confirmed=False)
        mail = w.rng.choices([plain, copied, junk], [8, 1, 1])[0]
        _spoof(w, ip, mail, _days(w, w.rng.randrange(1, 6)), w.rng.randrange(1, 9), size, "spoofing botnet")
        source = w.sources.get(ip)
        if mail is copied and w.signed and source and (source.messages < 30 or len(source.receivers) < 4):
            source.allowed |= {"forwarder", "unknown"}      # a forwarder that breaks signatures looks the same


def hosted_burst(w, size):
    """A few rented machines for some days, at everybody."""
    isp, days = w.names.domain("cloud", "hosting"), _days(w, w.rng.choice([2, 3, 5]))
    for _ in range(w.rng.choice([1, 2, 4])):
        ip = w.addresses.stranger()
        draw = w.rng.random()
        if draw < .6:
            w.zone.ptr(ip, generic_name(w.rng, ip, isp))
        elif draw < .7:
            w.zone.ptr(ip, f"smtp.{w.domain}", confirmed=False)
        _spoof(w, ip, Mail(w.domain, w.domain, w.failing), days, 9, size, "spoofing burst")


def foreign_envelope(w, count):
    """The domain stands in From only: `all` cannot touch it."""
    evil = w.names.domain()
    for _ in range(count):
        ip = w.addresses.stranger()
        result = w.rng.choice(["softfail", "none", "pass"])
        mail = Mail(w.domain, evil, lambda day, r=result: r)
        _spoof(w, ip, mail, _days(w, 2), 3, 3, "spoof with a foreign envelope", allowed=("unaffected",))


def invented_subdomain(w, count):
    """From and envelope of a subdomain that does not exist."""
    for _ in range(count):
        name = w.rng.choice(["billing.", "secure.", "hr-team."]) + w.domain
        _spoof(w, w.addresses.stranger(), Mail(name, name, lambda day: "none"), _days(w, 2), 3, 2, "spoof of an invented subdomain",
               allowed=("unaffected",))


def null_sender(w, count):
    """An empty envelope and a HELO that claims the domain itself."""
    for _ in range(count):
        ip = w.addresses.stranger()
        w.zone.host_of[ip] = w.domain
        _spoof(w, ip, Mail(w.domain, "", w.failing), _days(w, 2), 3, 2, "spoof with a null sender")

"""Senders whose mail is not all of one kind: half signed, under two envelopes, by two ways, or with a key nobody can check."""
from listed import authorise, by_address, rotating
from naming import generic_name
from world import Mail


def _service(w, count):
    base = w.names.domain("desk", "pay", "shop", "hr")
    ips = w.addresses.hosts(w.addresses.net(), count)
    for n, ip in enumerate(ips, 1):
        w.zone.ptr(ip, f"out{n}.{base}")
    return base, ips, rotating(w, base[:4].strip("-") + str(len(w.sources)))


def _missing(w, ips, stream, cls="unlisted_legitimate", allowed=()):
    for ip in ips:
        w.source(ip, cls, stream, must=cls == "unlisted_legitimate", allowed=allowed)
    w.notes.append(stream)


def half_signed(w):
    """Only some of its machines sign."""
    _, ips, key = _service(w, w.rng.choice([1, 2]))
    _missing(w, ips, "service that signs some of its mail")
    signed, plain = Mail(w.domain, w.domain, w.failing, key), Mail(w.domain, w.domain, w.failing)
    w.flow(ips, [(w.rng.uniform(.1, .6), signed), (.5, plain)], w.rng.uniform(3, 40))


def unpublished_key(w):
    """It signs, and the key was never published: each signature fails, as a forger's would."""
    _, ips, _ = _service(w, 1)
    key = (w.domain, "np" + str(len(w.sources)), 1)
    _missing(w, ips, "service whose key is not published", "unknown", ("unlisted_legitimate",))
    w.flow(ips, [(1, Mail(w.domain, w.domain, w.failing, lambda day: (key,)))], w.rng.uniform(4, 30), w.working_days)


def two_ways(w):
    """A service sends by itself and, in part, through a listed relay: its key is at home on both."""
    _, ips, key = _service(w, w.rng.choice([1, 2]))
    relay = w.addresses.hosts(w.addresses.net(), 1)[0]
    w.zone.ptr(relay, f"relay-in.{w.domain}" if w.rng.random() < .5 else generic_name(w.rng, relay, w.names.domain("cloud")))
    authorise(w, [relay], by_address)
    w.source(relay, "listed", "relay that some of a service's mail takes")
    _missing(w, ips, "service that also uses a listed relay")
    volume, part = w.rng.uniform(5, 60), w.rng.uniform(.05, .5)
    w.flow([relay], [(1, Mail(w.domain, w.domain, w.passing, key))], volume * part)
    w.flow(ips, [(1, Mail(w.domain, w.domain, w.failing, key))], volume * (1 - part))


def two_envelopes(w):
    """A service bounces to its own domain, but for some kinds of mail it keeps the domain's envelope."""
    base, ips, key = _service(w, w.rng.choice([1, 3]))
    bounce = w.rng.choice(["bounce.", "rp."]) + base
    w.zone.txt(bounce, "v=spf1 " + " ".join("ip4:" + ip for ip in ips) + " -all")
    _missing(w, ips, "service with two kinds of envelope")
    w.flow(ips, [(1, Mail(w.domain, bounce, w.passing, key))], w.rng.uniform(5, 50))
    w.flow(ips, [(1, Mail(w.domain, w.domain, w.failing, key))], w.rng.uniform(1, 10))


def rewrites_sometimes(w):
    """A forwarder that rewrites the sender for some of its users and keeps it for others."""
    base = w.names.domain("university", "isp")
    ip = w.addresses.hosts(w.addresses.net(), 1)[0]
    w.zone.ptr(ip, "fwd." + base)
    w.zone.txt("srs." + base, f"v=spf1 ip4:{ip} -all")
    w.source(ip, "forwarder", "forwarder that rewrites some senders")
    reach = w.reach(w.rng.choice([1, 2]), True)
    for volume, key in w.signed[:2]:
        broken = lambda day, k=key: tuple((d, s, .03) for d, s, _ in k(day))                    # noqa: E731
        w.flow([ip], [(1, Mail(w.domain, w.domain, w.failing, broken, forwarded=True)),
                      (1, Mail(w.domain, "srs." + base, w.passing, broken))], w.rng.uniform(.1, .4), w.daily, reach)
    w.notes.append("a forwarder that rewrites some senders")


STRANDS = [half_signed, unpublished_key, two_ways, two_envelopes]

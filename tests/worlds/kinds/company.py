"""The company behind a kind: what it lists, what surrounds every domain, and the hands that most kinds need."""
import listed
import strangers
from listed import overlaps_authorised, rotating
from naming import generic_name
from world import Mail

ASK = ("unknown",)                              # beside unlisted_legitimate: nobody outside can tell for certain
REGIONS = ["am6eur05", "db5eur01", "cy4pr04", "he1eur02"]


# ---- platforms with many tenants

def platform_zone(w, name):
    """The networks of a mail platform and the record in which it publishes them; drawn once a world."""
    known = w.platforms.get(name)
    if known:
        return known
    count = {"google": 3, "microsoft": 4}[name]
    nets = [w.addresses.net(17) for _ in range(count)]
    if name == "google":
        listed.provider_zone(w, "_spf.google.com", "_netblocks.google.com", nets)
    else:
        listed.provider_zone(w, "spf.protection.outlook.com", None, nets)
    w.platforms[name] = nets
    return nets


def platform_hosts(w, name, count):
    """Addresses of a platform, under the names it gives them."""
    nets = platform_zone(w, name)
    ips = [ip for net in nets for ip in w.addresses.hosts(net, max(1, count // len(nets)))]
    for n, ip in enumerate(ips):
        if name == "google":
            host = f"mail-{w.rng.choice('abeijloqvwy')}{w.rng.choice('adefjklotx')}1-f{w.rng.randrange(40, 75)}-{n}.google.com"
        else:
            host = f"mail-{w.rng.choice(REGIONS)}on{w.rng.randrange(2000, 2200)}-{n}.outbound.protection.outlook.com"
        w.zone.ptr(ip, host)
    return ips


def tenant_of(name, label):
    """The domain of its own that a platform signs a tenant's mail as."""
    return f"{label}.onmicrosoft.com" if name == "microsoft" else f"{label}-com.20230601.gappssmtp.com"


def platform_listed(w, name, volume, addresses=None):
    """The company's mailboxes at a platform that its record includes."""
    ips = platform_hosts(w, name, addresses or w.rng.choice([24, 40, 60]))
    w.terms.append("include:" + ("_spf.google.com" if name == "google" else "spf.protection.outlook.com"))
    w.lookups += 2 if name == "google" else 1
    w.authorised |= set(ips)
    own = rotating(w, "google" if name == "google" else "selector1", broken=.003)
    tenant = tenant_of(name, w.domain.split(".")[0])
    key = (lambda day: own(day) + ((tenant, "selector1-" + w.domain.split(".")[0], .003),)) if name == "microsoft" else own
    w.main_ips, w.main_key, w.main_volume = ips, key, volume
    for ip in ips:
        w.source(ip, "listed", "mailboxes at " + name)
    w.flow(ips, [(1, Mail(w.domain, w.domain, w.passing, key))], volume)
    w.legitimate_volume += volume * w.days
    w.signed.append((volume, key))


# ---- the ordinary company

def live(w, profile=None, volume=None, around=True, forgers=True):
    """A company that sends every day, all of it listed, with what surrounds every domain.

    profile: own, google, microsoft or unsigned (own servers without a key). around: services with their own bounce
    domain, lists and forwarders.
    """
    if w.main_ips:          # the company of a mixture lives already
        return
    rng = w.rng
    profile = profile or rng.choice(["own", "google", "microsoft"])
    volume = volume or rng.uniform(120, 420)
    if profile in ("own", "unsigned"):
        own_servers(w, volume, profile == "own")
    else:
        platform_listed(w, profile, volume)
    mail_exchanger(w)
    if around:
        surroundings(w)
    if forgers:
        bots(w, rng.randrange(20, 140), rng.choice([1, 2, 3]))


def own_servers(w, volume, signed=True):
    listed.own_servers(w, volume, signed)
    w.main_ips, w.main_key, w.main_volume = w.own_ips, w.own_key, volume


def mail_exchanger(w):
    name, ip = "mx." + w.names.domain("mail", "filter"), w.addresses.hosts(w.addresses.net(), 1)[0]
    w.zone.host(name, ip)
    w.zone.add(w.domain, "MX", f"10 {name}.")


def surroundings(w):
    rng = w.rng
    if rng.random() < .6:
        strangers.esp(w, rng.uniform(10, 90), rng.choice(["both", "both", "itself"]))
    if not w.signed:
        return
    if rng.random() < .5:
        strangers.rewriting_forwarders(w, rng.randrange(1, 7))
    if rng.random() < .4:
        strangers.mailing_list(w)
    if rng.random() < .7:
        strangers.forwarders(w, rng.uniform(.0005, .003), rng.randrange(2, 10))


# ---- senders

def missing(w, ips, stream, mails, volume, rhythm=None, reach=None, also=ASK):
    """Legitimate mail that the record misses; `also` are the other classes that can be defended."""
    if isinstance(mails, Mail):
        mails = [(1, mails)]
    for ip in ips:
        if ip not in w.sources:         # a cloud may give an address again
            w.source(ip, "unlisted_legitimate", stream, allowed=also)
    w.flow(ips, mails, volume, rhythm, reach)


def plain(w, signatures=None, **more):
    """A message under the domain's envelope that the record does not list."""
    return Mail(w.domain, w.domain, w.failing, signatures or (lambda day: ()), **more)


def signed_by(domain, selector, broken=.004):
    return lambda day: ((domain, selector, broken),)


def named_hosts(w, count, base, pattern="o{n}.out.{b}", networks=1):
    """Hosts under one operator's name, spread over this many networks."""
    ips = []
    for part in range(networks):
        ips += w.addresses.hosts(w.addresses.net(22), count // networks + (part < count % networks))
    for n, ip in enumerate(ips, 1):
        w.zone.ptr(ip, pattern.format(n=n, b=base))
    return ips


def line(w, isp=None):
    """A fixed line of an access provider, with the name such lines have."""
    ip = w.addresses.hosts(w.addresses.net(), 1)[0]
    w.zone.ptr(ip, generic_name(w.rng, ip, isp or w.names.domain("isp", "telecom")))
    return ip


def on_days(days):
    chosen = set(days)
    return lambda day: float(day in chosen)


def burst_days(w, count, first=3, last=3):
    """`count` days at irregular distances over nearly the whole window."""
    return sorted(w.rng.sample(range(first, w.days - last), count))


def bots(w, count, size):
    """The forgeries that every domain sees: scattered lines and rented hosts, each for some days of one week."""
    isp = w.names.domain("isp")
    junk = plain(w, lambda day: ((w.domain, f"x{day % 5}", 1),))
    for _ in range(count):
        ip, draw = w.addresses.stranger(), w.rng.random()
        if draw < .5:
            w.zone.ptr(ip, generic_name(w.rng, ip, isp), w.rng.random() < .7)
        elif draw < .6:
            w.zone.ptr(ip, f"{w.rng.choice(['www', 'mail', 'srv3'])}.{w.names.domain()}")
        elif draw < .65:
            w.zone.ptr(ip, f"mail.{w.domain}", confirmed=False)
        start = w.rng.randrange(w.days)
        days = {min(w.days - 1, start + w.rng.randrange(7)) for _ in range(w.rng.randrange(1, 6))}
        forged(w, ip, "bots", sorted(days), w.rng.randrange(1, 8), size, junk if w.rng.random() < .1 else None)


def forged(w, ip, stream, days, receivers, size, mail=None, also=()):
    """A forger at this address: on each of the days a few messages at each of some receivers."""
    if overlaps_authorised(w, ip) or ip in w.sources:
        return
    w.source(ip, "suspected_spoof", stream, allowed=also)
    mail = mail or plain(w)
    for day in days:
        for receiver in w.rng.sample(w.receivers, min(receivers, len(w.receivers))):
            w.send(day, receiver, ip, 1 + int(w.rng.expovariate(1 / size)), mail)

"""Forgers in numbers: whatever looks like a rhythm or a pool among them is chance, or theirs."""
import strangers
from naming import generic_name
from world import Mail

from . import kind
from .company import forged, live, plain, signed_by


def _some_days(w, most=4):
    start = w.rng.randrange(w.days)
    return sorted({min(w.days - 1, start + w.rng.randrange(7)) for _ in range(w.rng.randrange(1, most + 1))})


def _pools(w, pools, prefix, count, stream, size=2, receivers=4, days=_some_days, mail=None):
    """`count` forgers on the dynamic lines of some access providers."""
    nets = [(w.addresses.net(prefix), w.names.domain("isp", "telecom")) for _ in range(pools)]
    for _ in range(count):
        net, isp = w.rng.choice(nets)
        ip = str(net[w.rng.randrange(1, net.num_addresses - 1)])
        if ip in w.sources:
            continue
        if w.rng.random() < .85:
            w.zone.ptr(ip, generic_name(w.rng, ip, isp), w.rng.random() < .8)
        forged(w, ip, stream, days(w), w.rng.randrange(1, receivers + 1), size, mail)


@kind("ready")
def botnet_pools(w):
    """Bots in whole pools of lines, neighbours in the same networks, twenty forgeries for each real message."""
    live(w, volume=60, forgers=False)
    _pools(w, 25, 24, 400, "bots in pools", size=40, receivers=6)


@kind("ready")
def spoof_flood(w):
    """Five thousand unsigned bots on the lines of forty providers: with so many, some network is seen on many days by chance."""
    live(w, volume=150, forgers=False)
    _pools(w, 40, 18, 5000, "flood of forgeries", size=2, receivers=3)


@kind("ready")
def spoof_flood_narrow(w):
    """Two thousand bots of one access provider, all in one /18."""
    live(w, volume=150, forgers=False)
    _pools(w, 1, 18, 2000, "flood of one provider", size=2, receivers=3)


@kind("ready", "not_ready")
def botnet_cloud(w):
    """Forgers on rented machines with good names, each for two or three days; an application behind ever new
    machines of one provider looks the same."""
    live(w, forgers=False)
    cloud = w.names.domain("cloud", "hosting")
    net = w.addresses.net(16)
    for n in range(80):
        ip = w.addresses.hosts(net, 1)[0]
        w.zone.ptr(ip, w.rng.choice([f"mail{n}.{w.names.domain()}", f"vm{n}.{cloud}", f"smtp.{w.names.domain()}"]))
        start = w.rng.randrange(w.days - 3)
        forged(w, ip, "cloud forgers", range(start, start + w.rng.choice([2, 3])), 5, 6, also=("unknown",))


@kind("ready")
def botnet_working_days(w):
    """Infected office machines: switched on in working hours only, so the crowd keeps the week; each seen on few days."""
    live(w, forgers=False)
    isps = [w.names.domain("isp", "telecom") for _ in range(8)]
    for _ in range(300):
        ip = w.addresses.stranger()
        w.zone.ptr(ip, generic_name(w.rng, ip, w.rng.choice(isps)))
        days = [day for day in _some_days(w, 5) if w.weekday(day) < 5]
        forged(w, ip, "infected office machines", days, 3, 2)


@kind("ready", derived=False)
def botnet_copies_key(w):
    """Every bot copies the domain's signature from a message it once saw; each fails."""
    live(w, forgers=False)
    inner = w.main_key
    copied = plain(w, lambda day: tuple((d, s, 1) for d, s, _ in inner(day)[:1]))
    for _ in range(250):
        forged(w, w.addresses.stranger(), "bots with a copied signature", _some_days(w), 3, 3, copied, also=("forwarder", "unknown"))


@kind("ready")
def botnet_two_waves(w):
    """Two waves a month apart from the same access networks, other machines each time."""
    live(w, forgers=False)
    nets = [w.addresses.net(22) for _ in range(12)]
    for wave in (w.rng.randrange(5, 20), w.rng.randrange(50, 65)):
        for net in nets:
            for ip in w.addresses.hosts(net, 12):
                forged(w, ip, "bots in two waves", range(wave, wave + w.rng.choice([1, 2, 3])), 4, 3)


@kind("ready")
def botnet_coming_back(w):
    """Infected lines that each come back six times over the window, a message or two at one receiver."""
    live(w, forgers=False)
    isps = [w.names.domain("isp", "telecom") for _ in range(8)]
    for _ in range(200):
        ip = w.addresses.stranger()
        w.zone.ptr(ip, generic_name(w.rng, ip, w.rng.choice(isps)), w.rng.random() < .8)
        forged(w, ip, "bots that come back", sorted(w.rng.sample(range(w.days), 6)), 1, .7)


@kind("ready", "not_ready")
def snowshoe(w):
    """A rented /24 with its own names sends a little from each of its hosts, for twelve days: nobody can tell yet."""
    live(w, forgers=False)
    base = w.names.domain("mailer", "send")
    start = w.rng.randrange(w.days - 12)
    for n, ip in enumerate(w.addresses.hosts(w.addresses.net(24), 60), 1):
        w.zone.ptr(ip, f"m{n}.{base}")
        forged(w, ip, "snowshoe", w.rng.sample(range(start, start + 12), 4), 4, 3, also=("unknown",))


@kind("ready")
def foreign_envelopes(w):
    """A forger with an envelope and a signature of its own, from a pool, every day for weeks: `all` cannot touch it."""
    live(w, forgers=False)
    evil = w.names.domain("deal", "offer")
    net = w.addresses.net(24)
    ips = w.addresses.hosts(net, 40)
    for n, ip in enumerate(ips):
        w.zone.ptr(ip, f"h{n}.{evil}")
        w.source(ip, "unaffected", "forger with its own envelope", allowed=("suspected_spoof",))
    w.zone.txt(evil, f"v=spf1 ip4:{net} -all")
    w.flow(ips, [(1, Mail(w.domain, evil, w.passing, signed_by(evil, "k")))], 60, w.steady)


@kind("ready")
def forged_bounces(w):
    """Null senders by the hundred whose HELO is the domain itself."""
    live(w, forgers=False)
    strangers.null_sender(w, 250)


@kind("ready")
def burst_of_one(w):
    """One rented machine sends ten times the company's own volume, in three days, at everybody."""
    live(w, volume=120, forgers=False)
    start = w.rng.randrange(5, w.days - 5)
    ip = w.addresses.stranger()
    w.zone.ptr(ip, "mail." + w.names.domain())
    forged(w, ip, "rented machine", range(start, start + 3), 20, 1200)


@kind("ready", "not_ready")
def waves_a_month_apart(w):
    """Three waves from one mobile operator's numbered lines, the same day of each month, other lines each time."""
    live(w, forgers=False)
    operator, net, first = w.names.domain("mobile", "telecom"), w.addresses.net(16), w.rng.randrange(2, 25)
    for day in (first, first + 30, first + 61):
        for ip in w.addresses.hosts(net, 40):
            w.zone.ptr(ip, ip.replace(".", "-") + ".m2m." + operator)
            forged(w, ip, "waves of a mobile operator's lines", [day], 2, 1)


@kind("ready")
def rented_hosts_sign(w):
    """Eight rented hosts of eight names, each for one day, that sign as themselves."""
    live(w, forgers=False)
    for day in w.rng.sample(range(w.days), 8):
        base = w.names.domain("cloud", "hosting")
        ip = w.addresses.stranger()
        w.zone.ptr(ip, "mail." + base)
        forged(w, ip, "rented hosts that sign", [day], 2, 3, plain(w, signed_by(base, "default", 0)))

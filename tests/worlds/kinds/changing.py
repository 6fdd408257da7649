"""Senders that no address shows by itself: too new, in another's place, behind ever new addresses; and keys that others carry."""
from naming import generic_name
from world import Mail, World

from . import kind
from .company import forged, line, live, missing, named_hosts, on_days, plain, signed_by


@kind("not_ready")
def new_application(w):
    """An unsigned application that went live a fortnight ago and sends every day since, from a line or a rented host."""
    live(w)
    ip = line(w) if w.rng.random() < .5 else named_hosts(w, 1, w.names.domain("cloud"))[0]
    first = w.days - w.rng.randrange(9, 13)
    missing(w, [ip], "new application", plain(w), w.rng.uniform(15, 40), lambda day: float(day >= first))


@kind("not_ready")
def backup_line(w):
    """For some working days the listed servers of a company that does not sign are silent, and a backup line sends in their place."""
    monday = next(day for day in range(w.rng.randrange(20, w.days - 20), w.days) if w.weekday(day) == 0)
    silent = set(range(monday, monday + w.rng.choice([2, 3, 4])))
    w.daily = lambda day: 0 if day in silent else World.daily(w, day)
    live(w, "unsigned", around=False)
    missing(w, [line(w)], "backup line", plain(w), w.main_volume, on_days(silent))


@kind("not_ready")
def device_of_many_prefixes(w):
    """A device that sends as the company behind a line whose IPv6 prefix changes daily: its interface identifier stays."""
    live(w)
    provider, device = w.rng.randrange(0x100, 0xfff), f"211:32ff:fe{w.rng.randrange(16, 256):x}:{w.rng.randrange(1, 0xffff):x}"
    for day in range(w.days):
        ip = f"2003:{provider:x}:{w.rng.randrange(1, 0xffff):x}:{w.rng.randrange(1, 0xffff):x}:{device}"
        missing(w, [ip], "device behind changing prefixes", plain(w), w.rng.uniform(8, 15), on_days([day]))


@kind("not_ready")
def line_of_the_day(w):
    """A branch without DKIM on a line that gets another address of its provider each night."""
    live(w)
    isp, net = w.names.domain("isp", "telecom"), w.addresses.net(16)
    volume = w.rng.uniform(10, 18)
    for day in range(w.days):
        ip = w.addresses.hosts(net, 1)[0]
        w.zone.ptr(ip, generic_name(w.rng, ip, isp))
        missing(w, [ip], "branch on a dynamic line", plain(w), volume, on_days([day]))


@kind("not_ready")
def ipv6_of_listed_server(w):
    """A listed server with an IPv6 address that the record lacks, without a name: only the receivers with IPv6 see it."""
    live(w, "own")
    seen = w.reach(w.rng.choice([1, 2]), mailboxes=True)
    ip = f"2a01:{w.rng.randrange(0x100, 0xfff):x}:7::25"
    missing(w, [ip], "the listed server's IPv6", plain(w, w.main_key), w.main_volume * w.rng.uniform(.25, .4), reach=seen)


@kind("not_ready")
def month_end_from_the_cloud(w):
    """Payslips at each month's end, from new cloud machines every time, always with the payroll service's own signature."""
    live(w)
    vendor, first = w.names.domain("payroll", "hr"), w.rng.randrange(2, 20)
    for day in range(first, w.days, 30):
        for _ in range(2):
            ip = w.addresses.stranger()
            w.zone.ptr(ip, f"ec2-{ip.replace('.', '-')}.compute.cloudhost.example")
            missing(w, [ip], "payroll", plain(w, signed_by(vendor, "m1", 0)), w.rng.uniform(35, 50), on_days([day]))


@kind("ready", "keep_softfail", "not_ready", derived=False)
def replayed_newsletter(w):
    """One newsletter, signed for the company by a service that bounces to itself, is sent again by two hundred lines in two days."""
    live(w, volume=250)
    base = w.names.domain("mailer", "send")
    key = signed_by(w.domain, "news", .003)
    ips = named_hosts(w, 4, base)
    for ip in ips:
        w.source(ip, "unaffected", "newsletter")
    w.flow(ips, [(1, Mail(w.domain, "bounce." + base, w.passing, key))], 30)
    start = w.rng.randrange(5, w.days - 5)
    for _ in range(200):
        forged(w, w.addresses.stranger(), "replays", [start, start + 1], 4, 2, plain(w, signed_by(w.domain, "news", 0)),
               also=("forwarder", "unknown"))


@kind("ready")
def rare_key_among_forwarded(w):
    """A forwarder of the listed mail passes on two messages of a key that no report shows direct."""
    live(w, "own", volume=300)
    ip = named_hosts(w, 1, w.names.domain("alumni", "club"), "mx{n}.{b}")[0]
    w.source(ip, "forwarder", "forwarder with a rare key")
    reach = w.reach(2, mailboxes=True)
    w.flow([ip], [(1, plain(w, w.main_key))], .15, reach=reach)
    for day in sorted(w.rng.sample(range(w.days), 2)):
        w.send(day, reach[0][0], ip, 1, plain(w, signed_by(w.domain, "rare7", 0)))


@kind("not_ready", "ready", derived=False)
def answers_of_the_exchanger(w):
    """The host that the MX record names, a provider's, sends a few automatic answers and bounces unsigned: asked about, but
    little enough to be within the tolerance of a busy domain."""
    live(w)
    name, ip = "in." + w.names.domain("mail", "filter"), w.addresses.hosts(w.addresses.net(), 1)[0]
    w.zone.host(name, ip)
    w.zone.add(w.domain, "MX", f"20 {name}.")
    missing(w, [ip], "automatic answers", plain(w), 4, on_days(w.rng.sample(range(w.days), 6)))


@kind("not_ready")
def service_of_the_last_week(w):
    """A service that sends much on each of the last five working days, unsigned, from two named hosts, to everybody: no burst that is over."""
    live(w)
    days = [day for day in range(w.days) if w.weekday(day) < 5][-5:]
    missing(w, named_hosts(w, 2, w.names.domain("school", "portal"), "mail{n}.{b}"), "service of the last week", plain(w), w.rng.uniform(150, 300), on_days(days))


@kind("not_ready")
def controller_on_a_changing_line(w):
    """A heating control on a line that gets another address each week: some messages every day to one receiver, unsigned."""
    live(w)
    isp, net, reach = w.names.domain("isp", "telecom"), w.addresses.net(16), w.reach()[:1]
    for week in range(0, w.days, 7):
        ip = w.addresses.hosts(net, 1)[0]
        w.zone.ptr(ip, f"dsl-{ip.replace('.', '-')}.{isp}")
        missing(w, [ip], "heating control", plain(w), 15, on_days(range(week, week + 7)), reach)


@kind("not_ready", derived=False)
def shared_key_on_a_changing_line(w):
    """A branch with the listed key on a line that gets another address each night: a few messages every working day."""
    live(w, "own")
    isp, net = w.names.domain("isp", "telecom"), w.addresses.net(16)
    for day in range(w.days):
        if w.weekday(day) < 5:
            ip = w.addresses.hosts(net, 1)[0]
            w.zone.ptr(ip, f"dsl-{ip.replace('.', '-')}.{isp}")
            missing(w, [ip], "branch on a dynamic line", plain(w, w.main_key), 5, on_days([day]), also=("unknown", "forwarder"))


@kind("ready", "keep_softfail", "not_ready", derived=False)
def servers_at_home_forward(w):
    """Six people of one access provider forward their mail from servers at home, whose fixed lines the provider numbers."""
    live(w, "own", volume=300)
    isp, net = w.names.domain("isp", "telecom"), w.addresses.net(16)
    for ip in w.addresses.hosts(net, 6):
        w.zone.ptr(ip, f"static-{ip.replace('.', '-')}.{isp}")
        w.source(ip, "forwarder", "servers at home", allowed=("unknown",))
        w.flow([ip], [(1, plain(w, w.main_key))], .1, reach=w.reach(1, mailboxes=True))

"""Senders behind pools of addresses: each address is seen little, the pool every working day."""
import ipaddress

from listed import authorise, by_address, rotating
from naming import generic_name
from world import Mail

from . import kind
from .company import (live, line, missing, named_hosts, plain, platform_hosts, signed_by, surroundings, tenant_of)


@kind("not_ready")
def cloud_app_unsigned(w):
    """The company's application on ever new machines of one cloud: unsigned, each for some days, together every working day."""
    live(w)
    cloud = w.names.domain("cloud")
    nets = [w.addresses.net(16) for _ in range(w.rng.choice([2, 4, 6]))]
    volume = w.rng.uniform(12, 40)
    for start in range(0, w.days, 3):
        for net in w.rng.sample(nets, 2):
            ip = w.addresses.hosts(net, 1)[0]
            w.zone.ptr(ip, f"ec-{ip.replace('.', '-')}.compute.{cloud}")
            missing(w, [ip], "application in the cloud", plain(w), volume / 2,
                    lambda day, at=start: w.working_days(day) * (at <= day < at + 3))


@kind("not_ready")
def esp_pool_vendor_dkim(w):
    """Marketing through a service's shared pool, under the domain's envelope, signed as the service only."""
    live(w)
    base = w.names.domain("mailer", "send")
    ips = named_hosts(w, w.rng.choice([30, 45, 60]), base, networks=2)
    missing(w, ips, "marketing service", plain(w, signed_by(base, "k1")), w.rng.uniform(30, 120), w.rng.choice([w.daily, w.working_days]))


def _tenant(w, name, volume):
    ips = platform_hosts(w, name, 120 if name == "microsoft" else 40)
    key = signed_by(tenant_of(name, w.domain.split(".")[0] + w.rng.choice(["", "group", "dept"])), "selector1-own")
    missing(w, ips, "tenant at " + name, plain(w, key), volume)


@kind("not_ready")
def m365_unlisted_unaligned(w):
    """A department's own tenant at Microsoft sends under the domain's envelope, signed as the tenant; the record lacks Microsoft."""
    live(w, w.rng.choice(["google", "own"]))
    _tenant(w, "microsoft", w.rng.uniform(40, 160))


@kind("not_ready")
def gws_unlisted_unaligned(w):
    """The same at Google: signed as the tenant's gappssmtp.com name only."""
    live(w, w.rng.choice(["microsoft", "own"]))
    _tenant(w, "google", w.rng.uniform(40, 160))


@kind("not_ready")
def m365_unlisted_small(w):
    """Ten people of a subsidiary at Microsoft, signed as their tenant: two dozen messages a day over a large pool."""
    live(w, w.rng.choice(["google", "own"]))
    _tenant(w, "microsoft", w.rng.uniform(18, 30))


@kind("not_ready")
def smarthost_part(w):
    """Most mail leaves through the provider's pool of smart hosts, a fifth directly from the listed server with the same key."""
    live(w, "own", w.rng.uniform(30, 60), around=False)
    base = w.names.domain("hosting", "provider")
    ips = named_hosts(w, w.rng.choice([12, 24, 40]), base, "smtp-out-{n}.{b}")
    missing(w, ips, "smart host pool", plain(w, w.main_key), w.main_volume * w.rng.uniform(2, 4))
    surroundings(w)


@kind("not_ready")
def smarthost_unsigned(w):
    """A server without a key sends some mail itself and the rest through its provider's pool."""
    live(w, "unsigned", w.rng.uniform(60, 160))
    ips = named_hosts(w, w.rng.choice([8, 16]), w.names.domain("hosting", "provider"), "relay{n}.{b}")
    missing(w, ips, "unsigned smart host pool", plain(w), w.main_volume * w.rng.uniform(.4, 1))


@kind("not_ready")
def overflow(w):
    """On busy days a second provider takes what the listed one cannot: the same key, large volumes, a day every week or two."""
    live(w)
    base = w.names.domain("send", "relay")
    ips = named_hosts(w, w.rng.choice([6, 10, 20]), base)
    peaks = sorted(w.rng.sample(range(3, w.days - 3), w.rng.choice([7, 9, 12])))
    missing(w, ips, "overflow", plain(w, w.main_key), w.main_volume * 2, lambda day: float(day in peaks))


@kind("not_ready")
def crm_pool_signed(w):
    """An unlisted CRM with a hundred shared addresses, signed with a selector of the domain: little from each."""
    live(w)
    ips = named_hosts(w, 100, w.names.domain("crm", "desk"), networks=2)
    missing(w, ips, "CRM pool", plain(w, rotating(w, "crm1")), w.rng.uniform(25, 60), w.working_days)


@kind("not_ready")
def crm_pool_half_signed(w):
    """A shared pool where only the newer machines sign for the domain."""
    live(w)
    ips = named_hosts(w, 40, w.names.domain("crm", "desk"))
    key = rotating(w, "crm1")
    missing(w, ips[:16], "CRM pool, newer machines", plain(w, key), w.rng.uniform(12, 30), w.working_days)
    missing(w, ips[16:], "CRM pool, older machines", plain(w), w.rng.uniform(12, 30), w.working_days)


@kind("not_ready")
def gateway_behind(w):
    """An outbound filter behind the listed system: its hosts are not in the record, the mail keeps the listed key."""
    live(w)
    base = w.names.domain("filter", "secure")
    ips = named_hosts(w, w.rng.choice([4, 6, 8]), base, "us-smtp-{n}.{b}")
    missing(w, ips, "outbound gateway", plain(w, w.main_key), w.main_volume * w.rng.uniform(.5, 2))


@kind("not_ready")
def gateway_behind_breaks(w):
    """An outbound filter that appends a footer after signing: the listed key arrives broken, the filter signs as itself."""
    live(w)
    base = w.names.domain("filter", "secure")
    ips = named_hosts(w, w.rng.choice([4, 8]), base, "out{n}.{b}")
    inner = w.main_key
    key = lambda day: tuple((d, s, .97) for d, s, _ in inner(day)) + ((base, "gw", .003),)      # noqa: E731
    missing(w, ips, "outbound gateway that breaks signatures", plain(w, key), w.main_volume * w.rng.uniform(.4, 1))


@kind("not_ready")
def ipv6_rotation(w):
    """A host whose IPv6 address is another each day, always in the same /64; unsigned, under the domain's envelope."""
    live(w)
    net = ipaddress.ip_network((int(w.addresses.net6().network_address) | (w.rng.getrandbits(16) << 64), 64))
    volume = w.rng.uniform(6, 25)
    for day_of in range(w.days):
        ip = str(net[w.rng.getrandbits(60)])
        missing(w, [ip], "host with changing IPv6 addresses", plain(w), volume, lambda day, at=day_of: w.working_days(day) * (day == at))


@kind("not_ready")
def ipv6_rotation_signed(w):
    """The same with the listed servers' key."""
    live(w, "own")
    net = ipaddress.ip_network((int(w.addresses.net6().network_address) | (w.rng.getrandbits(16) << 64), 64))
    volume = w.rng.uniform(10, 40)
    for day_of in range(w.days):
        missing(w, [str(net[w.rng.getrandbits(60)])], "own host with changing IPv6 addresses", plain(w, w.main_key), volume,
                lambda day, at=day_of: w.daily(day) * (day == at))


@kind("not_ready")
def reseller_shared_key(w):
    """A reseller sends for all its customers with one key of its own, from a few hosts nobody listed."""
    live(w)
    base = w.names.domain("agency", "media")
    ips = named_hosts(w, w.rng.choice([2, 3, 5]), base, "mta{n}.{b}")
    missing(w, ips, "reseller", plain(w, signed_by("sig." + base, "all")), w.rng.uniform(10, 50), w.working_days)


@kind("not_ready")
def reseller_two_platforms(w):
    """A reseller's listed platform and its newer, unlisted one sign with the same key of the domain."""
    live(w)
    base = w.names.domain("agency", "media")
    old, new = named_hosts(w, 2, base, "a{n}.{b}"), named_hosts(w, w.rng.choice([3, 8]), base, "b{n}.{b}")
    key = rotating(w, "rs1")
    authorise(w, old, by_address)
    for ip in old:
        w.source(ip, "listed", "reseller's listed platform")
    w.flow(old, [(1, Mail(w.domain, w.domain, w.passing, key))], w.rng.uniform(15, 40))
    w.signed.append((20, key))
    missing(w, new, "reseller's newer platform", plain(w, key), w.rng.uniform(15, 60))


@kind("not_ready")
def webform_hoster(w):
    """The web site's forms leave through the hosting company's outgoing servers, unsigned, under its names."""
    live(w)
    base = w.names.domain("hosting")
    ips = named_hosts(w, w.rng.choice([2, 4, 6]), base, "web-out{n}.{b}")
    missing(w, ips, "web forms", plain(w), w.rng.uniform(3, 20), w.daily)


@kind("not_ready")
def dual_isp(w):
    """The office balances its gateway over two lines, and the record lists one: the same key from both, half the mail each."""
    live(w, "own")
    ip = line(w)
    missing(w, [ip], "second line of the office", plain(w, w.main_key), w.main_volume * w.rng.uniform(.3, 1))


@kind("not_ready")
def autoscaled_signed(w):
    """Short-lived cloud machines, each for some hours, that sign with the application's own key."""
    live(w)
    cloud, key = w.names.domain("cloud"), rotating(w, "app")
    nets = [w.addresses.net(16) for _ in range(3)]
    volume = w.rng.uniform(15, 50)
    for day_of in range(w.days):
        for net in nets:
            ip = w.addresses.hosts(net, 1)[0]
            w.zone.ptr(ip, generic_name(w.rng, ip, cloud))
            missing(w, [ip], "autoscaled application", plain(w, key), volume / 3, lambda day, at=day_of: float(day == at))


@kind("not_ready")
def serverless_nat(w):
    """Functions behind a cloud's shared gateway addresses, unsigned: twelve nameless addresses in one network, every day."""
    live(w)
    ips = w.addresses.hosts(w.addresses.net(24), 12)
    missing(w, ips, "functions behind a gateway", plain(w), w.rng.uniform(8, 30), w.daily)

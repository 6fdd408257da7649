"""Streams that the live record authorises, and the terms that do it."""
import ipaddress

from naming import generic_name
from world import Mail

# Real services by the names their mail shows; the ranges are the world's own.
SUITES = [("google.com", "_spf.google.com", "_netblocks.google.com", "mail-sor-f{n}.google.com", "google", None),
          ("outlook.com", "spf.protection.outlook.com", None, "mail-am6eur05on{n}.outbound.protection.outlook.com", "selector1",
           "onmicrosoft.com")]


def by_macro(w, ips):
    """`exists:` with a reversed address, the way per-host lists are kept in DNS."""
    base = "_ok." + w.domain
    for ip in ips:
        w.zone.add(".".join(reversed(ip.split("."))) + "." + base, "A", "127.0.0.2")
    return [f"exists:%{{ir}}.{base}"], 1


def by_address(w, ips):
    return [("ip6:" if ":" in ip else "ip4:") + ip for ip in ips], 0


def both_families(w, name, ip):
    """The host, in IPv6 and IPv4: a family without an address is a void look-up, and three of those break a record."""
    w.zone.host(name, ip)
    w.zone.host(name, w.addresses.hosts(w.addresses.net6() if ":" not in ip else w.addresses.net(), 1)[0])


def by_mx(w, ips):
    for n, ip in enumerate(ips):
        name = w.zone.host_of.get(ip) or f"mx{n}.{w.domain}"
        both_families(w, name, ip)
        w.zone.add(w.domain, "MX", f"{10 + n} {name}.")
    return ["mx"], 1


def by_a(w, ips):
    host = f"{w.rng.choice(['out', 'relays', 'mail-pool'])}{len(w.terms)}.{w.domain}"
    for ip in ips:
        both_families(w, host, ip)
    return [f"a:{host}"], 1


def by_nested_include(w, ips):
    outer, inner = f"_spf{len(w.terms)}.{w.domain}", f"_hosts{len(w.terms)}.{w.domain}"
    w.zone.txt(outer, f"v=spf1 include:{inner} -all")
    w.zone.txt(inner, "v=spf1 " + " ".join(by_address(w, ips)[0]) + " ?all")
    return [f"include:{outer}"], 2


def authorise(w, ips, how=None):
    """Has D's record list these addresses, in one of the ways records do."""
    if how is None:
        four = all(":" not in ip for ip in ips)
        how = w.rng.choice([by_address, by_address, by_a, by_nested_include, by_mx] + [by_macro] * four)
        if how is by_mx and "mx" in w.terms or how is by_macro and any("exists" in term for term in w.terms) or w.lookups > 6:
            how = by_address
    terms, cost = how(w, ips)
    w.terms += terms
    w.lookups += cost
    w.authorised |= set(ips)


def authorise_net(w, nets):
    w.terms += [f"ip{net.version}:{net}" for net in nets]


def rotating(w, selector, domain=None, broken=.006):
    """A key, replaced once in the window or never."""
    change = w.rng.choice([None, None, w.rng.randrange(w.days)])
    later = selector + "b"
    return lambda day: ((domain or w.domain, selector if change is None or day < change else later, broken),)


def own_servers(w, volume, signed=True):
    """The domain's own hosts; some also send bounces and mail of a subdomain."""
    rng, count = w.rng, w.rng.choice([1, 2, 2, 3, 4])
    w.own_net = w.addresses.net(rng.choice([24, 26, 28]))
    ips = w.addresses.hosts(w.own_net, count)
    stem = rng.choice(["mx", "mail", "smtp", "mta-", "out"])
    for n, ip in enumerate(ips, 1):
        w.zone.ptr(ip, f"{stem}{n}.{w.domain}")
        if rng.random() < .5:
            w.zone.txt(f"{stem}{n}.{w.domain}", "v=spf1 a -all")
    if rng.random() < .3:
        ips += w.addresses.hosts(w.addresses.net6(), 1)
        w.zone.ptr(ips[-1], f"{stem}6.{w.domain}")
    if rng.random() < .3:
        authorise_net(w, [w.own_net])
        w.authorised |= set(ips)
        authorise(w, [ip for ip in ips if ":" in ip], by_address)
    else:
        authorise(w, ips)
    w.own_key = rotating(w, rng.choice(["mta1", "s2025", "default", "mail", "k1"])) if signed else (lambda day: ())
    w.own_ips, w.own_volume = ips, volume
    mails = [(1, Mail(w.domain, w.domain, w.passing, w.own_key))]
    if rng.random() < .4:
        mails.append((.1, Mail("news." + w.domain, w.domain, w.passing, w.own_key)))
    if rng.random() < .5:
        helo_known = all(f"{w.zone.host_of[ip]}. IN TXT \"v=spf1 a -all\"" in w.zone.seen for ip in ips)
        mails.append((.02, Mail(w.domain, "", (lambda day: "pass") if helo_known else (lambda day: "none"), w.own_key)))
    return _listed(w, ips, "own mail servers", mails, volume, w.own_key if signed else None)


def _listed(w, ips, stream, mails, volume, key, rhythm=None, allowed=()):
    for ip in ips:
        w.source(ip, "listed", stream, allowed=allowed)
    w.flow(ips, mails, volume, rhythm)
    w.legitimate_volume += volume * w.days
    if key:
        w.signed.append((volume, key))


def provider_zone(w, include, inner, nets):
    """Publishes a provider's record for these networks; the look-ups it costs."""
    ranges = " ".join(f"ip{net.version}:{net}" for net in nets)
    if inner:
        w.zone.txt(include, f"v=spf1 include:{inner} ~all")
        w.zone.txt(inner, f"v=spf1 {ranges} ~all")
        return 2
    w.zone.txt(include, f"v=spf1 {ranges} -all")
    return 1


def suite(w, volume, flattened=False):
    """A mail provider with many addresses, listed by include or by a copy of its ranges of long ago.

    flattened: the copy misses a range the provider has since, from which part of the mail comes.
    """
    rng = w.rng
    known = rng.choice(SUITES)
    if rng.random() < .5 and known[0] not in w.names.taken:
        name, include, inner, host, selector, second = known
        w.names.taken.add(name)
    else:
        base = w.names.domain("mail", "suite", "workspace")
        include, inner, host = "spf." + base, rng.choice([None, "_blocks." + base]), "out-{n}.relay." + base
        selector, second = rng.choice(["sel1", "s1", "k2", "dk"]), rng.choice([None, base])
    nets = [w.addresses.net(rng.choice([18, 20, 22])) for _ in range(rng.choice([1, 2, 3]))]
    if rng.random() < .4:
        nets.append(w.addresses.net6())
    ips = [ip for net in nets for ip in w.addresses.hosts(net, rng.choice([1, 2, 3, 4]))]
    new_net = w.addresses.net(22)
    new = w.addresses.hosts(new_net, rng.choice([2, 3, 5])) if flattened else []
    for n, ip in enumerate(ips + new):
        w.zone.ptr(ip, host.format(n=rng.randrange(10, 99) * 10 + n))
    cost = provider_zone(w, include, inner, nets + ([new_net] if flattened else []))
    if flattened:
        authorise_net(w, nets)
    else:
        w.terms.append("include:" + include)
        w.lookups += cost
    w.authorised |= set(ips)
    tenant = (second and f"{w.domain.split('.')[0]}.{second}" if second == "onmicrosoft.com" else second)
    first = rotating(w, selector, broken=.003)
    key = (lambda day: first(day) + ((tenant, selector, .003),)) if tenant else first
    _listed(w, ips, "mail provider", [(1, Mail(w.domain, w.domain, w.passing, key))], volume, key)
    if not flattened:
        return
    for ip in new:
        w.source(ip, "unlisted_legitimate", "provider's new range", must=True)
    w.flow(new, [(1, Mail(w.domain, w.domain, w.failing, key))], volume * rng.uniform(.1, .4))
    w.notes.append("the record copies a provider's ranges and misses a newer one")


def service(w, volume):
    """A service with a key of its own, listed by include."""
    base = w.names.domain("crm", "desk", "pay", "shop")
    net = w.addresses.net(23)
    ips = w.addresses.hosts(net, w.rng.choice([1, 2, 4]))
    for n, ip in enumerate(ips, 1):
        w.zone.ptr(ip, f"o{n}.send.{base}")
    if w.lookups < 7:
        w.lookups += provider_zone(w, "_spf." + base, None, [net])
        w.terms.append("include:_spf." + base)
        w.authorised |= set(ips)
    else:
        authorise(w, ips, by_address)
    key = rotating(w, base.split(".")[0][:6])
    _listed(w, ips, "listed service", [(1, Mail(w.domain, w.domain, w.passing, key))], volume, key,
            w.rng.choice([w.daily, w.working_days, w.steady]))


def plain_application(w, volume):
    """A listed host without a signature, somewhere else."""
    ip = w.addresses.hosts(w.addresses.net(), 1)[0]
    if w.rng.random() < .5:
        w.zone.ptr(ip, generic_name(w.rng, ip, w.names.domain("hosting")))
    authorise(w, [ip], by_address)
    _listed(w, [ip], "listed unsigned application", [(1, Mail(w.domain, w.domain, w.passing))], volume, None, w.working_days)


def listed_since(w, volume):
    """Softfailed when it was reported; the record lists it since."""
    base = w.names.domain("news", "survey", "jobs")
    ips = w.addresses.hosts(w.addresses.net(), w.rng.choice([1, 2]))
    for n, ip in enumerate(ips, 1):
        w.zone.ptr(ip, f"mta{n}.{base}")
    authorise(w, ips, by_address)
    change = w.rng.randrange(w.days // 2, w.days + 1)
    key = rotating(w, "sv" + base[:3])
    _listed(w, ips, "listed since", [(1, Mail(w.domain, w.domain, lambda day: "pass" if day >= change else w.unlisted_result(), key))],
            volume, key)
    w.notes.append("a sender that failed when it was reported is listed now")


def overlaps_authorised(w, ip):
    """Whether a term lists this address by accident."""
    address = ipaddress.ip_address(ip)
    nets = [ipaddress.ip_network(term[4:]) for term in w.terms if term[:4] in ("ip4:", "ip6:")]
    return any(net.version == address.version and address in net for net in nets)

"""The record itself: what it says of everybody, and whether it can be evaluated for those who send."""
from listed import rotating
from world import Mail

from . import kind
from .company import bots, live, mail_exchanger, missing, named_hosts, plain


def _everybody(w, *terms):
    """A live company whose record, by these terms, passes (nearly) everybody: it lists nobody."""
    live(w, forgers=False)
    w.everybody = True
    bots(w, 80, 2)
    w.terms += terms
    also = {"suspected_spoof": {"unknown", "unaffected"}, "listed": {"unknown", "unlisted_legitimate"}, "forwarder": {"unknown", "unaffected"}}
    for source in w.sources.values():
        source.allowed |= also.get(source.cls, set())


@kind("not_ready", derived=False)
def everybody_zero(w):
    """A term ip4:…/0."""
    _everybody(w, "ip4:0.0.0.0/0")


@kind("not_ready", derived=False)
def everybody_halves(w):
    """Two terms of half the address space each."""
    _everybody(w, "ip4:0.0.0.0/1", "ip4:128.0.0.0/1")


@kind("not_ready", derived=False)
def everybody_nearly(w):
    """A dozen /4 networks: all addresses but a few."""
    _everybody(w, *(f"ip4:{n}.0.0.0/4" for n in range(0, 224, 16)))


@kind("not_ready", derived=False)
def everybody_exists(w):
    """exists: of a fixed name that exists."""
    w.zone.host("_spf-ok." + w.domain, "127.0.0.2")
    _everybody(w, "exists:_spf-ok." + w.domain)


@kind("not_ready", derived=False)
def everybody_exists_wildcard(w):
    """exists: with a macro below a wildcard, so every address has its name."""
    w.zone.host("*._spf." + w.domain, "127.0.0.2")
    _everybody(w, f"exists:%{{i}}._spf.{w.domain}")


@kind("not_ready", derived=False)
def everybody_a_zero(w):
    """a/0: a slip of the prefix length."""
    w.zone.host("web." + w.domain, w.addresses.hosts(w.addresses.net(), 1)[0])
    _everybody(w, f"a:web.{w.domain}/0")


@kind("not_ready", derived=False)
def everybody_mx_zero(w):
    """mx/0."""
    _everybody(w, "mx/0")


@kind("not_ready", derived=False)
def everybody_nested(w):
    """A vendor's include whose own include holds the whole address space."""
    base = w.names.domain("vendor", "mailer")
    w.zone.txt("_spf." + base, f"v=spf1 include:_all.{base} ~all")
    w.zone.txt("_all." + base, "v=spf1 ip4:0.0.0.0/1 ip4:128.0.0.0/1 ip6:::/0 -all")
    _everybody(w, "include:_spf." + base)


@kind("not_ready", derived=False)
def everybody_include_plus_all(w):
    """An include whose record ends in +all."""
    base = w.names.domain("vendor", "mailer")
    w.zone.txt("_spf." + base, "v=spf1 mx +all")
    _everybody(w, "include:_spf." + base)


@kind("not_ready", derived=False)
def everybody_plus_all(w):
    """The record ends in +all; every sender is in a term of its own."""
    w.final = "+all"
    _everybody(w)


@kind("fix_record", derived=False)
def hosted_macros_gone(w):
    """A hosted record of macros is the only term, and its names are gone: permanent error for every address."""
    _hosted(w, 0)
    w.fault = "none of the hosted names is left"


@kind("ready", derived=False)
def hosted_macros(w):
    """The same while the names are still there."""
    _hosted(w, 1)


def _hosted(w, alive):
    ips = named_hosts(w, 4, w.names.domain("mail", "out"), "o{n}.{b}")
    base = "_h." + w.names.domain("hosted", "spf")
    for ip in ips:
        w.source(ip, "listed", "own mail through a hosted record")
        if alive:
            w.zone.txt(f"{'.'.join(reversed(ip.split('.')))}.{base}", f"v=spf1 ip4:{ip} -all")
    if alive:
        w.zone.txt("*." + base, "v=spf1 -all")
    w.terms.append(f"include:%{{ir}}.{base}")
    w.authorised |= set(ips)
    mail_exchanger(w)
    w.flow(ips, [(1, Mail(w.domain, w.domain, w.passing, rotating(w, "h1")))], 150)
    w.legitimate_volume += 150 * w.days
    bots(w, 60, 2)


@kind("fix_record", derived=False)
def error_behind_listed(w):
    """The last include is dead: whoever no earlier term lists gets a permanent error instead of softfail."""
    live(w)
    w.terms.append("include:_spf." + w.names.domain("vendor"))
    w.fault = "dead include"


@kind("fix_record", derived=False)
def error_before_listed(w):
    """A dead include stands first: nobody passes any more, though all passed while it lived."""
    live(w)
    w.terms.insert(0, "include:_spf." + w.names.domain("vendor"))
    w.fault = "dead include"


@kind("ready", derived=False)
def limit_unseen(w):
    """`mx` with four hosts without IPv6 addresses: void look-ups for IPv6 clients, of which none is seen."""
    live(w, "google")
    base = w.names.domain("filter")
    for n in range(4):
        w.zone.host(f"mx{n}.{base}", w.addresses.hosts(w.addresses.net(), 1)[0])
        w.zone.add(w.domain, "MX", f"{10 + n} mx{n}.{base}.")
    w.terms.append("mx")


@kind("ready")
def ten_lookups(w):
    """Ten look-ups, where redirect= costs one, or nine: allowed, and all of it works."""
    live(w, "google")
    while w.lookups < 9:
        name = f"s{w.lookups}.{w.domain}"
        w.zone.txt(name, f"v=spf1 ip4:{w.addresses.net(28)} -all")
        w.terms.append("include:" + name)
        w.lookups += 1


@kind("ready", derived=False)
def ptr_term(w):
    """The record lists by ptr: discouraged, and it works."""
    ips = w.addresses.hosts(w.addresses.net(), 3)
    for n, ip in enumerate(ips, 1):
        w.zone.ptr(ip, f"mail{n}.{w.domain}")
        w.source(ip, "listed", "own servers, listed by ptr")
    w.terms.append("ptr")
    w.lookups += 1
    mail_exchanger(w)
    w.flow(ips, [(1, Mail(w.domain, w.domain, w.passing, rotating(w, "p1")))], 150)
    w.legitimate_volume += 150 * w.days
    bots(w, 60, 2)


@kind("not_ready")
def include_typo(w):
    """The include names the service's web domain, whose record lists the service's office and not its mailers."""
    live(w)
    base = w.names.domain("mailer", "crm")
    w.zone.txt(base, f"v=spf1 ip4:{w.addresses.net(29)} ~all")
    w.terms.append("include:" + base)
    w.lookups += 1
    missing(w, named_hosts(w, 6, base), "service behind the wrong include", plain(w, rotating(w, "ty1")), w.rng.uniform(10, 60))


@kind("already_hardfail", derived=False)
def hardfail_unknown(w):
    """Already -all, and thousands of messages come every working day from hosts nobody can name: no clean bill."""
    w.final = "-all"
    live(w)
    w.exits = {1}
    missing(w, named_hosts(w, 2, w.names.domain("apps"), "app{n}.{b}"), "steady unsigned service", plain(w), 60, w.working_days)


@kind("already_hardfail", derived=False)
def hardfail_clean(w):
    """Already -all, and a crowd of forgers that it is meant for."""
    w.final = "-all"
    live(w)
    w.exits = {0}

"""Legitimate streams that the live record misses, and those nobody can be sure of."""
import ipaddress

from listed import overlaps_authorised, rotating
from naming import generic_name
from world import Mail

SERVICES = [("mandrillapp.com", "mail{n}.{b}", "mte1"), ("sendgrid.net", "o{n}.ptr.{b}", "s1"), ("hubspotemail.net", "a{n}.{b}", "hs1"),
            ("zendesk.com", "outbyoip{n}.pod.{b}", "zendesk1")]


def _missing(w, ips, stream, mails, volume, rhythm=None, reach=None, allowed=(), cls="unlisted_legitimate"):
    for ip in ips:
        w.source(ip, cls, stream, must=cls == "unlisted_legitimate" and not allowed, allowed=allowed)
    w.flow(ips, mails, volume, rhythm, reach)
    w.notes.append("missing: " + stream)


def _service_hosts(w, count):
    if w.rng.random() < .3:
        base, host, selector = w.rng.choice(SERVICES)
    else:
        base = w.names.domain("crm", "desk", "pay", "shop", "billing", "hr")
        host, selector = w.rng.choice(["out{n}.{b}", "mta-{n}.sys.{b}", "o{n}.mail.{b}"]), base[:4].strip("-") + w.rng.choice(["", "2025", "1"])
    ips = w.addresses.hosts(w.addresses.net(), count)
    named = w.rng.random() < .85
    for n, ip in enumerate(ips, 40):
        if named:
            w.zone.ptr(ip, host.format(n=n, b=base))
    return ips, base, rotating(w, selector + str(len(w.sources)))


def service(w, volume, addresses=None, rhythm=None, stream="unlisted service", twice=None):
    """A service that signs with a key of its own under the domain's envelope."""
    ips, base, key = _service_hosts(w, addresses or w.rng.choice([1, 2, 3, 4]))
    if w.rng.random() < .3 if twice is None else twice:
        first = key
        key = lambda day: first(day) + ((base, "svc", .004),)       # noqa: E731
    mails = [(1, Mail(w.domain, w.domain, w.failing, key))]
    if w.rng.random() < .2:
        mails.append((.3, Mail("info." + w.domain, w.domain, w.failing, key)))
    rhythm = rhythm or w.rng.choice([w.daily, w.working_days, w.steady])
    _missing(w, ips, stream, mails, volume, rhythm)
    w.unlisted_key, w.unlisted_rhythm = key, rhythm


def tiny_service(w):
    """One to three messages a week."""
    service(w, w.rng.uniform(.25, .45), 1, w.steady, "tiny unlisted service")


def invoice_run(w):
    """Once a month, on a day of its own."""
    run = w.rng.randrange(28)
    service(w, w.rng.uniform(25, 90), w.rng.choice([1, 2]), lambda day: day % 30 == run, "monthly invoice run")


def recent_service(w, volume):
    """Began a few days ago."""
    start = w.days - w.rng.randrange(5, 13)
    service(w, volume, None, lambda day: day >= start, "recently started service")


def unsigned_host(w):
    """A scanner or a monitoring host of the domain's own: no signature, but its name is the domain's, forward-confirmed."""
    ip = w.addresses.hosts(w.addresses.net(), 1)[0]
    w.zone.ptr(ip, w.rng.choice(["scanner", "monitor", "backup01.int", "erp", "nagios"]) + "." + w.domain)
    rhythm = w.rng.choice([w.working_days, w.working_days, w.steady])
    _missing(w, [ip], "own unsigned host", [(1, Mail(w.domain, w.domain, w.failing))], w.rng.uniform(1, 6), rhythm,
             w.reach(w.rng.choice([2, 3, None])))


def other_data_centre(w, named):
    """Own hosts elsewhere that share the key of the listed servers.

    Unnamed ones may be asked about instead, but mail that reaches everybody, every day, is no forwarding.
    """
    if not named and (len(w.receivers) < 6 or sum(not r.mailboxes for r in w.receivers) < 2):
        return
    ips = w.addresses.hosts(w.addresses.net(), w.rng.choice([1, 2]))
    isp = w.names.domain("cloud", "hosting")
    for n, ip in enumerate(ips, 1):
        w.zone.ptr(ip, f"relay-{w.site}{n}.{w.domain}" if named else generic_name(w.rng, ip, isp))
    _missing(w, ips, "own host elsewhere" + ("" if named else ", unnamed"), [(1, Mail(w.domain, w.domain, w.failing, w.own_key))],
             w.own_volume * w.rng.uniform(.15, .5), allowed=() if named else ("unknown",))


def neighbour(w):
    """Unsigned daily mail from beside a listed server, unnamed: the operator has to say."""
    block = ipaddress.ip_network((w.own_ips[0], 24), strict=False)
    free = [str(ip) for ip in block.hosts() if not overlaps_authorised(w, str(ip)) and str(ip) not in w.sources]
    if not free:
        return
    _missing(w, [w.rng.choice(free)], "unsigned neighbour of the listed servers", [(1, Mail(w.domain, w.domain, w.failing))],
             w.rng.uniform(8, 20), allowed=("unknown",))


def dropped(w, volume, signed):
    """Listed until a day in the window: receivers report SPF pass until then."""
    change = w.rng.randrange(w.days // 4, w.days * 3 // 4)
    ips, _, key = _service_hosts(w, w.rng.choice([1, 2, 3]))
    mail = Mail(w.domain, w.domain, lambda day: "pass" if day < change else w.unlisted_result(), key if signed else lambda day: ())
    _missing(w, ips, "dropped from the record" + ("" if signed else ", unsigned"), [(1, mail)], volume)


def redirected_subdomain(w, volume):
    """The envelope is a subdomain whose record is redirect= to D's: D's `all` governs it."""
    name = "shop." + w.domain
    w.zone.txt(name, f"v=spf1 redirect={w.domain}")
    w.governing.add(name)
    ips, _, key = _service_hosts(w, w.rng.choice([1, 2]))
    _missing(w, ips, "subdomain that redirects to the domain", [(1, Mail(w.domain, name, w.failing, key))], volume)


def other_brand(w, volume):
    """Mail of another brand of the owner under D's envelope: only the brand's reports show it."""
    brand = w.names.domain("brand", "group")
    w.zone.txt(brand, "v=spf1 -all")
    w.zone.txt("_dmarc." + brand, f"v=DMARC1; p={w.policy}; rua=mailto:dmarc@{brand}")
    ips, _, _ = _service_hosts(w, w.rng.choice([1, 2]))
    key = rotating(w, "br1", brand)
    mail = Mail(brand, w.domain, w.failing, key, policy_domain=brand)
    _missing(w, ips, "another brand under the domain's envelope", [(1, mail)], volume)


def unknown_service(w, volume):
    """Steady working-day mail without a signature from a service's named host: may be legitimate, the operator has to say."""
    base = w.names.domain("cloud", "apps", "invoice")
    ips = w.addresses.hosts(w.addresses.net(), w.rng.choice([1, 2]))
    for n, ip in enumerate(ips, 1):
        w.zone.ptr(ip, f"app{n}.{base}")
    _missing(w, ips, "steady unsigned service", [(1, Mail(w.domain, w.domain, w.failing))], volume, w.working_days,
             allowed=("unlisted_legitimate",), cls="unknown")


def tilde_term(w, volume):
    """A host under an explicit ~ip4: softfail stays softfail whatever `all` says."""
    ip = w.addresses.hosts(w.addresses.net(), 1)[0]
    w.zone.ptr(ip, f"legacy.{w.domain}")
    w.terms.append(f"{w.rng.choice('~?')}ip4:{ip}")
    result = "softfail" if w.terms[-1][0] == "~" else "neutral"
    w.source(ip, "unaffected", "explicit softfail term", allowed=("listed", "unlisted_legitimate", "unknown"))
    w.flow([ip], [(1, Mail(w.domain, w.domain, lambda day: result, w.own_key))], volume)


def long_silent(w):
    """Sent before the window and never since: no business of this window's."""
    ips, _, key = _service_hosts(w, 1)
    mail = Mail(w.domain, w.domain, w.failing, key)
    kept, w.sources = w.sources, {}
    w.source(ips[0], "unlisted_legitimate", "before the window")
    for day in range(w.days - 180, w.days - 135):
        for receiver, _ in w.reach():
            if receiver.span == 1:
                receiver_first, receiver.first_day = receiver.first_day, day
                w.send(day, receiver, ips[0], 3, mail)
                receiver.first_day = receiver_first
    w.sources = kept
    w.notes.append("an unlisted sender fell silent before the window")

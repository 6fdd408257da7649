"""Temporary DNS failure while the question is asked: it decides nothing."""
import listed
from listed import rotating
from world import Mail

from . import kind
from .company import live, missing, named_hosts, plain

UNDECIDED = ("fix_record", "not_ready", "insufficient_evidence", "none")      # none: no answer, and the exit status says why


def _vendor(w, nested=False):
    """A listed service behind an include; the name of the record."""
    base = w.names.domain("vendor", "mailer")
    net = w.addresses.net(23)
    ips = w.addresses.hosts(net, 3)
    for n, ip in enumerate(ips, 1):
        w.zone.ptr(ip, f"o{n}.{base}")
        w.source(ip, "listed", "vendor behind the failing include")
    listed.provider_zone(w, "_spf." + base, "_n." + base if nested else None, [net])
    w.terms.append("include:_spf." + base)
    key = rotating(w, "v1")
    w.flow(ips, [(1, Mail(w.domain, w.domain, w.passing, key))], w.rng.uniform(10, 60))
    w.signed.append((30, key))
    return ("_n." if nested else "_spf.") + base


def _fails(w, suffix, mode, **more):
    w.faults.append({"suffix": suffix, "mode": mode, **more})


@kind("fix_record", derived=False)
def dns_include_servfail(w):
    """The name servers of an included record answer SERVFAIL."""
    live(w)
    _fails(w, _vendor(w), "servfail")
    w.fault = "include fails"


@kind("fix_record", derived=False)
def dns_include_timeout(w):
    """They do not answer at all."""
    live(w)
    _fails(w, _vendor(w), "drop")
    w.fault = "include fails"


@kind("fix_record", derived=False)
def dns_include_refused(w):
    """They refuse: a lame delegation."""
    live(w)
    _fails(w, _vendor(w), "refused")
    w.fault = "include fails"


@kind("fix_record", derived=False)
def dns_nested_include_servfail(w):
    """The record inside the included one fails."""
    live(w)
    _fails(w, _vendor(w, True), "servfail")
    w.fault = "nested include fails"


@kind("fix_record", "none", derived=False)
def dns_own_servfail(w):
    """The domain's own name servers fail."""
    live(w)
    _fails(w, w.domain, "servfail")
    w.fault = "own zone fails"


@kind("fix_record", derived=False)
def dns_a_host_servfail(w):
    """The record's `a:` host cannot be resolved now; its address sent all along."""
    live(w)
    name, ip = "out." + w.names.domain("provider"), w.addresses.hosts(w.addresses.net(), 1)[0]
    w.zone.host(name, ip)
    w.terms.append("a:" + name)
    w.source(ip, "listed", "host behind the failing name")
    w.flow([ip], [(1, Mail(w.domain, w.domain, w.passing))], 20)
    _fails(w, name, "servfail")
    w.fault = "a: fails"


@kind("insufficient_evidence", "not_ready", derived=False)
def dns_ptr_servfail(w):
    """All reverse look-ups fail: whether any suspect bears a name of the company's own cannot be known."""
    live(w)
    _fails(w, "in-addr.arpa", "servfail")
    _fails(w, "ip6.arpa", "servfail")


@kind("not_ready", "insufficient_evidence", derived=False)
def dns_ptr_hides_sender(w):
    """Reverse look-ups fail, and only its name would speak for an unsigned host of the company's own."""
    live(w)
    ip = w.addresses.hosts(w.addresses.net(), 1)[0]
    w.zone.ptr(ip, "erp." + w.domain)
    missing(w, [ip], "own unsigned host", plain(w), w.rng.uniform(3, 8), w.working_days)
    _fails(w, "in-addr.arpa", "servfail")


@kind("not_ready", "insufficient_evidence", derived=False)
def dns_ptr_hides_pool(w):
    """The same for a small own host seen at two receivers on irregular days; the reverse zone does not answer."""
    live(w)
    ip = w.addresses.hosts(w.addresses.net(), 1)[0]
    w.zone.ptr(ip, "backup." + w.domain)
    missing(w, [ip], "own unsigned host, seldom", plain(w), 4, lambda day: float(day % 5 == 1) * 2, w.reach(3))
    _fails(w, "in-addr.arpa", "drop")


@kind("insufficient_evidence", "fix_record", "not_ready", derived=False)
def dns_dmarc_servfail(w):
    """Only _dmarc fails: the policy is not known, the senders are."""
    live(w)
    _fails(w, "_dmarc." + w.domain, "servfail")


@kind(*UNDECIDED, derived=False)
def dns_midrun(w):
    """The resolver fails for good in the middle of the run; an unlisted, unsigned host has its name only."""
    live(w)
    ip = w.addresses.hosts(w.addresses.net(), 1)[0]
    w.zone.ptr(ip, "erp." + w.domain)
    missing(w, [ip], "own unsigned host", plain(w), w.rng.uniform(3, 8), w.working_days)
    _fails(w, "", "servfail", after=w.rng.randrange(4, 30))


@kind("not_ready", derived=False)
def dns_dropped_packets(w):
    """Every third question is lost; a missing, signed service is found all the same."""
    live(w)
    missing(w, named_hosts(w, 2, w.names.domain("crm")), "unlisted service", plain(w, rotating(w, "crm")), w.rng.uniform(20, 90))
    _fails(w, "", "lossy")

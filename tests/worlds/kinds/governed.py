"""Which mail D's record governs: by alias, by redirect, and what only looks like it."""
import strangers
from listed import rotating
from world import Mail

from . import kind
from .company import live, missing, named_hosts


def _application(w, envelope, key, volume=None):
    w.governing.add(envelope)
    ips = named_hosts(w, w.rng.choice([1, 2]), w.names.domain("apps", "shop"), "out{n}.{b}")
    mail = Mail(w.domain, envelope, w.failing, key or (lambda day: ()))
    missing(w, ips, "application under an envelope that leads to the domain's record", mail, volume or w.rng.uniform(4, 40), w.working_days)


@kind("not_ready")
def sub_cname(w):
    """app.D is an alias of D, so D's record answers for the envelope app.D as well; the application signs for the domain."""
    live(w)
    w.zone.add("app." + w.domain, "CNAME", w.domain + ".")
    _application(w, "app." + w.domain, rotating(w, "app1"))


@kind("not_ready")
def sub_cname_unsigned(w):
    """The same without a signature."""
    live(w)
    w.zone.add("app." + w.domain, "CNAME", w.domain + ".")
    _application(w, "app." + w.domain, None, 20)


@kind("not_ready")
def sub_cname_chain(w):
    """An alias of an alias of D."""
    live(w)
    w.zone.add("www2." + w.domain, "CNAME", w.domain + ".")
    w.zone.add("shop." + w.domain, "CNAME", f"www2.{w.domain}.")
    _application(w, "shop." + w.domain, rotating(w, "shop"))


@kind("not_ready")
def sub_dname(w):
    """Another brand's whole tree is a DNAME to D, and app.D an alias of D: the envelope app.BRAND gets D's record."""
    live(w)
    brand = w.names.domain("brand", "group")
    w.zone.add(brand, "DNAME", w.domain + ".")
    w.zone.add("app." + w.domain, "CNAME", w.domain + ".")
    w.name_server = True
    _application(w, "app." + brand, rotating(w, "app1"))


@kind("not_ready")
def sub_wildcard(w):
    """*.D redirects to D: every invented or real subdomain's envelope is governed."""
    live(w)
    w.zone.txt("*." + w.domain, f"v=spf1 redirect={w.domain}")
    _application(w, "orders." + w.domain, rotating(w, "ord"))


@kind("not_ready")
def sub_redirect_chain(w):
    """A subdomain redirects to another, which redirects to D."""
    live(w)
    w.zone.txt("hub." + w.domain, f"v=spf1 redirect={w.domain}")
    w.zone.txt("crm." + w.domain, f"v=spf1 redirect=hub.{w.domain}")
    _application(w, "crm." + w.domain, rotating(w, "crm"))


@kind("ready")
def sub_include(w):
    """A subdomain's own record includes D's: D's `all` never reaches it, so its missing host is its own record's matter."""
    live(w)
    name = "shop." + w.domain
    w.zone.txt(name, f"v=spf1 include:{w.domain} ~all")
    ips = named_hosts(w, 2, w.names.domain("shop"))
    key = rotating(w, "shp")
    for ip in ips:
        w.source(ip, "unaffected", "subdomain that includes the domain")
    w.flow(ips, [(1, Mail(w.domain, name, lambda day: "softfail", key))], w.rng.uniform(10, 60))


@kind("ready")
def sub_alias_elsewhere(w):
    """The bounce subdomain is an alias of a service's name, as such services ask for."""
    live(w)
    base, name = w.names.domain("mailer", "send"), "em." + w.domain
    ips = named_hosts(w, w.rng.choice([4, 12]), base)
    w.zone.txt("u1." + base, "v=spf1 " + " ".join("ip4:" + ip for ip in ips) + " -all")
    w.zone.add(name, "CNAME", f"u1.{base}.")
    key = rotating(w, "s1")
    for ip in ips:
        w.source(ip, "unaffected", "service behind an aliased bounce subdomain")
    w.flow(ips, [(1, Mail(w.domain, name, w.passing, key))], w.rng.uniform(20, 150))


@kind("ready")
def sub_own_record(w):
    """A bounce subdomain whose own record forgot its service: softfail there, untouched here."""
    live(w)
    strangers.bounce_subdomain(w, w.rng.uniform(20, 80), False)


@kind("not_ready")
def sub_redirected_unsigned(w):
    """An unsigned application under a subdomain that redirects to D."""
    live(w)
    w.zone.txt("tickets." + w.domain, f"v=spf1 redirect={w.domain}")
    _application(w, "tickets." + w.domain, None, 25)


@kind("not_ready")
def brand_alias(w):
    """A name of another brand is an alias of D, and the shop keeps it as the envelope of the mail that it signs for D."""
    live(w)
    name = "news." + w.names.domain("brand", "group")
    w.zone.add(name, "CNAME", w.domain + ".")
    _application(w, name, rotating(w, "br1"))

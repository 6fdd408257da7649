"""Senders that come back: rarely, at their own rhythm, over the whole window."""
from listed import rotating
from naming import poisson

from . import kind
from .company import burst_days, line, live, missing, named_hosts, on_days, plain, signed_by


@kind("not_ready")
def agency_bursts(w):
    """An agency's named host, unsigned: ten irregular days over eleven weeks, at every receiver in proportion."""
    live(w)
    ips = named_hosts(w, 1, w.names.domain("agency", "media"), "news.{b}")
    missing(w, ips, "agency", plain(w), w.rng.uniform(200, 600), on_days(burst_days(w, 10)))


@kind("not_ready")
def agency_vendor_signed(w):
    """The same agency with its own signature, from two hosts."""
    live(w)
    base = w.names.domain("agency", "media")
    ips = named_hosts(w, 2, base, "mx{n}.{b}")
    missing(w, ips, "agency that signs as itself", plain(w, signed_by(base, "d1")), w.rng.uniform(150, 400), on_days(burst_days(w, 8)))


def _monthly(w, offset=0):
    at = w.rng.randrange(4, 26)
    return on_days([day for day in range(w.days) if day % 30 == at or offset and day % 30 == (at + offset) % 30])


@kind("not_ready")
def monthly_generic(w):
    """The ERP on an office line: unsigned, a generic name, the same day of each month, at every receiver."""
    live(w)
    missing(w, [line(w)], "ERP run", plain(w), w.rng.uniform(80, 200), _monthly(w))


@kind("not_ready")
def monthly_unsigned(w):
    """A payroll service under its own name, unsigned, the same day of each month."""
    live(w)
    ips = named_hosts(w, w.rng.choice([1, 2]), w.names.domain("payroll", "pay"), "batch{n}.{b}")
    missing(w, ips, "payroll run", plain(w), w.rng.uniform(80, 250), _monthly(w))


@kind("not_ready")
def monthly_vendor_signed(w):
    """Statements at the turn of the month over two days, signed as the service."""
    live(w)
    base = w.names.domain("billing", "print")
    missing(w, named_hosts(w, 3, base), "statements", plain(w, signed_by(base, "s1")), w.rng.uniform(100, 300), _monthly(w, 1))


@kind("not_ready")
def payroll_moving_day(w):
    """On the last working day of each month, so never at the same distance; unsigned, from a named host."""
    live(w)
    last = [day for day in range(20, w.days) if day % 30 == 28]
    last = [day - max(0, w.weekday(day) - 4) for day in last]
    ips = named_hosts(w, 1, w.names.domain("payroll", "hr"), "out{n}.{b}")
    missing(w, ips, "payroll on the last working day", plain(w), w.rng.uniform(100, 200), on_days(last))


@kind("not_ready")
def retail_chain(w):
    """Thirty shops with a till each on a line of its own: unsigned, fixed addresses, every working day, mostly to the company itself."""
    live(w)
    isps = [w.names.domain("isp", "telecom") for _ in range(4)]
    head, rest = w.rng.choice(w.receivers[:4]), w.reach()
    for _ in range(w.rng.choice([16, 24, 30])):
        ip = line(w, w.rng.choice(isps))
        missing(w, [ip], "shop", plain(w), w.rng.uniform(.8, 1.8), w.working_days, [(head, .8)] + [(r, .2 * share) for r, share in rest])


@kind("not_ready")
def franchise_weekly(w):
    """Twenty branches that each mail their figures every Monday to head office and two suppliers."""
    live(w)
    reach = [(receiver, 1 / 3) for receiver in w.rng.sample(w.receivers, 3)]
    for _ in range(20):
        missing(w, [line(w)], "branch on Mondays", plain(w), w.rng.uniform(3, 7), lambda day: float(w.weekday(day) == 0), reach)


@kind("not_ready")
def seasonal(w):
    """A campaign service used in two seasons: five days in the first weeks and five in the last, signed for the domain."""
    live(w)
    ips = named_hosts(w, 3, w.names.domain("campaign", "mailer"))
    start, again = w.rng.randrange(2, 12), w.days - w.rng.randrange(12, 22)
    missing(w, ips, "seasonal campaigns", plain(w, rotating(w, "camp")), w.rng.uniform(100, 500), on_days([*range(start, start + 5), *range(again, again + 5)]))


@kind("not_ready")
def seasonal_unsigned(w):
    """The same unsigned, from one named host."""
    live(w)
    ips = named_hosts(w, 1, w.names.domain("campaign", "mailer"))
    start, again = w.rng.randrange(2, 12), w.days - w.rng.randrange(12, 22)
    missing(w, ips, "unsigned seasonal campaigns", plain(w), w.rng.uniform(150, 400), on_days([*range(start, start + 4), *range(again, again + 4)]))


@kind("not_ready")
def quarterly(w):
    """A quarter's invoices, twice in the window, two days each, signed with a key of their own."""
    live(w)
    first = w.rng.randrange(1, 4)
    days = [first, first + 1, min(w.days - 2, first + 75), min(w.days - 1, first + 76)]
    missing(w, named_hosts(w, 1, w.names.domain("billing")), "quarterly invoices", plain(w, rotating(w, "inv")), w.rng.uniform(80, 300), on_days(days))


@kind("not_ready")
def weekly_newsletter(w):
    """Every Thursday, unsigned, from a service's two hosts in turn."""
    live(w)
    ips = named_hosts(w, 2, w.names.domain("news", "mailer"), "n{n}.{b}")
    for turn, ip in enumerate(ips):
        missing(w, [ip], "weekly newsletter", plain(w), w.rng.uniform(60, 200),
                lambda day, at=turn: float(w.weekday(day) == 3 and day // 7 % 2 == at))


@kind("not_ready")
def weekly_office_line(w):
    """A report every Friday from an office line to a handful of partners at three receivers."""
    live(w)
    missing(w, [line(w)], "Friday report", plain(w), w.rng.uniform(6, 15), lambda day: float(w.weekday(day) == 4), w.reach(3))


@kind("not_ready")
def school_terms(w):
    """A school's portal: working days of the term only, three weeks of holidays in the middle; unsigned, named by its operator."""
    live(w)
    start = w.days // 2 - w.rng.randrange(8, 14)
    missing(w, named_hosts(w, 1, w.names.domain("learn", "portal"), "app{n}.{b}"), "school portal", plain(w), w.rng.uniform(4, 15),
            lambda day: 0 if start <= day < start + 21 else w.working_days(day))


@kind("not_ready")
def alarm_irregular(w):
    """A monitoring service that mails only when something fails: two dozen irregular days, few messages, named by its operator."""
    live(w)
    ips = named_hosts(w, 1, w.names.domain("monitor", "watch"), "alert{n}.{b}")
    sizes = {day: 1 + poisson(w.rng, 2) for day in burst_days(w, 26)}
    missing(w, ips, "alarms", plain(w), 4, lambda day: sizes.get(day, 0), w.reach(4))


@kind("not_ready")
def phishing_drill(w):
    """A security vendor's exercises under the domain's own name: signed as the vendor, three waves, mostly at the company's own receiver."""
    live(w)
    base = w.names.domain("secure", "aware")
    head = w.rng.choice(w.receivers[:5])
    start = w.rng.randrange(3, 10)
    days = [day for wave in range(3) for day in range(start + 30 * wave, min(w.days, start + 30 * wave + 4))]
    missing(w, named_hosts(w, 2, base), "phishing drills", plain(w, signed_by(base, "tr1")), w.rng.uniform(60, 150), on_days(days),
            [(head, .85)] + [(r, .15 * share) for r, share in w.reach()])


@kind("not_ready")
def recent_pool(w):
    """A service that began nine days ago: vendor-signed, ten addresses, large volumes at everybody every day since."""
    live(w)
    base = w.names.domain("mailer", "send")
    start = w.days - 9
    missing(w, named_hosts(w, 10, base), "service since last week", plain(w, signed_by(base, "k2")), w.rng.uniform(60, 200),
            lambda day: w.daily(day) * (day >= start))


@kind("not_ready")
def monthly_line_to_partners(w):
    """Statements from a fixed office line, the same day of each month, to partners at two receivers: unsigned."""
    live(w)
    missing(w, [line(w)], "statements to partners", plain(w), w.rng.uniform(20, 40), _monthly(w), w.reach(2))


@kind("not_ready")
def consultant_to_partners(w):
    """A consultant's own server: signed as itself, eight irregular working days over the window, a few messages to partners at two receivers."""
    live(w, volume=80)
    base, days = w.names.domain("consulting", "law"), [day for day in range(2, w.days - 2) if w.weekday(day) < 5]
    chosen = [days[2], *w.rng.sample(days[8:-8], 6), days[-3]]
    missing(w, named_hosts(w, 1, base, "mail.{b}"), "consultant", plain(w, signed_by(base, "default", 0)), 12, on_days(chosen), w.reach(2))


@kind("not_ready")
def controllers_with_one_clock(w):
    """Forty lift controllers on the numbered lines of one mobile operator: each mails the company three messages, on the same days three weeks apart."""
    live(w, volume=80)
    operator, net = w.names.domain("mobile", "telecom"), w.addresses.net(16)
    receiver, first = w.reach()[0][0], w.rng.randrange(2, 20)
    for ip in w.addresses.hosts(net, 40):
        w.zone.ptr(ip, ip.replace(".", "-") + ".m2m." + operator)
        w.source(ip, "unlisted_legitimate", "lift controllers", allowed=("unknown",))
        for day in range(first, w.days, 21):
            w.send(day, receiver, ip, 3, plain(w))

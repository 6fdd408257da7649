"""A drawn world, disturbed in ways that must not turn its verdict."""
import collections
import dataclasses
import re
import shutil

import generate
from naming import seeded

SHARE = .2          # of the reports that are lost or come twice
GROWTH = 3


def lost(w, rng):
    for key in [key for key in w.reports if rng.random() < SHARE]:
        del w.reports[key]


def doubled(w, rng):
    w.again = SHARE


def grown(w, rng):
    for rows in w.reports.values():
        for row in rows:
            rows[row] *= GROWTH


def in_zone(line, change):
    """A line of the zone, changed as DNS reads it: a name in TXT may go on from one string to the next."""
    name, txt, data = line.partition(" IN TXT ")
    if not txt:
        return change(line)
    text = change(data[1:-1].replace('" "', ""))
    strings = max(data.count('" "') + 1, -(-len(text) // 255))
    width = -(-len(text) // strings)
    return change(name) + txt + " ".join(f'"{text[i:i + width]}"' for i in range(0, len(text), width))


def renamed(w, rng):
    """Every stranger's domain and every selector has another name, wherever it stands; the well-known services and the domain's own names keep theirs."""
    strangers = sorted(name for name in w.names.taken if name.endswith((".example", ".test")) and not w.domain.endswith(name))
    new = {name: w.names.domain() for name in strangers}
    pattern = re.compile(r"(?<![a-z0-9-])(?:" + "|".join(map(re.escape, strangers or ["$."])) + r")(?![a-z0-9-])")
    selectors = {}

    def domain(text):
        return pattern.sub(lambda match: new[match.group()], text)

    def selector(text):
        return text and selectors.setdefault(text, f"z{len(selectors)}{rng.getrandbits(16):x}")

    def row_of(row):
        return dataclasses.replace(row, header_from=domain(row.header_from), envelope=domain(row.envelope),
                                   spf=tuple(domain(part) for part in row.spf), dkim=tuple((domain(d), selector(s), r) for d, s, r in row.dkim))

    w.zone.lines = [in_zone(line, domain) for line in w.zone.lines]
    for fault in w.faults:
        fault["suffix"] = domain(fault["suffix"])
    reports = collections.defaultdict(collections.Counter)
    for (policy_domain, host, period), rows in w.reports.items():
        reports[domain(policy_domain), host, period].update({row_of(row): count for row, count in rows.items()})
    w.reports = reports


WAYS = {"reports lost": lost, "reports doubled": doubled, "volumes grown": grown, "names changed": renamed}


def write(seed, out, scenario, kind, way):
    """Writes the disturbed world of a seed into the folder `out`; its truth has no totals to compare."""
    shutil.rmtree(out, ignore_errors=True)
    w, facts = generate.draw_any(seed, scenario, kind)
    WAYS[way](w, seeded(way, seed, kind))
    w.save(out, facts)
    return facts

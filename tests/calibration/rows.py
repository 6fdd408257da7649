"""What each number of thresholds.hpp is held against: a row a number, in the order of the header, and what else it decides.

A row is the sources that the question is put to, the feature, on which side of the number it has to be, what
that is in words, and the numbers that this one only guards: then the share is of the sources that fall under it.
"""
import dataclasses
import operator

from rhythm import AT

SIDES = {"≥": operator.ge, ">": operator.gt, "≤": operator.le, "<": operator.lt}

# Who is asked: words, and the condition on the features of a source.
ASKED = {
    "all, governed or not": lambda f: True,
    "all": lambda f: f["governed"],
    "all, beyond the guards": lambda f: f["governed"] >= AT["breadth_messages"] and f["governed reporters"] >= AT["breadth_reporters"],
    "unlisted": lambda f: f.get("unlisted"),
    "unlisted, once passed": lambda f: f.get("once passed"),
    "with a named key": lambda f: "with its key" in f,
    "with a key of no listed server": lambda f: "own key" in f,
    "with a key of no listed server or service": lambda f: "to the main source of its key" in f,
    "with a key of a service elsewhere": lambda f: "to the service of its key" in f,
    "a service that signs as the domain": lambda f: "to the busiest of its service" in f,
    "with a key of listed servers": lambda f: "shared key" in f,
    "the same, nameless": lambda f: "shared key" in f and not f["named"],
    "the same, named by others": lambda f: "shared key" in f and f["named"],
    "unsigned": lambda f: f.get("unsigned"),
    "unsigned, named": lambda f: f.get("unsigned") and f["named"],
    "unsigned, not named": lambda f: f.get("unsigned") and not f["named"],
    "unsigned, broken signatures": lambda f: f.get("broken") is not None,
    "unsigned, nameless, in one's own network": lambda f: f.get("unsigned") and f["own network"],
    "unsigned, not named, near one's own": lambda f: f.get("unsigned") and f["bits in common"] is not None,
    "unsigned, new": lambda f: f.get("unsigned") and f["age"] <= AT["new_since"],
    "unsigned, while listed servers sent nothing": lambda f: f.get("unsigned") and f["listed days"] and f["usual weekday"] is not None,
    "unsigned, on a silent day": lambda f: f.get("unsigned") and f["filled days"],
    "unsigned, on several silent days": lambda f: f.get("unsigned") and f["filled days"] >= AT["filled_days"],
    "unsigned, two heavy days or more": lambda f: f.get("unsigned") and f["pause between heavy days"] is not None,
    "unsigned, several named under one domain": lambda f: "owner pool" in f,
    "the same, customers' lines": lambda f: "owner pool" in f and not f["named"],
    "unsigned, of a pool long at work": lambda f: f.get("owner pool all days", 0) >= AT["operator_pool_days"],
    "unsigned, signed by another domain": lambda f: f.get("unsigned") and f["signer share"] is not None,
    "unsigned, Monday to Friday only": lambda f: f.get("unsigned") and not f["weekend"],
    "unsigned, on one day of the week": lambda f: f.get("unsigned") and f["weekdays"] == 1,
    "unsigned, on two": lambda f: f.get("unsigned") and f["weekdays"] == 2,
    "unsigned, on three": lambda f: f.get("unsigned") and f["weekdays"] == 3,
    "unsigned, both of these": lambda f: f.get("unsigned") and f["governed days"] >= AT["steady_days"] and f["governed span"] >= AT["steady_span"],
    "unsigned, three bursts or more": lambda f: f.get("unsigned") and f["bursts"] > 2,
}


@dataclasses.dataclass
class Number:
    asked: str
    feature: str
    side: str
    words: str
    guards: str = ""

    def share(self, members, value):
        """(sources on that side of the value, sources asked)."""
        found = [member.get(self.feature) for member in members if ASKED[self.asked](member)]
        found = [feature for feature in found if feature is not None]
        return sum(SIDES[self.side](feature, value) for feature in found), len(found)


NUMBERS = {
    "mostly_governed": Number("all, governed or not", "governed share of named mail", "≥", "governed part of the mail that names a domain, where other mail names none"),
    "stand_in_passes": Number("all", "passed", ">", "part of the mail that passed SPF; asked where the record is in error"),
    "believable_reporters": Number("unlisted, once passed", "pass reporters", "≥", "reporters that saw a pass"),
    "believable_passes": Number("unlisted, once passed", "passed", "≥", "part of the mail that passed SPF"),
    "living_key": Number("with a named key", "listed servers' with its key", "≥", "mail of listed servers with its key to the others'"),
    "large_carrier": Number("with a key of no listed server or service", "to the main source of its key", "≥", "mail with its key to the busiest source's"),
    "few_signed": Number("with a key of no listed server or service", "with its key", "<", "messages with its key", "large_carrier"),
    "living_days": Number("with a named key", "days of its key on listed servers", "≥", "days on which listed servers sign with its key"),
    "telling_signed": Number("with a named key", "with its key, of all", "≥", "messages with its key, of all sources"),
    "wide": Number("all, beyond the guards", "breadth", "≥", "reporters to those expected"),
    "rather_wide": Number("the same, nameless", "breadth", "≥", "reporters to those expected"),
    "everywhere": Number("the same, named by others", "breadth", "≥", "reporters to those expected"),
    "breadth_reporters": Number("all", "governed reporters", "<", "reporters", "wide, rather_wide, everywhere"),
    "breadth_messages": Number("all", "governed", "<", "messages", "wide, rather_wide, everywhere"),
    "narrow_messages": Number("all", "governed", "<", "messages", "explained_unnamed"),
    "explained_unnamed": Number("unlisted", "unnamed to listed", "≥", "mail signed without a named selector to that of listed servers"),
    "called_forwarded": Number("with a key of listed servers", "called forwarded", "≥", "part of the mail called forwarded"),
    "forwarded_alone": Number("unsigned", "called forwarded", "≥", "part of the mail called forwarded"),
    "large_sharer": Number("with a key of listed servers", "to the busiest of its key", "≥", "its pool's mail with its key to the busiest listed server's"),
    "lasting_days": Number("with a key of listed servers", "pool days with its key", "≥", "days of its pool"),
    "telling_broken": Number("with a key of listed servers", "broken with its key", "≥", "messages of its pool with a broken signature of that key"),
    "often_broken": Number("with a key of listed servers", "broken share of its key", "≥", "part of the pool's signatures that is broken"),
    "more_broken": Number("with a key of listed servers", "broken to listed", "≥", "that part to the listed servers' own"),
    "mostly_broken": Number("unsigned, broken signatures", "broken", "≥", "part of the mail with a broken signature of listed servers"),
    "few_reporters": Number("unsigned, broken signatures", "governed reporters", "≤", "reporters"),
    "broken_days": Number("unsigned, broken signatures", "governed days", "≥", "days"),
    "forwarding_hosts": Number("unsigned, named", "passing hosts", "≥", "hosts of its operator that pass mail on"),
    "forwarding_operator": Number("unsigned, named", "share of passing hosts", "≥", "part of its operator's hosts that pass mail on"),
    "only_forgeries": Number("unsigned", "strangers", "≥", "such sources, where nobody is listed or signs", "forwarded_alone, forwarding_operator"),
    "own_network_days": Number("unsigned, nameless, in one's own network", "governed days", "≥", "days"),
    "next_to_own": Number("unsigned, not named, near one's own", "bits in common", "≥", "leading bits in common with a single address of one's own"),
    "crowd_passes": Number("unsigned", "networks once passed", "≥", "networks of such that passed, where it did", "believable_reporters"),
    "passed_to_the_end": Number("unlisted, once passed", "passed", "≥", "part of the mail that passed SPF"),
    "gone_silence": Number("unlisted, once passed", "silence", "≥", "days of silence at the end"),
    "gone_pauses": Number("unlisted, once passed", "silence to pause", "≥", "that silence to its longest pause before"),
    "gone_days": Number("unlisted, once passed", "governed days", "<", "days", "gone_silence, gone_pauses"),
    "replaced_silence": Number("unlisted, once passed", "silence", "≥", "days of silence at the end"),
    "successor_gap": Number("unlisted, once passed", "successor gap", "≤", "days from its end to the start of a listed source of its operator or key"),
    "heavy_day": Number("unsigned", "heaviest day", "≥", "messages on its heaviest day"),
    "occasion_gap": Number("unsigned, two heavy days or more", "pause between heavy days", "≥", "longest pause between them"),
    "occasions": Number("unsigned, not named", "occasions", "≥", "occasions"),
    "occasions_span": Number("unsigned, not named", "occasions span", "≥", "days from the first heavy day to the last"),
    "named_occasions": Number("unsigned, named", "occasions", "≥", "occasions"),
    "named_occasions_span": Number("unsigned, named", "occasions span", "≥", "days from the first heavy day to the last"),
    "lasting_span": Number("unsigned", "span to observed", "≥", "days from its first to its last, to those of the reports"),
    "lasting_days_share": Number("unsigned", "days to observed", "≥", "days to those of the reports"),
    "partner_days": Number("unsigned", "governed days", "≥", "days"),
    "partners": Number("unsigned", "governed reporters", "≤", "reporters"),
    "named_partner_days": Number("unsigned, named", "governed days", "≥", "days"),
    "new_days": Number("unsigned, new", "governed days", "≥", "days"),
    "new_since": Number("unsigned", "age", "≤", "days from its first to the last of the reports"),
    "new_pause": Number("unsigned, new", "silence", "≤", "days of silence at the end"),
    "new_weight": Number("unsigned, new", "to largest burst", "≥", "messages to those of the largest burst that is over"),
    "regular_days": Number("unsigned, while listed servers sent nothing", "listed days", "≥", "days with mail of listed servers"),
    "regular_weekday": Number("unsigned, while listed servers sent nothing", "usual weekday", "≥", "part of these days of the week with mail of listed servers"),
    "filled_days": Number("unsigned, on a silent day", "filled days", "≥", "days on which listed servers were silent"),
    "operator_pool_days": Number("unsigned, several named under one domain", "owner pool days", "≥", "days of the pool's widely reported addresses"),
    "operator_pool_weeks": Number("unsigned, several named under one domain", "owner pool weeks", "≥", "busy weeks of these"),
    "busy_week": Number("unsigned, several named under one domain", "owner pool usual week", "≥", "median week of these to the busiest"),
    "standing_out": Number("the same, customers' lines", "owner pool to others", "≥", "these to those of the next pool, or the nameless"),
    "crowded_allocation": Number("the same, customers' lines", "owner pool per allocation", "≥", "these in each /16 (IPv6: /32)"),
    "handed_on": Number("unsigned, of a pool long at work", "owner pool one at a time", "≥", "days of the pool to those of its addresses, added up"),
    "partner_line": Number("unsigned, of a pool long at work", "owner pool density", "≥", "days of the pool to those from its first to its last, where few report it"),
    "operator_pool_wide": Number("unsigned, several named under one domain", "owner pool wide share", "≥", "their part of the pool's mail"),
    "signer_share": Number("unsigned, signed by another domain", "signer share", "≥", "part of the mail with one domain's signature"),
    "signer_pool_days": Number("unsigned, signed by another domain", "signer pool days", "≥", "days of all that this domain signs"),
    "returning_span": Number("unsigned", "governed span", "≥", "days from its first to its last"),
    "working_days": Number("unsigned, Monday to Friday only", "exact days", "≥", "days"),
    "weekly_one_day": Number("unsigned, on one day of the week", "weeks", "≥", "weeks"),
    "weekly_two_days": Number("unsigned, on two", "weeks", "≥", "weeks"),
    "weekly_three_days": Number("unsigned, on three", "weeks", "≥", "weeks"),
    "steady_days": Number("unsigned", "governed days", "≥", "days"),
    "steady_span": Number("unsigned", "governed span", "≥", "days from its first to its last"),
    "daily": Number("unsigned, both of these", "governed density", "≥", "days to those from its first to its last"),
    "monthly_bursts": Number("unsigned", "bursts", "≥", "bursts"),
    "monthly_shortest": Number("unsigned, three bursts or more", "shortest between bursts", "≥", "shortest distance between their starts"),
    "monthly_longest": Number("unsigned, three bursts or more", "longest between bursts", "≤", "longest distance between their starts"),
    "burst_gap": Number("unsigned", "longest pause", "≥", "longest pause, of those seen on two days or more"),
    "crowd_networks": Number("unsigned, not named", "networks with its rhythm", ">", "networks of such with its rhythm, where it has one", "steady, steady_network"),
    "pool_addresses": Number("unsigned", "network addresses", "<", "such addresses in its network, or of its device", "steady_network"),
}

# What else a number decides.
FURTHER = {
    "living_key": [Number("with a key of no listed server", "the service's with its key", "≥", "mail of a service with an envelope domain of its own with its key, to the others'")],
    "large_carrier": [
        Number("with a key of a service elsewhere", "to the service of its key", "≥", "mail with its key to the service's busiest source"),
        Number("a service that signs as the domain", "to the busiest of its service", "≥", "mail with the service's key to its busiest source; asked for service_operator")],
    "few_signed": [Number("with a key of a service elsewhere", "with its key", "<", "messages with its key", "large_carrier")],
    "lasting_days": [Number("with a key of a service elsewhere", "governed days", "≥", "days")],
    "occasions_span": [Number("unsigned", "governed span", "≥", "days from its first to its last; asked for lasting")],
    "named_occasions": [Number("unsigned, signed by another domain", "signer pool occasions", "≥", "occasions of all that this domain signs")],
    "named_occasions_span": [Number("unsigned, signed by another domain", "signer pool span", "≥", "days from the first to the last of all that this domain signs")],
    "operator_pool_days": [Number("unsigned, several named under one domain", "owner pool all days", "≥", "days of the pool; asked for handed_on")],
    "daily": [
        Number("unsigned, new", "days to age", "≥", "days to those since its first"),
        Number("unsigned, on several silent days", "filled to silent", "≥", "silent days that it filled to all of them"),
        Number("unsigned, on several silent days", "filled to days", "≥", "these days to all of its own"),
        Number("unsigned, of a pool long at work", "owner pool density", "≥", "days of the pool to those from its first to its last")],
    "crowd_networks": [
        Number("unsigned, not named", "networks with its returning", ">", "networks of such that come back, where it does", "comes_back"),
        Number("unsigned, not named", "networks with its new", ">", "networks of such that are new, where it is", "new_sender"),
        Number("unsigned, not named", "networks with its standing in", ">", "networks of such that stand in, where it does", "stand_in")],
}

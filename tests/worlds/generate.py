#!/usr/bin/env python3
"""Draws small mail worlds with known truth: reports/, zone.db and truth.json in a folder each.

  generate.py --seed N --count K --out DIR [--scenario NAME | --kind NAME]      worlds N to N+K-1; a seed always gives the same world
"""
import argparse
import os
import shutil

import devices
import identities
import kinds
import listed
import moves
import relays
import strangers
import truth
import unlisted
from naming import Names, seeded
from world import World

# scenario: (weight, state)
SCENARIOS = {
    "ready": (24, "ready"), "nearly-forwarded": (5, "ready"), "plus-all": (3, "not_ready"),
    "unlisted": (26, "not_ready"), "unlisted-plus-all": (2, "not_ready"), "unlisted-in-short-window": (2, "not_ready"),
    "unknown": (6, "not_ready"), "forwarded": (9, "keep_softfail"), "tilde-term": (2, None),
    "short-window": (2, "insufficient_evidence"), "gaps": (2, "insufficient_evidence"), "few-receivers": (2, "insufficient_evidence"),
    "few-messages": (3, "insufficient_evidence"), "parked": (5, "parked"), "hardfail": (3, "already_hardfail"),
    "hardfail-with-losses": (3, "already_hardfail"), "fault": (8, "fix_record"), "odd": (40, None), "odd-parked": (4, "parked"),
}
FAULTS = ["none", "several", "look-ups", "syntax", "missing-include", "void", "loop", "unknown-mechanism"]


def new_world(rng, scenario):
    names = Names(rng)
    domain = names.domain()
    if rng.random() < .12:
        domain = rng.choice(["corp.", "mail.", "dept."]) + domain
    days = rng.randrange(8, 21) if "short-window" in scenario else rng.randrange(62, 116)
    receivers = {"few-receivers": rng.choice([1, 2]), "odd": rng.choice([4, *range(5, 14)])}.get(scenario, rng.randrange(5, 14))
    w = World(rng, domain, days, receivers)
    w.names.taken.add(domain.split(".", domain.count(".") - 1)[-1])
    w.fault = rng.choice(FAULTS) if scenario == "fault" else None
    w.final = rng.choice(["~all"] * 6 + ["?all", ""])
    if "plus-all" in scenario:
        w.final = "+all"
    elif "hardfail" in scenario:
        w.final = "-all"
    if scenario == "odd":
        if rng.random() < .2:           # the domain's name servers were down for some days
            w.trouble = set(rng.sample(range(days), 4))
        if rng.random() < .2:
            rng.choice(w.receivers).helo_only = True
    if scenario == "gaps":
        seen = set(rng.sample(range(days), rng.randrange(12, 21)))
        for receiver in w.receivers:
            receiver.outage = frozenset(set(range(days)) - seen)
            receiver.span = 1
    return w


def listed_streams(w, scenario):
    rng = w.rng
    scale = .02 if scenario == "few-messages" else rng.choice([.3, 1, 1, 2])
    own = rng.random() < .8
    signed = own and rng.random() < .85
    if own:
        listed.own_servers(w, rng.uniform(60, 220) * scale, signed)
    if not own or rng.random() < .55:
        listed.suite(w, rng.uniform(100, 320) * scale)
    if scenario == "few-messages":
        return own and signed
    if rng.random() < .35:
        listed.service(w, rng.uniform(10, 60) * scale)
    if rng.random() < .2:
        listed.plain_application(w, rng.uniform(3, 12))
    if rng.random() < .2 and w.final != "+all":
        listed.listed_since(w, rng.uniform(8, 40))
    return own and signed


def unaffected_streams(w):
    rng = w.rng
    if rng.random() < .35:
        strangers.esp(w, rng.uniform(10, 150), rng.choice(["both", "both", "itself", "none"]))
    if rng.random() < .15:
        strangers.bounce_subdomain(w, rng.uniform(5, 50), rng.random() < .6)
    if w.signed and rng.random() < .4:
        strangers.rewriting_forwarders(w, rng.randrange(1, 8))
    if w.signed and rng.random() < .3:
        strangers.mailing_list(w)


def missing_streams(w, own_key):
    rng = w.rng
    choices = [lambda: unlisted.service(w, rng.uniform(15, 120)), lambda: unlisted.service(w, rng.uniform(2, 8)),
               lambda: unlisted.tiny_service(w), lambda: unlisted.invoice_run(w), lambda: unlisted.recent_service(w, rng.uniform(8, 60)),
               lambda: unlisted.unsigned_host(w), lambda: listed.suite(w, rng.uniform(60, 200), flattened=True),
               lambda: unlisted.redirected_subdomain(w, rng.uniform(3, 30)), lambda: unlisted.other_brand(w, rng.uniform(3, 30))]
    if w.final != "+all":
        choices += [lambda: unlisted.dropped(w, rng.uniform(5, 60), True), lambda: unlisted.dropped(w, rng.uniform(5, 40), False)]
    if own_key:
        choices += [lambda: unlisted.other_data_centre(w, True), lambda: unlisted.other_data_centre(w, True),
                    lambda: unlisted.other_data_centre(w, False)]
    for add in rng.sample(choices, rng.choice([1, 1, 1, 2, 3])):
        add()
    if hasattr(w, "unlisted_key") and w.signed and rng.random() < .3:
        strangers.forwarders_of_unlisted(w, rng.randrange(1, 5))


def odd_streams(w, own_key):
    """One to three streams that look like something else; the world's state is whatever their truth leaves possible."""
    choices = devices.STRANDS + identities.STRANDS + (relays.STRANDS + [identities.rewrites_sometimes] if w.signed else []) + (moves.STRANDS * 2 if own_key else [])
    for add in w.rng.sample(choices, w.rng.choice([1, 1, 2, 3])):
        add(w)


def spoofers(w):
    rng = w.rng
    for _ in range(rng.choice([0, 1, 1, 2])):
        strangers.botnet(w, rng.randrange(15, 160), rng.choice([1, 2, 4, 12]))
    if rng.random() < .3:
        strangers.hosted_burst(w, rng.choice([5, 40, 400]))
    if rng.random() < .08:                  # fifty forged messages for each real one
        strangers.botnet(w, 120, max(40, w.legitimate_volume * 50 / (120 * 8)))
    if rng.random() < .25:
        strangers.foreign_envelope(w, rng.randrange(1, 12))
    if rng.random() < .2:
        strangers.invented_subdomain(w, rng.randrange(1, 8))
    if rng.random() < .2:
        strangers.null_sender(w, rng.randrange(1, 8))


def forwarding(w, scenario):
    rng = w.rng
    if not w.signed:
        return
    if rng.random() < .1:
        strangers.breaking_forwarder(w)
    if scenario == "forwarded":
        share = rng.uniform(.016, .09)
        part = rng.choice([0, .3, .7])
        if part:
            strangers.large_forwarder(w, share * part)
        strangers.forwarders(w, share * (1 - part), rng.randrange(8, 60))
    elif scenario == "nearly-forwarded":
        strangers.forwarders(w, rng.uniform(.004, .0065), rng.randrange(5, 25))
    elif rng.random() < .6:
        strangers.forwarders(w, rng.uniform(.0005, .004), rng.randrange(2, 16))


def publish(w):
    """D's record as the live DNS has it, faults included."""
    rng, shape, others = w.rng, w.rng.choice(["plain", "plain", "plain", "redirect"]), w.names
    if w.fault:
        shape = "plain"
    if w.fault == "look-ups":
        for n in range(11):
            w.zone.txt(f"s{n}.{w.domain}", f"v=spf1 ip4:{w.addresses.net(28)} -all")
            w.terms.append(f"include:s{n}.{w.domain}")
    elif w.fault == "syntax":
        w.terms.insert(rng.randrange(len(w.terms) + 1), rng.choice(["ip4:300.1.2.3", "include:", "ip4:192.0.2.0/33", "a:", "redirect=a.b.example redirect=c.d.example"]))
    elif w.fault == "missing-include":
        w.terms.append("include:_spf." + others.domain())
    elif w.fault == "void":
        w.terms += [f"a:{others.domain()}" for _ in range(4)]
    elif w.fault == "loop":
        w.zone.txt("_a." + w.domain, f"v=spf1 include:_b.{w.domain} ~all")
        w.zone.txt("_b." + w.domain, f"v=spf1 include:_a.{w.domain} ~all")
        w.terms.append("include:_a." + w.domain)
    elif w.fault == "unknown-mechanism":
        w.terms.insert(0, rng.choice(["ipv4:192.0.2.7", "mx:1:2", "inlcude:_spf.google.com", "all:"]))
    if w.fault != "none":
        w.write_record(shape, rng)
    if w.fault == "several":
        w.zone.txt(w.domain, "v=spf1 mx ~all")
    if rng.random() < .4:
        w.zone.txt(w.domain, rng.choice(["MS=ms12345678", "site-verification=abcDEF0123"]))
    w.zone.txt("_dmarc." + w.domain, f"v=DMARC1; p={w.policy}; rua=mailto:dmarc@{w.domain}")
    if not w.no_web and w.rng.random() < .8:
        address = w.addresses.hosts(w.addresses.net(), 1)[0]
        w.zone.host(w.domain, address)


def attempt(seed, scenario, number):
    rng = seeded(seed, number)
    w = new_world(rng, scenario)
    own_key = False
    if "parked" not in scenario:
        own_key = listed_streams(w, scenario)
        if not w.fault:
            unaffected_streams(w)
    else:
        w.terms = rng.choice([[], ["mx"], ["ip4:" + str(w.addresses.net(28))], ["a"]])
        w.lookups = 1
        w.final = w.final or "~all"
    if "unlisted" in scenario or scenario == "hardfail-with-losses" or w.fault and rng.random() < .5:
        missing_streams(w, own_key)
    if scenario == "odd":
        odd_streams(w, own_key)
    if scenario == "unknown":
        if rng.random() < .3 and hasattr(w, "own_net"):
            unlisted.neighbour(w)
        else:
            unlisted.unknown_service(w, rng.uniform(3, 25))
    if scenario == "tilde-term":
        unlisted.tilde_term(w, rng.uniform(3, 20)) if own_key else None
    if "parked" not in scenario and scenario != "hardfail":
        forwarding(w, scenario)
    spoofers(w)
    if "parked" in scenario:
        strangers.botnet(w, 120, 2)
    if scenario == "odd-parked":
        rng.choice([relays.periodic_botnet, relays.forwarded_forgeries])(w)
    if rng.random() < .12 and w.days > 60 and scenario != "gaps" and "parked" not in scenario:
        unlisted.long_silent(w)
    publish(w)
    if rng.random() < .06:
        w.damage(rng.randrange(1, 4))
    truth.weaken(w)
    return w


def draw(seed, scenario=None):
    """The world of a seed: (world, truth). Draws again until nothing in it is arguable."""
    names = list(SCENARIOS)
    scenario = scenario or seeded("scenario", seed).choices(names, [SCENARIOS[name][0] for name in names])[0]
    wanted = SCENARIOS[scenario][1]
    for number in range(100):
        w = attempt(seed, scenario, number)
        states = truth.possible_states(w)
        if scenario == "tilde-term":
            wanted, states = "ready", states if "ready" in states and states <= {"ready", "not_ready"} else set()
            if any(s.stream.startswith("explicit") for s in w.sources.values()) and states:
                break
        elif scenario == "odd":
            if len(states) < 3 and truth.undisputed(w):
                break
        elif states == {wanted} and truth.undisputed(w):
            break
    else:
        raise RuntimeError(f"seed {seed}: no undisputed world of scenario {scenario} in 100 draws")
    label = scenario + (":" + w.fault if w.fault else "")
    return w, truth.truth(w, states, label, "; ".join(dict.fromkeys(w.notes)) or scenario.replace("-", " "))


def draw_kind(seed, name):
    """The world of a seed and a kind, or of several joined by +: (world, truth). Draws again until the contract's table leads to a state of the kind."""
    wanted = kinds.of(name)
    for number in range(100):
        rng = seeded(name, seed, number)
        w = World(rng, Names(rng).domain(), rng.randrange(86, 99), rng.randrange(8, 15))
        w.names.taken.add(w.domain)
        wanted.draw(w)
        publish(w)
        truth.weaken(w)
        if not wanted.derived or truth.possible_states(w) <= wanted.states:
            break
    else:
        raise RuntimeError(f"seed {seed}: no undisputed world of kind {name} in 100 draws")
    facts = truth.truth(w, wanted.states, name, wanted.why)
    facts["expect"]["must_list"] = []       # asking is enough; what is neither listed nor asked about counts as missed
    facts.update(kind=name, family=wanted.family, faults=w.faults, name_server=w.name_server, exits=sorted(w.exits))
    return w, facts


def draw_any(seed, scenario=None, kind=None):
    return draw_kind(seed, kind) if kind else draw(seed, scenario)


def write(seed, out, scenario=None, kind=None):
    """Writes the world of a seed into the folder `out`, which is emptied first."""
    shutil.rmtree(out, ignore_errors=True)
    w, facts = draw_any(seed, scenario, kind)
    facts["seed"] = seed
    w.save(out, facts)
    return facts


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--count", type=int, default=1)
    arguments.add_argument("--out", required=True)
    arguments.add_argument("--scenario", choices=sorted(SCENARIOS))
    arguments.add_argument("--kind", type=kinds.known, metavar="NAME[+NAME]")
    options = arguments.parse_args()
    for world_seed in range(options.seed, options.seed + options.count):
        made = write(world_seed, os.path.join(options.out, f"world-{world_seed}"), options.scenario, options.kind)
        print(f"world-{world_seed:<6} {made['scenario']:26} {made['expect']['state']!s:24} {made['totals']}  {made['why']}")

"""Plain features of the sources in a drawn world, from nothing that its reports and zone do not show."""
import evidence
from observe import WINDOW, expected_reporters, network, observe, operator, pools


def of_days(w, seen):
    """Features of the days on which a source or pool was seen."""
    days = sorted(seen.by_day)
    span = days[-1] - days[0] + 1
    return {"days": len(days), "span": span, "density": len(days) / span, "lifetime": span / min(WINDOW, w.days),
            "volume a day": seen.messages / len(days), "busiest day": max(seen.by_day.values()) / seen.messages,
            "working days": sum(w.weekday(day) < 5 for day in days) / len(days)}


def of_world(w):
    """(the truth, {feature: value}) for each source of a drawn world; a value is None where the question does not arise."""
    sources, domain = observe(w)
    networks, network_size = pools(sources, lambda ip, _: network(ip))
    operators, operator_size = pools(sources, lambda _, seen: operator(seen.host))
    governed = evidence.Evidence(w)
    for ip, seen in sources.items():
        truth = w.sources.get(ip)
        if not truth:
            continue
        expected = expected_reporters(domain, seen.messages)
        near, run_by = network(ip), operator(seen.host)
        yield truth, {"messages": seen.messages, **of_days(w, seen), "reporters": len(seen.by_reporter),
                      "share of reporters": len(seen.by_reporter) / max(1, len(domain.by_reporter)),
                      "reporters to expected": len(seen.by_reporter) / expected if expected else 0,
                      "signed": seen.signed / seen.messages, "signed by others": seen.foreign / seen.messages,
                      "network size": network_size[near], "network days": len(networks[near].by_day),
                      "operator size": operator_size[run_by] if run_by else 0,
                      "operator days": len(operators[run_by].by_day) if run_by else 0, **governed.of(ip)}

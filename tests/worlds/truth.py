"""What a careful reader of the contract must conclude from the truth: the expected state, or that it is arguable."""

EXACT = {"days": 30, "receivers": 3, "messages": 300, "unknown": .001, "unknown_days": 14, "forwarded": .01}
# A world counts only where these agree with the exact thresholds: nothing may hang on a rounding or on one message.
STRICTER = {"days": 36, "receivers": 4, "messages": 420, "unknown": .0005, "unknown_days": 10, "forwarded": .0075}
LAXER = {"days": 24, "receivers": 3, "messages": 220, "unknown": .002, "unknown_days": 18, "forwarded": .0135}


def state_of(w, limits, instead=None):
    """The state by the contract's table; `instead` is the class given to every source that may have it."""
    if w.fault:
        return "fix_record"
    if w.final == "-all":
        return "already_hardfail"
    if w.everybody or w.final == "+all":
        return "not_ready"
    count = {}
    legitimate = forwarded = 0
    long_unknown = False
    for source in w.sources.values():
        cls = instead if instead in source.allowed else source.cls
        count[cls] = count.get(cls, 0) + source.messages
        if cls in ("listed", "unlisted_legitimate", "forwarder"):
            legitimate += source.messages
        elif cls == "unaffected":
            legitimate += source.dmarc_pass
        forwarded += source.governed if cls == "forwarder" else 0
        long_unknown |= cls == "unknown" and len(source.days) >= limits["unknown_days"]
    days = set().union(*(source.days for source in w.sources.values())) if w.sources else set()
    span = max(days) - min(days) + 1 if days else 0
    receivers = set().union(*(source.receivers for source in w.sources.values())) if w.sources else set()
    if count.get("unlisted_legitimate"):
        return "not_ready"
    if min(len(days), span) < limits["days"] or len(receivers) < limits["receivers"] or 0 < legitimate < limits["messages"]:
        return "insufficient_evidence"
    if count.get("unknown", 0) > limits["unknown"] * legitimate or long_unknown:
        return "not_ready"
    if not legitimate:
        return "parked"
    return "keep_softfail" if forwarded > limits["forwarded"] * legitimate else "ready"


def possible_states(w):
    classes = [None, "unknown", "suspected_spoof", "forwarder", "unaffected", "listed", "unlisted_legitimate"]
    return {state_of(w, limits, cls) for limits in (EXACT, STRICTER, LAXER) for cls in classes}


def weaken(w):
    """Allows more than one class where the reports themselves do not say enough."""
    for source in w.sources.values():
        if source.cls == "forwarder" and not source.named_pass:
            source.allowed |= {"unknown"} if source.passed else {"unknown", "suspected_spoof"}
        if source.cls != "listed" and not source.spf_shown:
            source.allowed |= {"unknown", "unaffected"}
        if source.stream == "branch server" and (source.messages < 15 or len(source.receivers) < 5):
            source.allowed |= {"forwarder"}
        if source.stream == "scanner on working days" and len(source.days) < 30 or source.stream == "weekly report" and len(source.days) < 9:
            source.allowed |= {"suspected_spoof"}


def undisputed(w):
    """Whether every sender that must be found left enough to find it by."""
    streams = {}
    for source in w.sources.values():
        if source.must:
            streams.setdefault(source.stream, []).append(source)
    for stream, sources in streams.items():
        named = sum(s.named_pass for s in sources)
        if "unsigned" in stream:
            if min(s.messages for s in sources) < 12:
                return False
        elif named < 4 or min(s.named_pass for s in sources) < 2:
            return False
    return True


def truth(w, states, scenario, why):
    sources = {ip: {"class": s.cls, "messages": s.messages, "stream": s.stream, **({"any": sorted(s.allowed)} if len(s.allowed) > 1 else {})}
               for ip, s in w.sources.items() if s.messages}
    states = sorted(states)
    must = [ip for ip, s in w.sources.items() if s.must and s.messages]
    return {"domain": w.domain, "scenario": scenario, "why": why, "rejected": w.rejected, "sources": sources,
            "expect": {"state": states[0] if len(states) == 1 else states, "must_list": [] if w.fault else must},
            "totals": {"messages": sum(s.messages for s in w.sources.values()), "reports": len(w.reports),
                       "rows": sum(len(rows) for rows in w.reports.values())}}

"""How days with mail lie: pauses, bursts, weeks, and what the program calls a rhythm."""
import collections

import header

AT = {name: value for name, (value, _) in header.read().items()}


def pauses(days):
    return [b - a for a, b in zip(days, days[1:])]


def longest_pause(days):
    return max(pauses(days), default=0)


def span(days):
    return days[-1] - days[0] + 1 if days else 0


def bursts(days, gap):
    """The first days of the bursts that a pause this long ends."""
    return [day for before, day in zip([None, *days], days) if before is None or day - before >= gap]


def weekdays(w, days):
    """How many neighbouring days of the week, 1 to 7, hold all these days."""
    used = sorted({w.weekday(day) for day in days})
    return 7 - max((b - a - 1 for a, b in zip(used, [*used[1:], used[0] + 7])), default=7) if used else 0


def weeks(w, days):
    return len({day - w.weekday(day) for day in days})


def stays(days, observed):
    """Whether these days last for nearly all of the observed ones, and are many of them."""
    return (span(days) >= max(AT["occasions_span"], AT["lasting_span"] * observed)
            and len(days) >= AT["lasting_days_share"] * observed)


class Calendar:
    """The days with reports, and those of them on which listed servers are silent though they usually send."""

    def __init__(self, w, reported, listed):
        self.listed, self.last = listed, max(reported, default=0)
        self.observed = self.last - min(reported, default=0) + 1
        sent = collections.Counter(map(w.weekday, listed))
        self.usual = {weekday: sent[weekday] / count for weekday, count in collections.Counter(map(w.weekday, reported)).items()}
        is_regular = len(listed) >= AT["regular_days"]
        self.silent = {day for day in reported - listed if is_regular and self.usual[w.weekday(day)] >= AT["regular_weekday"]}

    def age(self, days):
        """Days from the first of these to the last with a report."""
        return self.last - days[0] + 1

    def are_new(self, days):
        return (len(days) >= max(AT["new_days"], AT["daily"] * self.age(days)) and self.age(days) <= AT["new_since"]
                and self.last - days[-1] <= AT["new_pause"])

    def are_past_burst(self, days):
        return span(days) <= AT["new_since"] and self.last - days[-1] > AT["new_pause"]

    def fill_silence(self, days):
        filled = len(self.silent.intersection(days))
        return filled >= max(AT["filled_days"], AT["daily"] * len(self.silent), AT["daily"] * len(days))


def kind(w, days, exact):
    """The name of the rhythm of these days, if they have one; `exact` are those known from reports about a single day."""
    least = {1: AT["weekly_one_day"], 2: AT["weekly_two_days"], 3: AT["weekly_three_days"]}.get(weekdays(w, exact))
    if least and weeks(w, exact) >= least:
        return "weekly"
    if len(exact) >= AT["working_days"] and all(w.weekday(day) < 5 for day in exact):
        return "working days"
    if len(days) >= AT["steady_days"] and span(days) >= AT["steady_span"]:
        return "daily" if len(days) >= AT["daily"] * span(days) else "steady"
    starts = bursts(days, AT["burst_gap"])
    if len(starts) >= AT["monthly_bursts"] and all(AT["monthly_shortest"] <= pause <= AT["monthly_longest"] for pause in pauses(starts)):
        return "monthly"
    return None

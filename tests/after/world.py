"""A domain that moves to -all: its mail over two months before and two after, and what receivers report of it.

Everything is drawn from a seed. Rates have a weekly rhythm, drift, holidays and swings from week to week that are
common to all mail, to a sender, or to a sender at a receiver; reports come late, not at all, or stop.
"""
import math
import random

BEFORE, AFTER = 60, 60      # days; the record turns to -all on day BEFORE
NEVER = 10 ** 6


def poisson(rng, mean):
    if mean > 60:
        return max(0, round(rng.gauss(mean, math.sqrt(mean))))
    limit, product, count = math.exp(-mean), rng.random(), 0
    while product > limit:
        product *= rng.random()
        count += 1
    return count


def swings(rng, variation):
    """A factor for each week, of mean 1 and this coefficient of variation."""
    shape = 1 / max(variation, 1e-3) ** 2
    return [rng.gammavariate(shape, 1 / shape) for _ in range((BEFORE + AFTER) // 7 + 2)]


class Stream:
    """Mail of one kind, from one or some addresses, to some of the receivers."""

    def __init__(self, world, kind, weekly, addresses, selector, reach):
        rng = world.rng
        self.kind, self.weekly, self.addresses, self.selector = kind, weekly, addresses, selector
        shares = [world.shares[r] * rng.lognormvariate(0, .5) if r in reach else 0 for r in range(world.receivers)]
        self.shares = [share / sum(shares) for share in shares]
        rhythm = rng.choice(["flat", "working days", "working days", "one day", "two days"] if kind == "sender" else ["flat", "working days"])
        self.rhythm = rhythm
        days = {"flat": [1] * 7, "working days": [1, 1, 1, 1, 1, .2, .1], "one day": [.1] * 7, "two days": [.1] * 7}[rhythm][:]
        if rhythm.endswith(("one day", "two days")):
            for day in rng.sample(range(5), 1 if rhythm == "one day" else 2):
                days[day] = 3
        self.by_weekday = [7 * day / sum(days) for day in days]
        self.trend = rng.gauss(0, .08)              # of the logarithm, over all days
        self.swing = swings(rng, rng.uniform(.03, .12) if kind == "other" else rng.uniform(.05, .3))
        self.daily = rng.uniform(.05, .3)
        self.cells = [swings(rng, rng.uniform(.02, .15)) for _ in range(world.receivers)]

    def rates(self, world, day):
        """Messages to expect at each receiver."""
        rng, week = world.rng, day // 7
        common = self.weekly / 7 * self.by_weekday[day % 7] * self.swing[week] * world.common(day) * math.exp(self.trend * (day / (BEFORE + AFTER) - .5))
        common *= rng.gammavariate(1 / self.daily ** 2, self.daily ** 2)
        return [common * share * self.cells[r][week] for r, share in enumerate(self.shares)]


class World:
    def __init__(self, seed, loses):
        self.rng = rng = random.Random(f"after {seed} {loses}")
        self.domain = f"{'lost' if loses else 'kept'}{seed}.example"
        self.receivers = rng.randrange(4, 11)
        self.shares = [1 / (r + 1) ** rng.uniform(.7, 1.2) for r in range(self.receivers)]
        self.growth = rng.uniform(-.4, .6)
        self.week_swing = swings(rng, rng.uniform(.02, .1))
        self.holidays = {}
        for _ in range(rng.choice([0, 0, 1, 1, 2])):
            first, factor = rng.randrange(BEFORE + AFTER), rng.uniform(.3, .85)
            self.holidays.update({day: factor for day in range(first, first + rng.randrange(1, 13))})
        self.loses = loses
        self.streams = []
        for _ in range(1000):
            self.draw_mail()
            self.refused = self.draw_refusals() if loses else {}
            if not loses or self.losses():
                break
        self.draw_reporting()

    def common(self, day):
        return math.exp(self.growth * (day / (BEFORE + AFTER) - .5)) * self.week_swing[day // 7] * self.holidays.get(day, 1)

    def draw_mail(self):
        rng = self.rng
        everybody = range(self.receivers)

        def some():
            return rng.sample(everybody, rng.randrange(max(1, self.receivers // 2), self.receivers + 1))

        self.streams = [Stream(self, "other", math.exp(rng.uniform(math.log(200), math.log(20000))), ["192.0.2.1", "192.0.2.2"], "main", everybody)]
        for n in range(rng.choice([1, 1, 2, 2, 3, 4])):
            self.streams.append(Stream(self, "sender", math.exp(rng.uniform(math.log(30), math.log(3000))), [f"198.51.100.{10 + 20 * n}"], f"crm{n}", some()))
        if rng.random() < .8:
            self.streams.append(Stream(self, "forwarded", math.exp(rng.uniform(math.log(10), math.log(600))),
                                       [f"198.18.{rng.randrange(256)}.{rng.randrange(1, 255)}" for _ in range(rng.randrange(3, 20))], "main", rng.sample(range(4), rng.randrange(2, 4))))

    def draw_refusals(self):
        """receiver: share of the failing mail that it refuses; organisations with many customers refuse for some of them."""
        rng = self.rng
        return {r: 1 if rng.random() < .7 else rng.uniform(.2, .95) for r in rng.sample(range(self.receivers), rng.choice([1, 1, 2, 3]))}

    def losses(self):
        """(kind, which, messages lost a week, share) of each reporter and sender that loses 20 messages a week and 20 %."""
        found = []
        risky = [(number, stream) for number, stream in enumerate(self.streams) if stream.kind != "other"]

        def add(kind, which, cells):
            whole = sum(volume for volume, _ in cells)
            lost = sum(volume * share for volume, share in cells)
            if lost >= 20 and lost >= .2 * whole:
                found.append((kind, which, lost, lost / whole))

        for r in self.refused:
            add("reporter", r, [(stream.weekly * stream.shares[r], self.refused[r]) for _, stream in risky])
        for number, stream in risky:
            add("sender", number, [(stream.weekly * share, self.refused.get(r, 0)) for r, share in enumerate(stream.shares)])
        return found

    def draw_reporting(self):
        rng, days = self.rng, BEFORE + AFTER
        self.delay, self.silent = [], []
        for _ in range(self.receivers):
            out = set()
            if rng.random() < .15:
                first = rng.randrange(days)
                out |= set(range(first, first + rng.randrange(2, 7)))
            if rng.random() < .03:
                out |= set(range(rng.randrange(days), days))
            self.silent.append(out)

    def name(self, receiver):
        return f"receiver{receiver}.example"

    def reports(self):
        """(day of arrival, receiver, day, rows) of each report; a row is (address, messages, spf, selector)."""
        rng = self.rng
        spoofers = [f"198.19.{rng.randrange(250)}.{rng.randrange(250)}" for _ in range(6)]
        for day in range(BEFORE + AFTER):
            fail = "fail" if day > BEFORE or day == BEFORE and rng.random() < .5 else "softfail"
            rows = [[] for _ in range(self.receivers)]
            for stream in self.streams:
                for r, rate in enumerate(stream.rates(self, day)):
                    if stream.kind != "other" and fail == "fail":
                        rate *= 1 - self.refused.get(r, 0)
                    left = poisson(rng, rate)
                    addresses = stream.addresses[:]
                    if stream.kind == "forwarded":      # each passes mail on to one place
                        addresses = addresses[r % len(addresses)::self.receivers] or addresses[:1]
                    rng.shuffle(addresses)
                    while left > 0 and addresses:
                        count = left if len(addresses) == 1 else min(left, rng.randrange(1, max(2, left)))
                        rows[r].append((addresses.pop(), count, "pass" if stream.kind == "other" else fail, stream.selector))
                        left -= count
            if rng.random() < .2:
                r = rng.randrange(self.receivers)
                if rng.random() > self.refused.get(r, 0) or fail == "softfail":
                    rows[r].append((rng.choice(spoofers), rng.randrange(1, 40), fail, None))
            for r, found in enumerate(rows):
                late = rng.choices([1, 2, 3, 4, NEVER], [85, 10, 3, 1, 1])[0]
                if found and day not in self.silent[r]:
                    yield day + late, r, day, found

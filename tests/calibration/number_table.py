"""The table of all numbers: what part of each true class lies on the far side of each, over drawn worlds."""
import collections
import pathlib
import random
import re

import features
import generate
import header
import kinds
import rows

DOCUMENT = pathlib.Path(__file__).resolve().parent.parent.parent / "docs" / "verdict.md"
TABLE = re.compile(r"<!-- numbers -->\n(.*?)<!-- end -->", re.S)
UNTOUCHED = "untouched"
GROUPS = {"unlisted_legitimate": "senders", "unknown": "to ask", "unaffected": UNTOUCHED, "forwarder": "forwarders", "suspected_spoof": "forgers", "listed": "listed"}
SCENARIOS = 100             # worlds of drawn scenarios for each seed, beside one of every kind
LOUDEST = 100               # sources of a class that count of one world: a flood of forgers is one world's


def grouped_sources(world):
    """(group, features) of the sources of one drawn world, (seed, kind); at most LOUDEST of each group."""
    drawn, _ = generate.draw_any(world[0], None, world[1])
    groups = collections.defaultdict(list)
    for truth, found in features.of_world(drawn):
        is_gone = found.get("once passed") and "unaffected" in truth.allowed
        groups[UNTOUCHED if is_gone else GROUPS[truth.cls]].append(found)
    draw = random.Random(str(world))
    return [(group, found) for group, members in groups.items() for found in draw.sample(members, min(len(members), LOUDEST))]


def part(share):
    """In whole percents, with more digits where these would hide the odd exception."""
    return f"{share:.0%}" if share in (0, 1) or .01 <= share <= .99 else f"{share:.2%}"


def lines(groups):
    """The table in Markdown."""
    yield "| number | value | held against | asked of sources | " + " | ".join(GROUPS.values()) + " |"
    yield "|---" * (4 + len(GROUPS)) + "|"
    for name, (value, text) in header.read().items():
        for row in [rows.NUMBERS[name], *rows.FURTHER.get(name, [])]:
            cells = []
            for group in GROUPS.values():
                reached, asked = row.share(groups[group], value)
                cells.append(f"{part(reached / asked)} of {asked:,}" if asked else "–")
            guard = f"; guards {row.guards}" if row.guards else ""
            yield f"| `{name}` | {row.side} {text} | {row.words}{guard} | {row.asked} | " + " | ".join(cells) + " |"


def print_over(seeds, shard, pool):
    """The table over a world of every kind for each seed, and some of drawn scenarios."""
    todo = [(seed, kind) for seed in seeds for kind in sorted(kinds.load())]
    todo += [(seed, None) for seed in range(seeds.start * SCENARIOS, seeds.stop * SCENARIOS)]
    todo = todo[shard]
    groups = collections.defaultdict(list)
    for found in pool.map(grouped_sources, todo):
        for group, values in found:
            groups[group].append(values)
    print("\n".join(lines(groups)))
    print(f"\n{len(todo)} worlds, {sum(map(len, groups.values())):,} sources: "
          + ", ".join(f"{len(groups[group]):,} {group}" for group in GROUPS.values()))


def without_row(numbers, rows_by_name):
    """What header and rows do not have in common, a line each."""
    return [f"{name}: a number without a row in rows.py" for name in numbers if name not in rows_by_name] + \
        [f"{name}: a row in rows.py without a number" for name in rows_by_name if name not in numbers]


def undocumented(numbers, document):
    """What header and document do not have in common, a line each."""
    table = TABLE.search(document)
    shown = dict(re.findall(r"^\| `(\w+)` \| \S (.*?) \|", table[1], re.M)) if table else {}
    return [f"{name}: {numbers.get(name, ('', 'nothing'))[1]} in the header, {shown.get(name, 'nothing')} in {DOCUMENT.name}"
            for name in {**numbers, **shown} if name not in numbers or shown.get(name) != numbers[name][1]]

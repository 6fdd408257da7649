"""How worlds fared, by kind."""
import collections

COLUMNS = ["wrong ready", "missed", "false", "needless"]        # costliest first; every other fault is counted together


class Table:
    """Counts by kind of world."""

    def __init__(self):
        self.rows = collections.defaultdict(collections.Counter)
        self.confusion = collections.Counter()

    def add(self, scenario, wrong, right, judged, confused):
        row = self.rows[scenario]
        row.update({"worlds": 1, "right": int(not wrong), "classes": right, "judged": judged})
        row.update({fault if fault in COLUMNS else "other" for fault, _ in wrong})
        self.confusion += confused

    def total(self):
        return sum(self.rows.values(), collections.Counter())

    def print(self):
        columns = ["worlds", "right", *COLUMNS, "other"]
        width = max(map(len, self.rows), default=0) + 2
        print(f"{'kind':{width}}" + "".join(f"{column:>13}" for column in columns) + "      classes")
        for name, row in [*sorted(self.rows.items()), ("all", self.total())]:
            share = f"{row['classes'] / row['judged']:12.1%}" if row["judged"] else f"{'-':>12}"
            print(f"{name:{width}}" + "".join(f"{row[column] or '.':>13}" for column in columns) + share)

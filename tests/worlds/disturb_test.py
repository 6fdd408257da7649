#!/usr/bin/env python3
"""Whoever gets another name in a disturbed world has it in every place, and the domain keeps its own."""
import re
import unittest

import disturb
import generate
from naming import seeded

NAME = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)+", re.I)
# Names across strings of TXT; every way in which a record or the DNS leads to another name; DNS that fails by name.
WORLDS = [(95062, None), (1, "sub_dname"), (1, "brand_alias"), (1, "hosted_macros"), (1, "everybody_nested"), (1, "limit_unseen"),
          (1, "dns_nested_include_servfail"), *((seed, None) for seed in range(1, 4))]


def places(w):
    """Every text of a world that names somebody, TXT as DNS reads it; each selector beside them."""
    texts = [line.replace('" "', "") for line in w.zone.lines] + [fault["suffix"] for fault in w.faults]
    selectors = []
    for (policy_domain, _, _), rows in w.reports.items():
        texts.append(policy_domain)
        for row in rows:
            texts += [row.header_from, row.envelope, *row.spf[:1], *(domain for domain, _, _ in row.dkim)]
            selectors += [selector for _, selector, _ in row.dkim]
    return texts, selectors


def apart(name):
    """What stands before a name's last two labels, and those."""
    labels = name.split(".")
    return labels[:-2], ".".join(labels[-2:])


class Renamed(unittest.TestCase):
    def hold_one_to_one(self, pairs):
        to = {}
        for old, new in pairs:
            self.assertEqual(new, to.setdefault(old, new))
        self.assertEqual(len(to), len(set(to.values())))
        return to

    def test_whatever_is_renamed_has_one_new_name_in_every_place(self):
        for seed, kind in WORLDS:
            with self.subTest(seed=seed, kind=kind):
                w, _ = generate.draw_any(seed, kind=kind)
                messages = sum(sum(rows.values()) for rows in w.reports.values())
                texts, selectors = places(w)
                disturb.renamed(w, seeded("names", seed))
                new_texts, new_selectors = places(w)
                pairs = set()
                for old, new in set(zip(texts, new_texts, strict=True)):
                    self.assertEqual(NAME.sub("", old), NAME.sub("", new))
                    for before, after in zip(map(apart, NAME.findall(old)), map(apart, NAME.findall(new)), strict=True):
                        self.assertEqual(before[0], after[0])
                        pairs.add((before[1], after[1]))
                to = self.hold_one_to_one(pairs)
                own = apart(w.domain)[1]
                self.assertEqual(own, to[own])
                self.assertTrue(any(old != new for old, new in to.items()))
                self.hold_one_to_one(set(zip(selectors, new_selectors, strict=True)))
                self.assertEqual(messages, sum(sum(rows.values()) for rows in w.reports.values()))

    def test_a_name_is_changed_wherever_its_record_is_cut_into_strings(self):
        text, longer = "v=spf1 include:_spf.oakpay.example ~all", "amber-trading.example"
        for at in range(1, len(text)):
            line = disturb.in_zone(f'd.example. IN TXT "{text[:at]}" "{text[at:]}"', lambda part: part.replace("oakpay.example", longer))
            strings = re.findall('"([^"]*)"', line)
            self.assertEqual(2, len(strings))
            self.assertEqual(text.replace("oakpay.example", longer), "".join(strings))

    def test_no_string_grows_beyond_what_dns_carries(self):
        text = "v=spf1 " + "include:a.test " * 16 + "~all"
        line = disturb.in_zone(f'd.example. IN TXT "{text[:250]}" "{text[250:]}"', lambda part: part.replace("a.test", "amber-trading.example"))
        self.assertLessEqual(max(map(len, re.findall('"([^"]*)"', line))), 255)


if __name__ == "__main__":
    unittest.main()

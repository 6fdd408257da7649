#!/usr/bin/env python3
"""The header is read whole, nothing in it goes without a row, and the null model deals without loss."""
import collections
import dataclasses
import fractions
import random
import unittest

import header
import null_model
import number_table


@dataclasses.dataclass(frozen=True)
class Row:
    ip: str


class Header(unittest.TestCase):
    def test_shares_days_and_counts_are_read(self):
        found = header.numbers("inline constexpr Share a = {1, 20};\ninline constexpr std::chrono::days b = std::chrono::days{7};\n"
                               "inline constexpr std::size_t c = 12;\n")
        self.assertEqual({"a": (fractions.Fraction(1, 20), "5 %"), "b": (7, "7 days"), "c": (12, "12")}, found)

    def test_a_number_in_another_form_is_refused(self):
        with self.assertRaises(ValueError):
            header.numbers("inline constexpr double a = 1.5;\n")


class Rows(unittest.TestCase):
    def test_a_number_without_a_row_and_a_row_without_a_number_are_found(self):
        self.assertEqual([], number_table.without_row({"a": 1}, {"a": 1}))
        self.assertEqual(2, len(number_table.without_row({"a": 1}, {"b": 1})))

    def test_a_number_that_the_document_lacks_or_has_otherwise_is_found(self):
        document = "<!-- numbers -->\n| `a` | ≥ 5 % | words |\n<!-- end -->\n"
        self.assertEqual([], number_table.undocumented({"a": (.05, "5 %")}, document))
        self.assertEqual(1, len(number_table.undocumented({"a": (.06, "6 %")}, document)))
        self.assertEqual(1, len(number_table.undocumented({"a": (.05, "5 %"), "b": (1, "1")}, document)))
        self.assertEqual(1, len(number_table.undocumented({}, document)))


class Deal(unittest.TestCase):
    def test_only_the_strangers_mail_moves_and_none_is_lost(self):
        reports = {("d", "r", day): collections.Counter({Row(f"s{n}"): n + 1 for n in range(4)} | {Row("own"): 9}) for day in range(3)}
        for name, unit in null_model.UNITS.items():
            if not unit:
                continue
            dealt = null_model.deal(reports, {f"s{n}" for n in range(4)}, unit, random.Random(1))
            self.assertEqual(reports.keys(), dealt.keys(), name)
            self.assertEqual(sum(sum(rows.values()) for rows in reports.values()), sum(sum(rows.values()) for rows in dealt.values()))
            self.assertEqual([9, 9, 9], [rows[Row("own")] for rows in dealt.values()])
            self.assertNotEqual(reports, dealt)


if __name__ == "__main__":
    unittest.main()

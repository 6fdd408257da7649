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
import rhythm
import rows


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

    def test_what_else_a_number_decides_is_said_of_numbers_with_a_row(self):
        self.assertLessEqual(rows.FURTHER.keys(), rows.NUMBERS.keys())


class World:
    @staticmethod
    def weekday(day):
        return day % 7


class Calendar(unittest.TestCase):
    """Listed servers send on working days for ten weeks, but not in the last of them."""
    LISTED = {day for day in range(63) if day % 7 < 5}
    WEEK = list(range(63, 68))

    def setUp(self):
        self.calendar = rhythm.Calendar(World, set(range(70)), self.LISTED)

    def test_a_day_is_silent_where_listed_servers_usually_send(self):
        self.assertEqual(set(self.WEEK), self.calendar.silent)
        self.assertEqual(set(), rhythm.Calendar(World, set(range(70)), {0, 1}).silent)

    def test_who_sends_then_and_hardly_otherwise_fills_the_silence(self):
        self.assertTrue(self.calendar.fill_silence(self.WEEK[:4]))
        self.assertFalse(self.calendar.fill_silence(self.WEEK[:1]))
        self.assertFalse(self.calendar.fill_silence(list(range(56, 68))))

    def test_new_is_what_began_lately_and_goes_on(self):
        self.assertTrue(self.calendar.are_new([60, 61, 62, 63, 66, 68, 69]))
        self.assertFalse(self.calendar.are_new([60, 61, 62, 63]))
        self.assertFalse(self.calendar.are_new(list(range(50, 70))))

    def test_what_stays_is_there_for_nearly_the_whole_time(self):
        self.assertTrue(rhythm.stays(list(range(0, 70, 2)), self.calendar.observed))
        self.assertFalse(rhythm.stays(list(range(30)), self.calendar.observed))


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

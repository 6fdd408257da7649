"""The numbers that the class of a source depends on, as src/analysis/classify/thresholds.hpp has them."""
import fractions
import os
import re

PATH = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "src", "analysis", "classify", "thresholds.hpp")
NUMBER = re.compile(r"inline constexpr (\S+) (\w+) = (?:Share|std::chrono::days)?\{?([\d, ]+)\}?;")


def numbers(text):
    """{name: (value, text)} of all numbers in a header; a share is a fraction."""
    found = {}
    for kind, name, value in NUMBER.findall(text):
        if kind == "Share":
            share = fractions.Fraction(*map(int, value.split(",")))
            found[name] = share, f"{float(share):.0%}".replace("%", " %")
        else:
            found[name] = int(value), value + (" days" if "days" in kind else "")
    if len(found) != text.count("inline constexpr"):
        raise ValueError(f"{text.count('inline constexpr')} numbers in the header, of which {len(found)} can be read")
    return found


def read():
    with open(PATH) as header:
        return numbers(header.read())

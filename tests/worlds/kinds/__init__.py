"""Kinds of worlds: a company's ordinary mail with one circumstance that practice knows and a rule may miss.

Each kind is a function of a world. It names the states that can be defended with the reports alone: asking is accepted
wherever an expert could not tell. Its docstring is what the judge prints.
"""
import dataclasses
import importlib
import typing

FAMILIES = ["pools", "returning", "crowds", "governed", "evidence", "outsiders", "sites", "records", "faults", "idle", "reporters"]
KINDS = {}


@dataclasses.dataclass
class Kind:
    name: str
    family: str
    why: str
    states: set             # that the answer may have
    derived: bool           # whether the contract's table, applied to the truth, must lead to these states
    draw: typing.Callable


def kind(*states, derived=True):
    """Registers a function of a world as the kind of its name."""
    def register(function):
        why = " ".join(function.__doc__.split())
        KINDS[function.__name__] = Kind(function.__name__, function.__module__.split(".")[-1], why, set(states), derived, function)
        return function
    return register


def load():
    """All kinds by name."""
    for family in FAMILIES:
        importlib.import_module("kinds." + family)
    return KINDS

"""Kinds of worlds: a company's ordinary mail with one circumstance that practice knows and a rule may miss.

Each kind is a function of a world. It names the states that can be defended with the reports alone: asking is accepted
wherever an expert could not tell. Its docstring is what the judge prints.
"""
import dataclasses
import importlib
import itertools
import typing

ORDER = ["fix_record", "already_hardfail", "not_ready", "insufficient_evidence", "keep_softfail", "parked", "ready"]
MIXED = ["pools", "returning", "crowds", "governed"]        # these only add to a live company
FAMILIES = ["pools", "returning", "changing", "crowds", "governed", "evidence", "outsiders", "sites", "records", "faults", "idle", "reporters"]
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


def known(name):
    """The name, if it is one; what argparse asks of a type."""
    if not set(name.split("+")) <= set(load()):
        raise ValueError
    return name


def of(name):
    """The kind of this name; of NAME+NAME the mixture."""
    parts = [load()[part] for part in name.split("+")]
    return parts[0] if len(parts) == 1 else _mixture(name, parts)


def _mixture(name, parts):
    """Several circumstances of one company: of a state of each, the first in the contract's order is the world's."""
    def draw(w):
        for part in parts:
            part.draw(w)

    states = {min(combination, key=ORDER.index) for combination in itertools.product(*(part.states for part in parts))}
    return Kind(name, "mixture", " And: ".join(part.why for part in parts), states, all(part.derived for part in parts), draw)


def mixture(rng):
    """The name of a mixture of two kinds that can meet in one company."""
    decides = ("m365_", "gws_")
    while True:
        names = rng.sample([kind.name for kind in load().values() if kind.family in MIXED], 2)
        # The first part decides where the company has its mailboxes: not where a part wants them unlisted.
        if not all(name.startswith(decides) for name in names):
            return "+".join(sorted(names, key=lambda name: not name.startswith(decides)))

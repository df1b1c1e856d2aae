"""The unknowns of the programme: establishments and employees per combination of industries.

An *atom* is a set of industries; its value counts what belongs to exactly these industries. The three
layers of the report have eleven named industries, so an atom also determines its layers. Each atom has
four unknowns, all at least 0: establishments, and employees in excess of one per establishment, in Seoul
and in the rest of the nation. So a region never exceeds the nation, and employees are never fewer than
establishments.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
Atom = frozenset[str]
Membership = Callable[[Atom], float]
"""How many times a set counts an atom: 0, 1 or, for the total of `table_8`, 2."""

INDUSTRIES = {
    "infrastructure": (
        "software",
        "location_information",
        "spatial_information",
        "general_construction",
        "electrical_and_telecom_works",
    ),
    "general_purpose": ("data", "intelligent_semiconductor", "fifth_generation_network"),
    "application": ("autonomous_vehicle", "smart_grid", "drone"),
}
SEOUL, NATION = "11", "00"
LAYERS_OF = {
    "A": {"infrastructure", "general_purpose", "application"},
    "B": {"infrastructure", "general_purpose"},
    "C": {"general_purpose", "application"},
    "D": {"infrastructure", "application"},
}
"""The layers of each combination, by the report's letter."""


def layers(atom: Atom) -> set[str]:
    """The layers of an atom."""
    return {layer for layer, members in INDUSTRIES.items() if atom & set(members)}


def _possible(atom: Atom) -> bool:
    """Whether the text of the report allows the atom.

    Combination A is J582, software publishing. It is counted as software and as data, and as autonomous
    vehicle: the common part of drones has no data industry, and smart grid has almost no common part.
    """
    if layers(atom) == LAYERS_OF["A"] and not atom >= {"software", "data", "autonomous_vehicle"}:
        return False
    return not atom >= {"drone", "data"}


def _subsets(items: tuple[str, ...]) -> list[Atom]:
    return [frozenset(c) for size in range(len(items) + 1) for c in combinations(items, size)]


ATOMS: tuple[Atom, ...] = tuple(
    atom
    for parts in product(*(_subsets(members) for members in INDUSTRIES.values()))
    if (atom := frozenset().union(*parts)) and _possible(atom)
)
UNKNOWNS = 4 * len(ATOMS)


def row(test: Membership, region: str, measure: str) -> Vector:
    """The coefficients of a set's value in a region over all unknowns."""
    once = np.array([float(test(atom)) for atom in ATOMS])
    nothing = np.zeros(len(ATOMS))
    elsewhere = once if region == NATION else nothing
    if measure == "establishments":
        return np.concatenate([once, nothing, elsewhere, nothing])
    return np.concatenate([once, once, elsewhere, elsewhere])


def in_industry(industry: str) -> Membership:
    """The set of one industry."""
    return lambda atom: industry in atom


def in_layer(layer: str) -> Membership:
    """The set of one layer, including the common part."""
    return lambda atom: layer in layers(atom)


def in_combination(letter: str) -> Membership:
    """The set of one combination of layers, by the report's letter."""
    return lambda atom: layers(atom) == LAYERS_OF[letter]


def shared(atom: Atom) -> bool:
    """Whether an atom has two layers or more: the common part of an industry in the text."""
    return len(layers(atom)) >= 2


def both(one: Membership, other: Membership) -> Membership:
    """The intersection of two sets."""
    return lambda atom: one(atom) * other(atom)


def common(rule: str) -> Membership:
    """The column 공통기술 of Table 8 under an overlap rule."""
    if rule == "two_or_more":
        return shared
    return lambda atom: shared(atom) and "general_purpose" in layers(atom)


def layer_only(layer: str, rule: str) -> Membership:
    """The column of a layer in Table 8, excluding the common part."""
    return lambda atom: layer in layers(atom) and not common(rule)(atom)


def printed_total(rule: str) -> Membership:
    """The column 계 of Table 8: the sum of its columns. Under `table_8` it counts D twice."""
    return lambda atom: (
        sum(layer_only(layer, rule)(atom) for layer in INDUSTRIES) + common(rule)(atom)
    )

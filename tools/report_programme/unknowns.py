"""The quantities for which the programme computes a range."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tools.report_programme import sets
from tools.report_programme.sets import INDUSTRIES, LAYERS_OF, NATION, SEOUL, Membership

COUNTED = ("autonomous_vehicle", "smart_grid", "drone")
"""The industries for which the report also prints establishments."""
SHARED = ("software", "data", *COUNTED)
"""The industries with a statement about their common part."""


@dataclass(frozen=True)
class Unknown:
    """A set whose value in a region is computed."""

    unknown_id: str
    test: Membership
    region: str
    measure: str


def unknowns(of_table_8: bool) -> Iterator[Unknown]:
    """All quantities; with `of_table_8` only those that Table 8 limits without other statements."""
    for measure in ("establishments", "employees"):
        tests = _structure()
        if not of_table_8:
            counted = COUNTED if measure == "establishments" else _all_industries()
            tests |= {f"industry/{name}": sets.in_industry(name) for name in counted}
        if not of_table_8 and measure == "employees":
            tests |= {
                f"shared/{name}": sets.both(sets.in_industry(name), sets.shared) for name in SHARED
            }
            tests["data_in_c"] = sets.both(sets.in_industry("data"), sets.in_combination("C"))
        for unknown_id, test in tests.items():
            for region in (SEOUL, NATION):
                yield Unknown(unknown_id, test, region, measure)


def _structure() -> dict[str, Membership]:
    found: dict[str, Membership] = {
        f"combination/{letter}": sets.in_combination(letter) for letter in LAYERS_OF
    }
    for layer in INDUSTRIES:
        found[f"alone/{layer}"] = sets.both(sets.in_layer(layer), _unshared)
    found["total"] = _once
    return found


def _once(_: sets.Atom) -> float:
    return 1.0


def _unshared(atom: sets.Atom) -> bool:
    return not sets.shared(atom)


def _all_industries() -> tuple[str, ...]:
    return tuple(name for members in INDUSTRIES.values() for name in members)

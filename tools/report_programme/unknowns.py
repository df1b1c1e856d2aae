"""The quantities of which the report's statements leave an interval."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tools.report_programme import sets
from tools.report_programme.sets import INDUSTRIES, LAYERS_OF, NATION, SEOUL, Test

COUNTED = ("autonomous_vehicle", "smart_grid", "drone")
"""The industries of which the report prints establishments too."""
SHARED = ("software", "data", *COUNTED)
"""The industries of whose common part the report says something."""


@dataclass(frozen=True)
class Unknown:
    """A set of which the value is sought in a region."""

    unknown_id: str
    test: Test
    region: str
    measure: str


def unknowns(of_table_8: bool) -> Iterator[Unknown]:
    """All that is sought; `of_table_8`: only what Table 8 alone can say something of."""
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


def _structure() -> dict[str, Test]:
    found: dict[str, Test] = {
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

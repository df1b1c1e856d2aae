"""What the page that compares two provinces needs beyond the data of the explorer: the latest year."""

from collections.abc import Iterable
from typing import Any

from orchestration.site.context import Context
from orchestration.site.marts import Marts, Row

NEEDED = (
    "shift_share",
    "regional_complement",
    "industry_relatedness",
    "relatedness_density",
    "regional_similarity",
)
DECIMALS = 5
"""Finer than the page writes."""


def has_comparison(marts: Marts) -> bool:
    """Whether the marts have what the page compares."""
    return all(marts.has_rows(name) for name in NEEDED)


def describe_pairs(context: Context) -> dict[str, Any]:
    """Shift-share, complement, density and similarity, by measure and region.

    Lists have this order. `shift` (of sections, and of the divisions of taxonomies): change, national, mix,
    regional, or a status. `complement`: low, high (of the sum), undisclosed pairs, then industries as code,
    low, high. `density`: code, low, high, whether the province specialises. `similarity`: low, high,
    undisclosed divisions.
    """
    scope = context.scope
    changes = context.query(
        "compare_shift_share", first_year=scope.first_year, division_year=scope.division_year
    )
    structures = {
        name: context.query(f"compare_{name}", year=scope.division_year).rows
        for name in ("complement", "density", "similarity")
    }
    divisions = {
        name: [
            row["ksic_code"]
            for row in context.marts.query("divisions_of_taxonomy", taxonomy=name).rows
        ]
        for name in scope.all_taxonomies
    }
    shown = {code for codes in divisions.values() for code in codes}
    return {
        "years": [scope.first_year, scope.division_year, scope.year],
        "series": scope.series,
        "proxies": list(scope.proxies),
        "divisions": divisions,
        "stability": {
            row["measure"]: {
                name: row[name] for name in ("error", "proximity", "provinces", "years")
            }
            for row in context.query("relatedness_stability").rows
        },
        "shift": _nest(
            [row for row in changes.rows if row["level"] == "section" or row["ksic_code"] in shown],
            ("level", "measure", "region_code", "ksic_code"),
            _parts,
        ),
        "complement": _complements(structures["complement"]),
        "density": _densities(structures["density"]),
        "similarity": _nest(
            structures["similarity"],
            ("measure", "region_code", "other_region_code"),
            lambda row: [
                _round(row["similarity_low"]),
                _round(row["similarity_high"]),
                row["undisclosed_divisions"],
            ],
        ),
    }


def _nest(rows: Iterable[Row], keys: tuple[str, ...], write: Any) -> dict[str, Any]:
    """The rows as dictionaries within dictionaries, one level per key."""
    found: dict[str, Any] = {}
    for row in rows:
        place = found
        for key in keys[:-1]:
            place = place.setdefault(row[key], {})
        place[row[keys[-1]]] = write(row)
    return found


def _parts(row: Row) -> Any:
    if row["change"] is None:
        return row["status"]
    return [round(row[name]) for name in ("change", "national", "mix", "regional")]


def _complements(rows: Iterable[Row]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for row in rows:
        of_base = found.setdefault(row["measure"], {}).setdefault(row["base_region_code"], {})
        pair = of_base.setdefault(
            row["partner_region_code"],
            [round(row["value_low"]), round(row["value_high"]), row["undisclosed"], []],
        )
        pair[3].append(
            [
                row["industry"],
                *(_round(row[name]) for name in ("complement_score_low", "complement_score_high")),
            ]
        )
    return found


def _densities(rows: Iterable[Row]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for row in rows:
        found.setdefault(row["measure"], {}).setdefault(row["region_code"], []).append(
            [
                row["ksic_code"],
                _round(row["density_low"]),
                _round(row["density_high"]),
                None if row["is_specialised"] is None else int(row["is_specialised"]),
            ]
        )
    return found


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, DECIMALS)

"""The code lists that arrival checks against: KSIC and regions, read from the dbt seeds."""

from __future__ import annotations

import csv
from functools import cache

from orchestration.settings import PROJECT_ROOT

SEEDS = PROJECT_ROOT / "dbt_project" / "seeds"


@cache
def ksic_parents(revision: str) -> dict[str, str]:
    """The parent of every code of a KSIC revision; `TOTAL` has the parent ''."""
    return {
        row["ksic_code"]: row["parent_code"]
        for row in _rows("ksic.csv")
        if row["ksic_revision"] == revision
    }


@cache
def ksic_revisions() -> tuple[str, ...]:
    """The revisions that the seed holds."""
    return tuple(sorted({row["ksic_revision"] for row in _rows("ksic.csv")}, key=int))


@cache
def ksic_names(revision: str) -> dict[str, str]:
    """The Korean name of every code of a KSIC revision."""
    return {
        row["ksic_code"]: row["name_ko"]
        for row in _rows("ksic.csv")
        if row["ksic_revision"] == revision
    }


@cache
def provinces_by_admin_code(first_day: str, last_day: str) -> dict[str, str]:
    """The statistical code of each administrative province code valid on a day of that span.

    Days are ISO dates.
    """
    return {
        row["admin_code"]: row["region_code"]
        for row in _rows("region_admin_codes.csv")
        if (row["valid_from"] or "0000") <= last_day and (row["valid_to"] or "9999") >= first_day
    }


@cache
def region_parents() -> dict[str, str]:
    """The parent of every region of the seed; the nation has the parent ''."""
    return {row["region_code"]: row["parent_region_code"] for row in _rows("regions.csv")}


@cache
def _rows(name: str) -> list[dict[str, str]]:
    with (SEEDS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))

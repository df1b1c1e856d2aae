"""Which rows of a mart the workbook shows: all of a small mart, the latest part of a large one.

A spreadsheet of a hundred thousand rows helps nobody and takes seconds to open. What is left out is said
below the rows and on the cover, and is whole in csv/, parquet/ and marts.duckdb.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from orchestration.release.sql import name
from orchestration.release.views import period_of

MOST_ROWS = 1_500
"""A mart with more rows shows its latest period."""


@dataclass(frozen=True)
class Selection:
    """A condition on the rows and what it means."""

    condition: str = "true"
    korean: str = ""
    english: str = ""


_NARROWER: Mapping[str, Selection] = {
    "regional_complement": Selection(
        "base_region_code = '11'", "기준 지역 서울(11)", "base region Seoul (11)"
    ),
    "taxonomy_sensitivity": Selection(
        "region_code in ('00', '11')", "전국(00)과 서울(11)", "the nation (00) and Seoul (11)"
    ),
    "shift_share": Selection(
        "level in ('total', 'section')", "전산업과 대분류", "all industries and sections"
    ),
}
"""Marts whose latest period alone is still large."""


def select_rows(mart: str, rows: int, model: Mapping[str, Any]) -> Selection:
    """The part of a mart of `rows` rows that its sheet shows."""
    if rows <= MOST_ROWS:
        return Selection()
    conditions, korean, english = [], [], []
    if period := period_of(model):
        conditions.append(f"{name(period)} = (select max({name(period)}) from {name(mart)})")
        korean.append("최근 시점")
        english.append(f"the latest {period.replace('_', ' ')}")
    if narrower := _NARROWER.get(mart):
        conditions.append(narrower.condition)
        korean.append(narrower.korean)
        english.append(narrower.english)
    return Selection(" and ".join(conditions) or "true", ", ".join(korean), ", ".join(english))

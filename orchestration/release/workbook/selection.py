"""Which rows of a mart the workbook shows: all of a small mart, the latest part of a large one.

A spreadsheet of a hundred thousand rows is slow to open, and one sheet holds at most
1,048,576. What is left out is listed below the rows and on the cover; csv/, parquet/ and marts.duckdb have
all rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from orchestration.release.sql import name
from orchestration.release.views import period_of

MOST_ROWS = 1_500
"""A mart with more rows shows its latest period."""
MOST_SHOWN = 20_000
"""A part with more rows is narrowed to provinces; one that still has more gets no sheet."""


@dataclass(frozen=True)
class Selection:
    """A condition on the rows and what it means."""

    condition: str = "true"
    korean: str = ""
    english: str = ""

    def __and__(self, other: Selection) -> Selection:
        """The rows that both select."""
        if not self.english:
            return other
        return Selection(
            f"{self.condition} and {other.condition}",
            f"{self.korean}, {other.korean}",
            f"{self.english}, {other.english}",
        )


_PROVINCES = Selection("region_level <> 'district'", "전국과 시도", "the nation and provinces")
_NARROWER: Mapping[str, Selection] = {
    "regional_complement": Selection(
        "base_region_code = '11'", "기준 지역 서울(11)", "base region Seoul (11)"
    ),
    "taxonomy_sensitivity": Selection(
        "region_code in ('00', '11')", "전국(00)과 서울(11)", "the nation (00) and Seoul (11)"
    ),
    "nps_monthly": Selection(
        "ksic_code = 'TOTAL'", "전체와 기술 계층", "all workplaces and layers, without classes"
    ),
    "shift_share": Selection(
        "level in ('total', 'section')", "전산업과 대분류", "all industries and sections"
    ),
}
"""Marts whose latest period is still large."""


def selections(mart: str, rows: int, model: Mapping[str, Any]) -> Iterator[Selection]:
    """The parts of a mart of `rows` rows that its sheet may show, the widest first."""
    widest = select_rows(mart, rows, model)
    yield widest
    if "region_level" in model["columns"]:
        yield widest & _PROVINCES


def select_rows(mart: str, rows: int, model: Mapping[str, Any]) -> Selection:
    """The part of a mart of `rows` rows that a reader looks for first."""
    selection = Selection()
    if rows <= MOST_ROWS:
        return selection
    if period := period_of(model):
        latest = f"{name(period)} = (select max({name(period)}) from {name(mart)})"
        selection &= Selection(latest, "최근 시점", f"the latest {period.replace('_', ' ')}")
    if narrower := _NARROWER.get(mart):
        selection &= narrower
    return selection

"""Selects the rows of a mart for the workbook: all of a small mart, the latest part of a large one.

A workbook of a hundred thousand rows is slow to open, and a sheet holds at most 1,048,576 rows. The rows
that are left out are described below the rows and on the cover; csv/, parquet/ and marts.duckdb have all
rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from orchestration.release.views import period_of
from orchestration.storage.sql import quote_name

MOST_ROWS = 1_500
"""Of a mart with more rows, only the latest period is shown."""
MOST_SHOWN = 20_000
"""A selection with more rows is reduced to provinces; if it still has more, the mart gets no sheet."""


@dataclass(frozen=True)
class Selection:
    """An SQL condition on the rows, and its meaning in Korean and English."""

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


_TO_DIVISIONS = """year >= (select least(max(year), (
    select max(year) from industry_share
    where level = 'division' and region_level <> 'district' and status <> 'unknown'
)) from {mart})"""
"""The latest year, and where it ends at sections also the latest that has divisions."""

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
    "industry_estimate": Selection(
        "region_code in ('00', '11')", "전국(00)과 서울(11)", "the nation (00) and Seoul (11)"
    ),
}
"""Further conditions for marts whose latest period is still large."""


def selections(mart: str, rows: int, model: Mapping[str, Any]) -> Iterator[Selection]:
    """The selections that the sheet of a mart of `rows` rows may show, the largest first."""
    widest = select_rows(mart, rows, model)
    yield widest
    if "region_level" in model["columns"]:
        yield widest & _PROVINCES


def select_rows(mart: str, rows: int, model: Mapping[str, Any]) -> Selection:
    """The largest selection for a mart of `rows` rows: all rows, or the latest period of a large mart."""
    selection = Selection()
    if rows <= MOST_ROWS:
        return selection
    if period := period_of(model):
        if period == "year":
            selection &= Selection(
                _TO_DIVISIONS.format(mart=quote_name(mart)),
                "중분류가 있는 최근 연도부터",
                "from the latest year with divisions on",
            )
        else:
            latest = (
                f"{quote_name(period)} = (select max({quote_name(period)}) from {quote_name(mart)})"
            )
            selection &= Selection(latest, "최근 시점", f"the latest {period.replace('_', ' ')}")
    if narrower := _NARROWER.get(mart):
        selection &= narrower
    return selection

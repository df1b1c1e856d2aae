"""Selects the rows of a mart for the workbook: all years of all regions where they fit.

A workbook of a hundred thousand rows is slow to open, and a sheet holds at most 1,048,576 rows. A mart with
too many rows keeps its years as long as possible: first a part that most readers want, then provinces only,
then coarse industries only, and last the latest period. The rows that are left out are described on the
sheet and on the cover; csv/, parquet/ and marts.duckdb have all rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from orchestration.contracts.featured_taxonomies import FEATURED_TAXONOMIES
from orchestration.release.views import period_of
from orchestration.storage.sql import quote_name

MOST_SHOWN = 15_000
"""The most rows of a sheet; a mart whose smallest selection has more gets no sheet."""
_READABLE = 2_000
"""Of a mart with more rows, the part that most readers want is shown, where one is named below."""


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


_PROVINCES = Selection("region_level <> 'district'", "전국과 시도", "the nation and provinces")
_COARSE = Selection(
    "level in ('total', 'section', 'division')",
    "전산업·대분류·중분류",
    "all industries, sections and divisions",
)
_NATION_AND_SEOUL = Selection(
    "region_code in ('00', '11')", "전국(00)과 서울(11)", "the nation (00) and Seoul (11)"
)
_SEOUL = Selection("region_code = '11'", "서울(11)", "Seoul (11)")
_FEATURED = Selection(
    f"taxonomy_id in ({FEATURED_TAXONOMIES})",
    "보고서의 분류 체계와 사용자가 추가한 분류 체계(비교용 분류 체계 제외)",
    "the taxonomies of the report and those that users added, without those for comparison",
)
_NARROWER: Mapping[str, Selection] = {
    "smart_city_share": _FEATURED,
    "smart_city_scale": _FEATURED,
    "smart_city_industry": _FEATURED,
    "smart_city_estimate": _FEATURED,
    "technology_overlap": _FEATURED,
    "division_approximation": _FEATURED,
    "pension_share": _FEATURED,
    "regional_complement": Selection(
        "base_region_code = '11'", "기준 지역 서울(11)", "base region Seoul (11)"
    ),
    "taxonomy_sensitivity": _NATION_AND_SEOUL & _FEATURED,
    "nps_monthly": Selection(
        f"ksic_code = 'TOTAL' and taxonomy_id in (select 'none' union {FEATURED_TAXONOMIES})",
        "전체와 기술 계층(비교용 분류 체계 제외)",
        "all workplaces and layers, without classes and taxonomies for comparison",
    ),
    "shift_share": _NATION_AND_SEOUL,
    "estimate_test": _NATION_AND_SEOUL
    & Selection(
        "(association = 'pension' or association_period = 'previous_year')",
        "추정에 사용하는 연관구조",
        "the associations that are used",
    ),
    "relatedness_density": _SEOUL,
    "regional_similarity": _SEOUL,
    "industry_relatedness": Selection(
        "measure = 'employees' and linked_years = years and jackknife_low >= 0.6",
        "종사자수, 모든 연도에 연결되고 어느 시도를 빼도 근접도가 0.6 이상인 산업 쌍",
        "employees; pairs linked in every year with a proximity of at least 0.6 without any one province",
    ),
    "industry_estimate": Selection(
        "region_code = '11' and level <> 'subclass'",
        "서울(11), 중분류·소분류·세분류",
        "Seoul (11), divisions, groups and classes",
    ),
}
"""The part of a large mart that most readers want."""


def selections(mart: str, rows: int, model: Mapping[str, Any]) -> Iterator[Selection]:
    """The selections that the sheet of a mart of `rows` rows may show, the largest first."""
    selection = Selection()
    if mart in _NARROWER and rows > _READABLE:
        selection = _NARROWER[mart]
    yield selection
    for narrower in _steps(mart, model):
        selection &= narrower
        yield selection


def _steps(mart: str, model: Mapping[str, Any]) -> Iterator[Selection]:
    columns = model["columns"]
    if "region_level" in columns:
        yield _PROVINCES
    if "level" in columns and "ksic_code" in columns:
        yield _COARSE
    if period := period_of(model):
        yield latest(mart, period)


def latest(mart: str, period: str) -> Selection:
    """The rows of the latest period of a mart."""
    column = quote_name(period)
    condition = f"{column} = (select max({column}) from {quote_name(mart)})"
    return Selection(condition, "최근 시점", f"the latest {period.replace('_', ' ')}")

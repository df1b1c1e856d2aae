"""Reference lists for parsers and checks: KSIC codes and regions, read from the dbt seeds."""

from __future__ import annotations

import calendar
import csv
from dataclasses import dataclass
from functools import cache

from orchestration.settings import PROJECT_ROOT

SEEDS = PROJECT_ROOT / "dbt_project" / "seeds"
FORMER_PROVINCE_NAMES = {"강원도": "32", "전라북도": "35", "제주도": "39"}
"""Former names of provinces that are special self-governing provinces now, each with its KOSTAT code."""


@cache
def ksic_parents(revision: str) -> dict[str, str]:
    """The parent code of every code of a KSIC revision ('9', '10', '11'); `TOTAL` has the parent ''."""
    return {
        row["ksic_code"]: row["parent_code"]
        for row in _rows("ksic.csv")
        if row["ksic_revision"] == revision
    }


@cache
def ksic_revisions() -> tuple[str, ...]:
    """The KSIC revisions of the seed, oldest first."""
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
def ksic_industries(revision: str) -> dict[str, tuple[str, str]]:
    """The Korean and the English name of every code of a KSIC revision."""
    return {
        row["ksic_code"]: (row["name_ko"], row["name_en"])
        for row in _rows("ksic.csv")
        if row["ksic_revision"] == revision
    }


@cache
def provinces_by_admin_code(month: str) -> dict[str, str]:
    """The KOSTAT code of the province for each administrative code, in `month` (2022-04).

    A code that is valid on a day of the month has that meaning. A code that always had one meaning is also
    used in other months while its province exists: files use old codes for some time, and older months are
    published again with later codes. A province that begins with the next month exists already: a file is
    written after its month, and the file of June 2026 has the province of July.
    """
    year, number = map(int, month.split("-"))
    first, last = f"{month}-01", f"{month}-{calendar.monthrange(year, number)[1]:02}"
    written = f"{year + number // 12}-{number % 12 + 1:02}-01"
    rows = _rows("region_admin_codes.csv")
    existing = {row["region_code"] for row in _rows("regions.csv") if _valid(row, first, written)}
    meanings: dict[str, set[str]] = {}
    for row in rows:
        if row["region_code"] in existing:
            meanings.setdefault(row["admin_code"], set()).add(row["region_code"])
    provinces = {code: min(regions) for code, regions in meanings.items() if len(regions) == 1}
    provinces |= {row["admin_code"]: row["region_code"] for row in rows if _valid(row, first, last)}
    return provinces


def _valid(row: dict[str, str], first_day: str, last_day: str) -> bool:
    return (row["valid_from"] or "0000") <= last_day and (row["valid_to"] or "9999") >= first_day


@cache
def region_parents(year: int | None = None) -> dict[str, str]:
    """The parent code of every region of the seed; the nation has the parent ''.

    With a `year`, only regions that exist on 31 December, the reference day of the census.
    """
    day = f"{year}-12-31"
    return {
        row["region_code"]: row["parent_region_code"]
        for row in _rows("regions.csv")
        if year is None or _valid(row, day, day)
    }


def provinces_on(day: str) -> frozenset[str]:
    """The provinces that exist on a day (2026-06-01)."""
    return frozenset(
        row["region_code"]
        for row in _rows("regions.csv")
        if row["region_level"] == "province" and _valid(row, day, day)
    )


@dataclass(frozen=True)
class District:
    """A district of the seed `districts`. `current_code` differs from `code` where it was renumbered."""

    code: str
    province: str
    name_ko: str
    current_code: str


@cache
def districts() -> dict[str, District]:
    """The districts by KOSTAT code; a renumbered district has an entry for each of its codes."""
    return {
        row["region_code"]: District(
            row["region_code"],
            row["parent_region_code"],
            row["name_ko"],
            row["replaced_by"] or row["region_code"],
        )
        for row in _rows("districts.csv")
    }


@cache
def province_names() -> dict[str, str]:
    """The Korean name of every province, by KOSTAT code."""
    return {
        row["region_code"]: row["name_ko"]
        for row in _rows("regions.csv")
        if row["region_level"] == "province"
    }


@cache
def short_province_names() -> dict[str, str]:
    """The short Korean name of every province, such as 서울, by KOSTAT code."""
    return {
        row["region_code"]: row["short_name_ko"]
        for row in _rows("regions.csv")
        if row["region_level"] == "province"
    }


def province_exists(code: str, year: int) -> bool:
    """Whether the province existed on some day of `year`."""
    return any(
        row["region_code"] == code
        and int(row["valid_from"][:4] or 0) <= year <= int(row["valid_to"][:4] or 9999)
        for row in _rows("regions.csv")
    )


@cache
def _rows(name: str) -> list[dict[str, str]]:
    with (SEEDS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))

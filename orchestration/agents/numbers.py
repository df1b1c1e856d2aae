"""The tool `get_numbers`: a number or a series of an industry or a layer, for some regions and years."""

from __future__ import annotations

import re
from typing import Any, Literal

from pydantic import Field

from orchestration.agents.answer import Answer, cut
from orchestration.agents.named import Named
from orchestration.agents.observation import observe
from orchestration.agents.opened import OpenRelease
from orchestration.agents.places import NATION, choose_regions
from orchestration.agents.series import read_series
from orchestration.agents.subjects import SubjectArguments, choose_subject
from orchestration.agents.tool import Tool
from orchestration.errors import QueryError

_YEARS = re.compile(r"(\d{4})(?:\s*[-~–]\s*(\d{4}))?")
_MOST_MISSING = 20
_PENSION = "pension"
_TAXONOMIES = "taxonomies"
"""The source of the taxonomies."""
_NO_ROW = {
    "ko": "릴리스에 해당 행이 없음(비공개이거나 자료에 없는 셀은 추정하지 않음)",
    "en": "the release has no such row (a cell that is confidential or not in the data is not estimated)",
}
_MERGED = {
    "ko": "whole_region_code가 있는 지역은 그 코드의 지역으로 통합됨: 두 지역의 값을 더하지 말 것",
    "en": "a region with whole_region_code has become part of that region: do not add both",
}
_BREAK = {
    "ko": "여러 KSIC 차수({}차)의 값이 함께 있음: 분류가 다르므로 차수 사이의 증감을 계산하지 말 것",
    "en": "values of several KSIC revisions ({}): do not compute changes across revisions",
}
_SERIES = {
    "ko": "여러 계열({})의 값이 함께 있음: 계열 사이의 증감을 계산하지 말 것",
    "en": "values of several series ({}): do not compute changes across series",
}


class Numbers(SubjectArguments):
    """Arguments of `get_numbers`."""

    regions: list[str] = Field(
        [NATION],
        description="Codes or names (서울, 경기도, Seoul, 11); `all` for the nation and every province.",
        min_length=1,
        max_length=30,
    )
    measure: Literal["employees", "establishments", "insured", "workplaces"] = Field(
        "employees",
        description="종사자수, 사업체수, 국민연금 가입자수, 국민연금 사업장수.",
    )
    years: str | int = Field("latest", description="latest, all, 2023, or 2020-2023.")
    limit: int = Field(100, ge=1, le=500, description="Most observations in the answer.")


def get_numbers(release: OpenRelease, wanted: Numbers) -> Answer:
    """The observations that are asked for; raises `QueryError` where a name or year is not known."""
    subject, names = choose_subject(release, wanted)
    places = choose_regions(release, wanted.regions, wanted.measure)
    rows = read_series(release, subject, wanted.measure)
    if not rows:
        raise QueryError(
            f"the release has no {wanted.measure} of {names['en']}",
            where="the argument `measure`",
            remedy="choose another measure, industry or layer; `describe_release` lists the sources",
        )
    periods = _periods(str(wanted.years), [row["period"] for row in rows])
    by_code = {place.code: place for place in places}
    chosen = [r for r in rows if r["period"] in periods and r["region_code"] in by_code]
    language = wanted.language
    seen = [
        observe(row, subject, _region_names(by_code[row["region_code"]]), names[language], language)
        for row in chosen
    ]
    shown, limits = cut(seen, wanted.limit)
    source_ids = _source_ids(release, chosen[: wanted.limit])
    answer = Answer(
        {
            "subject": {**subject.record(), "name": names[language]},
            "observations": shown,
            "limit": limits,
        },
        source_ids=source_ids | ({_TAXONOMIES} if subject.taxonomy_id else set()),
        notes=_notes(chosen, language),
    )
    if missing := _missing(chosen, places, periods, language):
        answer.content["missing"] = missing
    return answer


def _periods(years: str, known: list[str]) -> list[str]:
    """The periods that are asked for; raises `QueryError` where the rows have none of them."""
    every = sorted(set(known))
    if years == "all":
        return every
    if years == "latest":
        return every[-1:]
    match = _YEARS.fullmatch(years.strip())
    first, last = (match[1], match[2] or match[1]) if match else ("", "")
    found = [period for period in every if first <= period[:4] <= last]
    if not found:
        raise QueryError(
            f"there are no numbers for the years {years[:40]!r}",
            where="the argument `years`",
            remedy=f"write latest, all, 2023 or 2020-2023; there are {every[0]} to {every[-1]}",
        )
    return found


def _region_names(place: Named) -> dict[str, str]:
    return {"ko": place.facts["name_ko"], "en": place.facts["name_en"]}


def _missing(
    rows: list[dict[str, Any]], places: list[Named], periods: list[str], language: Any
) -> dict[str, Any]:
    """The regions and periods without a row: none is left out silently."""
    have = {(row["region_code"], row["period"]) for row in rows}
    gone = [
        f"{p.code} {period}" for p in places for period in periods if (p.code, period) not in have
    ]
    if not gone:
        return {}
    return {"reason": _NO_ROW[language], "count": len(gone), "cells": gone[:_MOST_MISSING]}


def _notes(rows: list[dict[str, Any]], language: Any) -> list[str]:
    notes = []
    revisions = sorted({row["ksic_revision"] for row in rows if row.get("ksic_revision")}, key=int)
    if len(revisions) > 1:
        notes.append(_BREAK[language].format(", ".join(revisions)))
    if any(row.get("whole_region_code") for row in rows):
        notes.append(_MERGED[language])
    series = sorted({row["series"] for row in rows})
    if len(series) > 1:
        notes.append(_SERIES[language].format(", ".join(series)))
    return notes


def _source_ids(release: OpenRelease, rows: list[dict[str, Any]]) -> set[str]:
    """The sources of the rows, and of the structure that their estimates use."""
    found = {row["source_id"] for row in rows if row["source_id"]}
    used = {(r["association"], r["association_period"]) for r in rows if r.get("association")}
    for association, period in used:
        mart, column = (
            ("pension_share", "strftime(month, '%Y-%m')")
            if association == _PENSION
            else ("industry_share", "year::varchar")
        )
        sql = f"select distinct source_id from {mart} where {column} = $1"
        found |= {row["source_id"] for row in release.rows(sql, [period])}
    return found


TOOL = Tool(
    "get_numbers",
    "Numbers and series",
    "Establishments and employees (census) or insured persons and workplaces (National Pension) of a KSIC"
    " industry, or of a smart-city layer or combination of layers, for regions and years. Every observation"
    " has its status. A value that is published is `value`. Else there are `bounds`, which are always true,"
    " and often an `estimate` with an 80 % interval and reliability A, B or C; with C there is the interval"
    " only. Never use the middle of bounds or of an interval as a value. A suppressed cell is"
    " confidential. Quote status, period, source and citation. `trace` holds arguments of trace_number.",
    Numbers,
    get_numbers,
)

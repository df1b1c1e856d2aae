"""Find region and year of a workbook, in the name of the file, the banner of the sheet, or both.

If both have them, they must agree. The banner names a region in Korean; the codes are those of the seeds
`regions` and `districts`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from orchestration.errors import ArrivalRefused
from orchestration.lake.reference import (
    FORMER_PROVINCE_NAMES,
    District,
    districts,
    province_exists,
    province_names,
)
from orchestration.sources.city_workbook.layout import Workbook, Years
from orchestration.sources.dropped_file import matched_name

NAMING = "name it 산업세세분류별_<region code>_<year>.xlsx, as 산업세세분류별_32030_2023.xlsx"
_WORD = re.compile(r"[가-힣]+")
_LIKE_A_DISTRICT = re.compile(r"[가-힣]{1,5}[시군구]")


@dataclass(frozen=True)
class Subject:
    """Region and year of a workbook, and the declared series and revision of that year."""

    region_code: str
    year: int
    years: Years

    @property
    def partition(self) -> str:
        """The partition of the workbook."""
        return f"{self.region_code}_{self.year}"


@dataclass(frozen=True)
class _Named:
    """The regions that a banner can mean (current codes), and its words for them."""

    codes: frozenset[str]
    words: str


def subject_of(workbook: Workbook, file_name: str, banner: str) -> Subject:
    """Region and year of the workbook `file_name` with the text `banner` above its header.

    Raises `ArrivalRefused` where one is missing, not known, or given in two different ways.
    """
    match = matched_name(workbook.file_names, file_name)
    in_name = match.groupdict() if match else {}
    year = _year(workbook, in_name.get("year"), banner, file_name)
    region = _region(in_name.get("region_code"), banner, file_name)
    if not province_exists(region[:2], year):
        raise ArrivalRefused(
            f"the province of region code {region} did not exist in {year}",
            where=file_name,
            remedy=NAMING,
        )
    return Subject(region, year, workbook.years_of(year, file_name))


def _year(workbook: Workbook, in_name: str | None, banner: str, where: str) -> int:
    text = "".join(banner.split())
    found = {int(m["year"]) for p in workbook.banner.years for m in re.finditer(p, text)}
    if len(found) > 1:
        raise ArrivalRefused(
            f"the banner has several years: {', '.join(map(str, sorted(found)))}",
            where=where,
            remedy="keep one year per workbook",
        )
    if in_name is None and not found:
        raise ArrivalRefused(
            "neither the name nor the banner has the year", where=where, remedy=NAMING
        )
    if in_name is not None and found and {int(in_name)} != found:
        raise ArrivalRefused(
            f"the name says {in_name}, the banner of the workbook {min(found)}",
            where=where,
            remedy="give the file the year of its banner",
        )
    return int(in_name) if in_name is not None else min(found)


def _region(in_name: str | None, banner: str, where: str) -> str:
    named = _named(banner, where)
    if in_name is not None:
        _require_known(in_name, where)
        if named is not None and named.codes.isdisjoint(_codes_like(in_name)):
            raise ArrivalRefused(
                f"the name says region {in_name} ({_name(in_name)}), the banner of the workbook "
                f"{named.words}",
                where=where,
                remedy="give the file the code of the region in its banner",
            )
        return _current(in_name)
    if named is None:
        raise ArrivalRefused(
            "neither the name nor the banner has the region", where=where, remedy=NAMING
        )
    if len(named.codes) != 1:
        raise ArrivalRefused(
            f"the banner's region {named.words} can be any of {', '.join(sorted(named.codes))}",
            where=where,
            remedy=NAMING,
        )
    return min(named.codes)


def _require_known(code: str, where: str) -> None:
    if code in districts() or code in province_names():
        return
    raise ArrivalRefused(
        f"region code {code!r} is not known",
        where=where,
        remedy="name the file with KOSTAT's code (11 Seoul, 31010 Suwon); a new district goes into "
        "dbt_project/seeds/districts.csv",
    )


def _codes_like(code: str) -> set[str]:
    """The codes of the same area: the current code; for a province of one district (Sejong), both codes."""
    codes = {d.current_code for d in districts().values() if d.province == code[:2]}
    return {code[:2], *codes} if len(codes) == 1 else {_current(code)}


def _current(code: str) -> str:
    district = districts().get(code)
    return district.current_code if district else code


def _name(code: str) -> str:
    district = districts().get(code)
    if district is None:
        return province_names()[code]
    return f"{province_names()[district.province]} {district.name_ko}"


def _named(banner: str, where: str) -> _Named | None:
    """The region in the banner; None if there is none."""
    found = list(dict.fromkeys(_mentions(banner, where)))
    finest = [named for named in found if any(len(code) == 5 for code in named.codes)] or found
    if len(finest) > 1:
        raise ArrivalRefused(
            f"the banner names several regions: {', '.join(n.words for n in finest)}",
            where=where,
            remedy="keep one region per workbook",
        )
    return finest[0] if finest else None


def _mentions(banner: str, where: str) -> Iterator[_Named]:
    words = list(_words(banner))
    province, after_province, skip = "", False, False
    for word, following in pairwise([*words, ""]):
        if skip:
            skip = False
            continue
        if code := _provinces().get(word):
            yield _Named(frozenset({code}), word)
            province, after_province = code, True
            continue
        both = _districts_named(f"{word} {following}", province)
        if found := both or _districts_named(word, province):
            skip = bool(both)
            words_used = f"{word} {following}" if both else word
            prefix = f"{province_names()[province]} " if province else ""
            yield _Named(frozenset(d.current_code for d in found), prefix + words_used)
        elif after_province and _LIKE_A_DISTRICT.fullmatch(word):
            raise ArrivalRefused(
                f"the banner names {province_names()[province]} {word}, a district that is not known",
                where=where,
                remedy="compare with dbt_project/seeds/districts.csv; a new district goes into it",
            )
        after_province = False


def _words(banner: str) -> Iterator[str]:
    """The Korean words of the banner; a province written together with its district gives two words."""
    for word in _WORD.findall(banner):
        start = next((p for p in _provinces() if word.startswith(p) and word != p), "")
        if start and _LIKE_A_DISTRICT.fullmatch(word[len(start) :]):
            yield from (start, word[len(start) :])
        else:
            yield word


@cache
def _provinces() -> dict[str, str]:
    """Codes by name, former names included."""
    return {name: code for code, name in province_names().items()} | FORMER_PROVINCE_NAMES


def _districts_named(name: str, province: str) -> list[District]:
    found = _by_name().get("".join(name.split()), [])
    return [d for d in found if not province or d.province == province]


@cache
def _by_name() -> dict[str, list[District]]:
    """The districts by name without blanks, because 수원시 장안구 is also written as one word."""
    found: dict[str, list[District]] = {}
    for district in districts().values():
        found.setdefault("".join(district.name_ko.split()), []).append(district)
    return found

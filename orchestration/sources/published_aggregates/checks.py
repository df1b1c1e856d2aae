"""Arrival checks of provider `published_aggregates`: the rows of a month fit together and add up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from orchestration.contracts.declaration import Strict
from orchestration.errors import ArrivalRefused
from orchestration.lake.reference import province_names
from orchestration.sources.plain_text import plain_text

NATION, UNPLACED = "00", "UNPLACED"
Rows = Sequence[Mapping[str, Any]]


class ControlSums(Strict):
    """What the insured of a month have to add up to, known apart from the file.

    `in_industry_names` is with what names no industry, which `naming_no_industry` lists.
    """

    nation: int
    in_provinces: int
    without_province: int
    in_industry_names: int
    naming_no_industry: tuple[int, ...]


def check_row(row: Mapping[str, Any], at: str) -> None:
    """A row is of a known kind, of a region that the kind has, and has a name where it needs one."""
    provinces = province_names().keys()
    regions = {
        "total": {NATION, UNPLACED} | provinces,
        "no_industry": {NATION},
        "industry": {NATION} | provinces,
    }
    kind, region = row["kind"], row["region_code"]
    if region not in regions.get(kind, ()):
        raise ArrivalRefused(
            f"no row {plain_text(kind, most=60)!r} of region {plain_text(region, most=60)!r}",
            where=at,
            remedy=f"a row is one of {', '.join(regions)}, of 00, a province or (total) {UNPLACED}",
        )
    if (kind == "industry") != bool(row["industry_name"]):
        raise ArrivalRefused(
            "a row of kind industry needs an industry name, no other has one",
            where=at,
            remedy="restore the file",
        )


def check_month(rows: Rows, threshold: int, sums: ControlSums, where: str) -> None:
    """Raises `ArrivalRefused` where rows repeat, pairs do not fit the nation, or sums differ."""
    _check_once(rows, where)
    _check_pairs(rows, threshold, where)
    _check_sums(rows, sums, where)


def _check_once(rows: Rows, where: str) -> None:
    seen: dict[tuple[str, str, str], int] = {}
    for row in rows:
        if row["kind"] == "no_industry":
            continue
        key = (row["kind"], row["region_code"], row["industry_name"])
        first = seen.setdefault(key, row["raw_row"])
        if first != row["raw_row"]:
            raise ArrivalRefused(
                f"duplicate row: {' '.join(key).strip()} is on line {first} already",
                where=f"{where} line {row['raw_row']}",
                remedy="remove one of the two",
            )


def _check_pairs(rows: Rows, threshold: int, where: str) -> None:
    """Pairs reach the threshold; what they leave of the nation fits in the pairs that are not listed."""
    totals = {r["region_code"]: r["insured"] for r in rows if r["kind"] == "total"}
    provinces = totals.keys() - {NATION, UNPLACED}
    nation: dict[str, int] = {}
    pairs: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        if row["kind"] != "industry":
            continue
        at = f"{where} line {row['raw_row']}"
        if row["region_code"] == NATION:
            nation[row["industry_name"]] = row["insured"]
        elif row["region_code"] not in provinces:
            raise ArrivalRefused(
                f"province {row['region_code']} has no total", where=at, remedy="restore the file"
            )
        elif row["insured"] < threshold:
            raise ArrivalRefused(
                f"{row['insured']:,} insured are fewer than the threshold {threshold:,}",
                where=at,
                remedy="remove the row, or correct request.threshold",
            )
        else:
            pairs[row["industry_name"]].append(row["insured"])
    for name in {**nation, **pairs}:
        rest = nation.get(name, -1) - sum(pairs[name])
        unlisted = len(provinces) - len(pairs[name])
        if not 0 <= rest <= unlisted * (threshold - 1) + totals.get(UNPLACED, 0):
            raise ArrivalRefused(
                f"the provinces of {plain_text(name, most=60)} do not fit the nation",
                where=where,
                remedy="restore the file",
            )


def _check_sums(rows: Rows, sums: ControlSums, where: str) -> None:
    totals = {r["region_code"]: r["insured"] for r in rows if r["kind"] == "total"}
    nameless = tuple(r["insured"] for r in rows if r["kind"] == "no_industry")
    named = sum(r["insured"] for r in rows if (r["kind"], r["region_code"]) == ("industry", NATION))
    nation, without = totals.pop(NATION, 0), totals.pop(UNPLACED, 0)
    found = ControlSums(
        nation=nation,
        in_provinces=sum(totals.values()),
        without_province=without,
        in_industry_names=named + sum(nameless),
        naming_no_industry=nameless,
    )
    for name, expected in sums.model_dump().items():
        if getattr(found, name) != expected:
            raise ArrivalRefused(
                f"insured, {name}: {getattr(found, name)} instead of {expected}",
                where=where,
                remedy="restore the file",
            )
    if nation != sum(totals.values()) + without:
        raise ArrivalRefused(
            "the provinces and what has no province do not add up to the nation",
            where=where,
            remedy="correct request.sums",
        )

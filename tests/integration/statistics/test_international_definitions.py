"""The international definitions, computed again from the raw census with the standard library alone."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from orchestration.lake.reference import ksic_parents
from orchestration.release.query import run_query
from orchestration.settings import PROJECT_ROOT

SAMPLE = PROJECT_ROOT / "data_lake" / "sample"
FOLDER = SAMPLE / "taxonomies"
YEARS = (2020, 2021, 2022, 2023)
ITEMS = {"T1": "establishments", "T2": "employees"}
MEDIUM_HIGH = {
    ("11", 2020): 38_015,
    ("11", 2021): 36_090,
    ("11", 2022): 36_860,
    ("11", 2023): 33_987,
    ("00", 2020): 1_470_795,
    ("00", 2021): 1_464_654,
    ("00", 2022): 1_495_213,
    ("00", 2023): 1_471_944,
}
"""Employees of medium-high-technology manufacturing (KSIC 20, 28 to 31), as added up by hand."""


def rows_of(taxonomy: str) -> Iterator[dict[str, str]]:
    text = (FOLDER / f"{taxonomy}.csv").read_text("utf-8")
    yield from csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))


def census(year: int) -> dict[tuple[str, str, str], int]:
    """Published values by region, division and measure."""
    content = json.loads(
        gzip.decompress((SAMPLE / "kosis_census" / f"{year}.json.gz").read_bytes())
    )
    return {
        (row["C1"], row["C2"][1:], ITEMS[row["ITM_ID"]]): int(row["DT"])
        for row in content
        if len(row["C2"]) == 3 and row["DT"].isdigit()
    }


def whole_divisions(layer: str) -> list[str] | None:
    """The divisions of a layer, None where it is not made of whole divisions."""
    rows = [
        r for r in rows_of("high_technology_knowledge") if r["layer"] == layer and r["ksic_code"]
    ]
    if any(len(row["ksic_code"]) != 2 or row["coverage"] != "full" for row in rows):
        return None
    return [row["ksic_code"] for row in rows]


def test_a_layer_of_whole_divisions_is_exact(release: Path) -> None:
    divisions = whole_divisions("medium_high_technology")
    assert divisions == ["20", "28", "29", "30", "31"]
    for year in YEARS:
        values = census(year)
        for region in ("11", "00"):
            for measure in ITEMS.values():
                own, nation = (
                    sum(values[place, code, measure] for code in divisions)
                    for place in (region, "00")
                )
                if measure == "employees":
                    assert own == MEDIUM_HIGH[region, year]
                published = run_query(
                    release / "marts.duckdb",
                    f"""select value, share, status from smart_city_share
                    where taxonomy_id = 'high_technology_knowledge' and year = {year}
                    and layer = 'medium_high_technology' and counting = 'inclusive'
                    and overlap_rule = 'two_or_more' and region_code = '{region}'
                    and measure = '{measure}'""",
                )[1]
                assert published == [(own, pytest.approx(own / nation, rel=1e-12), "exact")]


def test_industries_of_whole_divisions_are_exact(release: Path) -> None:
    """Every industry that is one division, where the census discloses it."""
    industries = {
        (row["layer"], row["industry"]): row["ksic_code"]
        for row in rows_of("high_technology_knowledge")
        if len(row["ksic_code"]) == 2
        and row["coverage"] == "full"
        and row["industry"] != "electronics"
    }
    assert len(industries) > 20
    checked = 0
    for year in YEARS:
        values = census(year)
        rows = run_query(
            release / "marts.duckdb",
            f"""select layer, industry, region_code, value from smart_city_industry
            where taxonomy_id = 'high_technology_knowledge' and year = {year}
            and measure = 'employees' and region_code in ('00', '11')""",
        )[1]
        for layer, industry, region, value in rows:
            code = industries.get((str(layer), str(industry)))
            if code is not None and (str(region), code, "employees") in values:
                assert value == values[str(region), code, "employees"], (year, code, region)
                checked += 1
    assert checked > 150


def test_the_layers_that_need_finer_data_are_bounded(release: Path) -> None:
    rows = run_query(
        release / "marts.duckdb",
        """select layer, value_low, value_high from smart_city_share
        where taxonomy_id = 'ict_sector' and year = 2023 and region_code = '11'
        and measure = 'employees' and counting = 'inclusive' and overlap_rule = 'two_or_more'""",
    )[1]
    found = {str(row[0]): (int(str(row[1])), int(str(row[2]))) for row in rows}
    values = census(2023)
    least = values["11", "62", "employees"]
    parts = ("58", "61", "63", "95")
    most = least + sum(values["11", code, "employees"] for code in parts)
    assert least <= found["services"][0] < found["services"][1] <= most


@pytest.mark.parametrize("taxonomy", ["high_technology_knowledge", "ict_sector"])
def test_every_row_names_its_source(taxonomy: str) -> None:
    rows = [row for row in rows_of(taxonomy) if row["ksic_code"]]
    assert all(row["evidence"].startswith(("Eurostat, ", "OECD, ")) for row in rows)
    assert all("→ KSIC" in row["evidence"] for row in rows)
    assert all(row["ksic_code"] in ksic_parents("10") for row in rows)

"""A monthly pension file of a month that has published aggregates, from the drop folder to the release."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb

from orchestration.settings import PROJECT_ROOT
from tests.conftest import run_smartcity
from tests.support.file_gallery import NPS_HEADER, delimited, workplace_row

TAXONOMY = PROJECT_ROOT / "data_lake" / "sample" / "taxonomies" / "smart_city_2021.csv"
KSIC = PROJECT_ROOT / "dbt_project" / "seeds" / "ksic.csv"
ADMIN_CODES = (
    *("11", "26", "27", "28", "29", "30", "31", "36", "41"),
    *("43", "44", "46", "47", "48", "50", "51", "52"),
)
SEOUL = """
    select value, national_value_low, share, status, source_id from pension_share
    where taxonomy_id = 'smart_city_2021' and set_id = 'total' and region_code = '11'
      and measure = 'insured' and month = '2026-06-01'
"""


def names_of_taxonomy() -> list[str]:
    """The industry names of all classes of the taxonomy."""
    with TAXONOMY.open(encoding="utf-8", newline="") as file:
        codes = tuple({row["ksic_code"] for row in csv.DictReader(file)})
    with KSIC.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["ksic_revision"] == "10"]
    return [
        row["name_ko"].replace(",", "")
        for row in rows
        if row["depth"] == "5" and row["ksic_code"].startswith(codes)
    ]


ELEVEN = """\
taxonomy_id,layer,ksic_revision,ksic_code
eleven,batteries,11,28202
eleven,software,11,582
"""
"""KSIC 11, for names in KSIC 10: its 28202 has two counterparts in KSIC 11, of which one belongs."""


def test_bundled_aggregates_then_a_file_of_the_same_month(lake: Path) -> None:
    (lake / "taxonomies").mkdir(exist_ok=True)
    (lake / "taxonomies" / "eleven.csv").write_text(ELEVEN, encoding="utf-8")
    current = lake / "releases" / "current"
    with duckdb.connect(str(current / "marts.duckdb"), read_only=True) as marts:
        ((value, national, share, status, source),) = marts.execute(SEOUL).fetchall()
        assert (value, national, share) == (None, 1_787_669, None)
        assert (status, source) == ("bounded", "nps_published")
        attributed = marts.execute(
            "select licence_id, attribution_en, request from source_snapshots"
            " where source_id = 'nps_published'"
        ).fetchall()
    assert len(attributed) == 1
    licence, attribution, request = attributed[0]
    assert licence == "data-go-kr-unrestricted"
    assert "National Pension Service" in attribution
    assert "third party" in attribution
    assert "984278769c7d" in request

    # ten insured in each of three workplaces per class and province; twice as many in Seoul
    names = names_of_taxonomy()
    rows = [
        workplace_row("2026-06", province=code, name=name, insured="10")
        for code in ADMIN_CODES
        for name in names
        for _ in range(6 if code == "11" else 3)
    ]
    # a name that is no class, and a province code that is none
    rows += [workplace_row("2026-06", name="기타자영업", insured="10")] * 3
    rows += [workplace_row("2026-06", province="99", name="기타자영업", insured="10")] * 3
    landing = lake / "landing"
    landing.mkdir(exist_ok=True)
    (landing / "nps_workplaces_2026-06.csv").write_bytes(delimited(NPS_HEADER, rows, "utf-8"))

    done = run_smartcity(lake, "refresh")

    assert done.returncode == 0, done.stderr
    classes = len(names)
    with duckdb.connect(str(current / "marts.duckdb"), read_only=True) as marts:
        assert marts.execute(SEOUL).fetchall() == [
            (60 * classes, 540 * classes, 60 / 540, "exact", "nps_workplaces")
        ]
        assert marts.execute(
            "select distinct source_id from nps_monthly where month = '2026-06-01' union"
            " select distinct source_id from pension_share where month = '2026-06-01'"
        ).fetchall() == [("nps_workplaces",)]
        assert marts.execute(
            "select region_code, insured, whole_region_code from nps_monthly where month = '2026-06-01'"
            " and layer = 'all' and ksic_code = 'TOTAL' and region_code in ('00', '12', '24', '36')"
            " order by 1"
        ).fetchall() == [
            ("00", 540 * classes + 60, None),
            ("12", 60 * classes, None),
            ("24", 30 * classes, "12"),
            ("36", 30 * classes, "12"),
        ]
        assert marts.execute(
            "select value, value_low = value_high from pension_share where taxonomy_id = 'smart_city_2021'"
            " and set_id = 'total' and measure = 'workplaces' and region_code = '11'"
        ).fetchall() == [(6 * classes, True)]
        assert marts.execute(
            "select layer, workplaces, insured_low, insured_high, status, ksic_revision from nps_monthly"
            " where taxonomy_id = 'eleven' and region_code = '11' and month = '2026-06-01' order by 1"
        ).fetchall() == [
            ("batteries", None, 0, 60, "bounded", "10"),
            ("software", 30, 300, 300, "observed", "10"),
            ("total", None, 300, 360, "bounded", "10"),
        ]
        compared = marts.execute(
            "select count(*), count(*) filter ((own.insured_low, own.insured_high)"
            " is distinct from (other.value_low, other.value_high)) from nps_monthly as own"
            " join pension_share as other using (taxonomy_id, month, region_code)"
            " where other.measure = 'insured' and other.overlap_rule = 'none' and own.layer = other.layer"
            " and other.set_kind in ('layer', 'total') and month = '2026-06-01'"
            " and 'suppressed' not in (own.status, other.status)"
        ).fetchall()
        ((rows_in_both, different),) = compared
        assert rows_in_both > 300
        assert different == 0
        assert marts.execute(
            "select industry_name, workplaces, insured from nps_unmatched_names where month = '2026-06-01'"
        ).fetchall() == [("기타자영업", 6, 60)]

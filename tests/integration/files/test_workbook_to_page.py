"""A workbook in its real form, from the drop folder to a published release, its trace and its page."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from orchestration.release.query import run_query
from orchestration.settings import PROJECT_ROOT
from tests.support.file_gallery import GALLERY, WORKBOOK_REAL

LEFT_OUT = {
    "산업세세분류별_32030_2022.xlsx": (
        "the name says 2022, the banner of the workbook 2023",
        "give the file the year of its banner",
        "city_workbooks",
    ),
    "산업세세분류별_32999_2023.xlsx": (
        "region code '32999' is not known",
        "dbt_project/seeds/districts.csv",
        "city_workbooks",
    ),
    "workplaces.csv": (
        "the closest source is nps_workplaces, which declares 22 of 22 headers",
        "name it like",
        "nps_workplaces",
    ),
    "산업.csv": ("no source declares a name like this", "docs/sources.md (Drop folder)", ""),
}


def command(lake: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.support.licensed_cli", *arguments],
        cwd=PROJECT_ROOT,
        env={**os.environ, "SMARTCITY_LAKE": str(lake)},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )


@pytest.fixture(scope="module")
def dropped(bundled_lake: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake with a good workbook and four unrecognised files in its drop folder."""
    lake = shutil.copytree(
        bundled_lake, tmp_path_factory.mktemp("workbook") / "lake", symlinks=True
    )
    landing = lake / "landing"
    landing.mkdir(exist_ok=True)
    for name in (WORKBOOK_REAL, *LEFT_OUT):
        if (GALLERY / "workbook" / name).exists():
            shutil.copyfile(GALLERY / "workbook" / name, landing / name)
    shutil.copyfile(
        GALLERY / "nps" / "국민연금_가입_사업장_내역_2022-04.csv", landing / "workplaces.csv"
    )
    Path(os.fsdecode(os.fsencode(landing) + b"/" + "산업.csv".encode("cp949"))).write_bytes(
        b"a,b\n"
    )
    return lake


@pytest.fixture(scope="module")
def refreshed(dropped: Path) -> dict[str, object]:
    """The output of `refresh --json` and of `doctor --json`."""
    before = {path.name for path in (dropped / "landing").iterdir()}
    looked = command(dropped, "doctor", "--json")
    findings = {f["check"]: f for f in json.loads(looked.stdout)}
    assert {path.name for path in (dropped / "landing").iterdir()} == before
    done = command(dropped, "refresh", "--json")
    assert done.returncode == 0, done.stderr
    return {**json.loads(done.stdout), "findings": findings}


def query(lake: Path, sql: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in run_query(lake / "releases/current/marts.duckdb", sql)[1]]


def test_every_cell_is_published(dropped: Path, refreshed: dict[str, object]) -> None:
    rows = query(
        dropped,
        "select ksic_code, measure, value, status, region_name_ko, region_name_en from industry_share"
        " where region_code = '32030' and year = 2023 and status in ('observed', 'suppressed')",
    )
    cells = {(code, measure): (value, status) for code, measure, value, status, *_ in rows}
    listed = ["TOTAL", "J", "58", "582", "5822", "58221", "58222"]
    assert {(c, m) for c in listed for m in ("establishments", "employees")} <= set(cells)
    assert cells["58221", "establishments"] == (2, "observed")
    assert cells["58221", "employees"] == (None, "suppressed")
    assert cells["58222", "employees"] == (30, "observed")
    assert cells["TOTAL", "employees"] == (41, "observed")
    assert {row[4:] for row in rows} == {("강원특별자치도 강릉시", "Gangneung-si, Gangwon")}


def test_its_five_digit_codes_test_the_estimates(
    dropped: Path, refreshed: dict[str, object]
) -> None:
    """Every association, without the suppressed cell; the row names the workbook's source."""
    rows = query(
        dropped,
        "select association, ksic_code, measure, truth, source_id from estimate_test"
        " where experiment = 'leaves_below_divisions' and region_code = '32030' and year = 2023",
    )
    known = {("58221", "establishments"), ("58222", "establishments"), ("58222", "employees")}
    for association in ("none", "pension_nation", "pension_region", "pension"):
        own = {row[1:3]: row[3:] for row in rows if row[0] == association}
        assert known <= own.keys()
        assert ("58221", "employees") not in own
        assert own["58222", "employees"] == (30, "city_workbooks")
    assert query(
        dropped,
        "select distinct experiment, unit from estimate_quality"
        " where breakdown = 'source' and breakdown_value = 'city_workbooks'",
    ) == [("leaves_below_divisions", "cell")]


def test_a_bad_code_is_listed(dropped: Path, refreshed: dict[str, object]) -> None:
    assert query(
        dropped,
        "select code, reason, row_count from unmapped_codes where source_id = 'city_workbooks'",
    ) == [("zErr", "not in KSIC 10", 1)]


@pytest.mark.parametrize(("folder", "name"), [("", "강릉시"), ("en/", "Gangneung-si")])
def test_the_district_is_on_the_page_and_among_no_provinces(
    dropped: Path, refreshed: dict[str, object], folder: str, name: str
) -> None:
    report = dropped / "releases/current/report" / folder
    page = (report / "provinces.html").read_text("utf-8")
    assert 'id="districts"' in page
    before, _, districts = page.partition('id="districts"')
    assert name in districts
    assert name not in before
    assert "zErr" in (report / "quality.html").read_text("utf-8")


def test_every_unrecognised_file_has_a_reason_and_a_remedy(
    dropped: Path, refreshed: dict[str, object]
) -> None:
    notes = {note["file"]: note for note in refreshed["dropped"]}  # type: ignore[attr-defined]
    assert notes.keys() == {WORKBOOK_REAL, *LEFT_OUT}
    assert notes[WORKBOOK_REAL]["status"] == "loaded"
    findings: dict[str, dict[str, str]] = refreshed["findings"]  # type: ignore[assignment]
    assert findings[f"landing/{WORKBOOK_REAL}"]["status"] == "ok"
    log = (dropped / "logs" / "refresh.jsonl").read_text("utf-8")
    logged = [json.loads(line) for line in log.splitlines() if '"note"' in line]
    for name, (reason, remedy, source) in LEFT_OUT.items():
        note = notes[name]
        assert note["status"] == "unrecognised"
        assert reason in note["reason"]
        assert remedy in note["remedy"]
        assert note["source"] == source
        assert any(line["file"] == name and reason in line["reason"] for line in logged)
        finding = findings[f"landing/{name}"]
        assert finding["status"] == "note"
        assert reason in finding["what"]
        assert remedy in finding["to do"]
    assert len(list((dropped / "landing").iterdir())) == len(LEFT_OUT)


def test_the_summary_lists_them_and_a_known_file_builds_nothing(
    dropped: Path, refreshed: dict[str, object]
) -> None:
    """The workbook is dropped again, beside the files that stayed there."""
    shutil.copyfile(GALLERY / "workbook" / WORKBOOK_REAL, dropped / "landing" / WORKBOOK_REAL)
    done = command(dropped, "refresh")
    assert done.returncode == 0, done.stderr
    assert "Dropped files" in done.stdout
    for name in (WORKBOOK_REAL, *LEFT_OUT):
        assert name in done.stdout
    assert "(nothing new; still current)" in done.stdout
    assert "models and seeds" not in done.stdout, "no mart was built"
    assert not (dropped / "landing" / WORKBOOK_REAL).exists()


@pytest.mark.parametrize(
    ("where", "row"),
    [
        ("region_code = '32030' and ksic_code = '58222' and measure = 'employees'", "row 13"),
        ("region_code = '32030' and ksic_code = '58221' and measure = 'employees'", "row 12"),
        ("region_code = '11' and ksic_code = '62' and measure = 'employees'", "kosis_census"),
    ],
)
def test_its_numbers_are_traced_to_the_row_of_the_sheet(
    dropped: Path, refreshed: dict[str, object], where: str, row: str
) -> None:
    done = command(dropped, "trace", "industry_share", "--where", f"year = 2023 and {where}")
    assert done.returncode == 0, done.stdout + done.stderr
    assert row in done.stdout
    assert "All numbers agree with the raw bytes." in done.stdout


def test_a_trace_without_comparison_has_no_disagreement(
    dropped: Path, refreshed: dict[str, object]
) -> None:
    done = command(dropped, "trace", "unmapped_codes", "--where", "code = 'zErr'")
    assert done.returncode == 0
    assert "No number was compared with the raw bytes." in done.stdout
    assert "NOT all" not in done.stdout

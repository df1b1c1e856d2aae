"""The whole job against a KOSIS on loopback whose answers have the forms of the real one.

Text in EUC-KR, English names, `12.0` as a count, counts that are null or left out, years as 2023년 without
a date of change, a year more than the declaration takes; and then dates of change that are no JSON. The
figures are synthetic.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from orchestration.release.catalog import ReleaseCatalog
from orchestration.release.query import run_query
from tests.conftest import run_smartcity
from tests.support.kosis_service import KosisService
from tests.support.kosis_table import census_table
from tests.support.loopback import Answer, serving

KEY = "synthetic+key/for=tests"
UNKNOWN = {"38": "left out", "39": "null"}
"""How the number of employees of industry 62 is missing in these regions."""
ENGLISH = {"OBJ_NM": "OBJ_NM_ENG", "ITM_NM": "ITM_NM_ENG", "UNIT_NM": "UNIT_ENG_NM"}


class RealForms:
    """A service whose answers are rewritten into the forms that the real one has."""

    def __init__(self) -> None:
        self.table = census_table(range(2020, 2025), depth=2)
        self.service = KosisService(self.table, KEY)
        self.raw_tab = False

    def __call__(self, target: str) -> Answer:
        answer = self.service(target)
        content = json.loads(answer.body)
        if "type=NCD" in target:
            return self._changes(content)
        rewrite = _code if "type=ITM" in target else _cell
        text = json.dumps([rewrite(row) for row in content], ensure_ascii=False)
        kind = (("Content-Type", "application/json;charset=x-unknown"),)
        return Answer(text.encode("cp949", "replace"), headers=kind)

    def _changes(self, rows: list[dict[str, Any]]) -> Answer:
        for row in rows:
            row["PRD_DE"] += "년"
        rows[0]["SEND_DE"] = None
        text = json.dumps(rows, ensure_ascii=False)
        return Answer((text.replace('"TBL_NM"', "\t", 1) if self.raw_tab else text).encode())


def _code(row: dict[str, Any]) -> dict[str, Any]:
    english = {ENGLISH[name]: value for name, value in row.items() if name in ENGLISH}
    object_id = "SGG_201804" if row["OBJ_ID"] == "A" else row["OBJ_ID"]
    return {"ORG_ID": "101", "TBL_ID": "DT_1K52D01", **row, **english, "OBJ_ID": object_id}


def _cell(row: dict[str, Any]) -> dict[str, Any]:
    names = {
        "TBL_NM_ENG": "Synthetic",
        "C1_NM": "지역",
        "C1_NM_ENG": "Region",
        "C2_NM_ENG": "Industry",
    }
    count = f"{row['DT']}.0" if row["DT"].isdigit() else row["DT"]
    cell = {**row, **names, "ITM_NM_ENG": "Item", "UNIT_NM_ENG": "Each", "PRD_SE": "Y", "DT": count}
    if row["C1"] in UNKNOWN and (row["C2"], row["ITM_ID"]) == ("J62", "T2"):
        cell["DT"] = None
        if UNKNOWN[row["C1"]] == "left out":
            del cell["DT"]
    return cell


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[dict[str, Any]], RealForms]:
    """A lake, and what two refreshes on it said: the second with dates of change that are no JSON."""
    lake = tmp_path_factory.mktemp("real") / "lake"
    forms = RealForms()
    said = []
    with serving(forms) as server:
        for forms.raw_tab in (False, True):
            done = run_smartcity(
                lake,
                *("refresh", "--json"),
                KOSIS_API_KEY=KEY,
                SMARTCITY_KOSIS_URL=server.url,
            )
            assert done.returncode == 0, done.stderr
            said.append(json.loads(done.stdout))
    return lake, said, forms


def test_real_forms_end_in_a_release_with_the_right_figures(
    runs: tuple[Path, list[dict[str, Any]], RealForms],
) -> None:
    lake, _, forms = runs
    marts = ReleaseCatalog(lake / "releases").current() / "marts.duckdb"
    rows = run_query(
        marts,
        "select year, region_code, value, status from industry_share"
        " where ksic_code = '62' and measure = 'employees' and value is not null",
    )[1]
    truth = {year: forms.table.truth[year] for year in range(2020, 2024)}
    leaves = [leaf for leaf in truth[2022].tree.leaves if leaf.startswith("62")]
    expected = {
        (year, region): count
        for year, census in truth.items()
        for region, count in census.total(leaves, "employees").items()
        if count
    }
    assert {(year, region): value for year, region, value, _ in rows} == expected
    made = {region for _, region, _, status in rows if status != "observed"}
    assert made == set(UNKNOWN), "what is missing follows from the section, and is marked as such"


def test_a_year_that_the_declaration_does_not_take_is_said(
    runs: tuple[Path, list[dict[str, Any]], RealForms],
) -> None:
    first, second = runs[1]
    assert first["notes"] == [
        "kosis_census: the service has 2024, which the declaration does not include"
        " (request.first_year 2020, last_year 2023)"
    ]
    assert first["new"] is True
    assert second["new"] is False
    assert len(second["notes"]) == 1
    assert "does not list when each year was changed: the response is not complete JSON" in str(
        second["notes"]
    )


def test_a_person_reads_the_notes_in_the_summary_and_the_log(
    runs: tuple[Path, list[dict[str, Any]], RealForms],
) -> None:
    lake, _, forms = runs
    forms.raw_tab = False
    with serving(forms) as server:
        done = run_smartcity(
            lake,
            *("refresh",),
            KOSIS_API_KEY=KEY,
            SMARTCITY_KOSIS_URL=server.url,
        )
    assert done.returncode == 0, done.stderr
    assert "Notes:\n- kosis_census: the service has 2024, which" in done.stdout
    log = (lake / "logs" / "refresh.jsonl").read_text("utf-8").splitlines()
    noted = [line for line in map(json.loads, log) if line["event"] == "stage noted"]
    assert "the service has 2024" in noted[0]["detail"]

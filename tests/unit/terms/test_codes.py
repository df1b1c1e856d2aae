"""Every code that a mart may hold has a Korean and an English name."""

import csv
from collections.abc import Iterator
from typing import get_args

import pytest
import yaml

from orchestration.contracts.snapshot import Origin
from orchestration.settings import PROJECT_ROOT
from orchestration.terms.codes import code_label, has_codes, load_codes

SUITES = sorted((PROJECT_ROOT / "expectations" / "suites").glob("*.yml"))
REPORT = PROJECT_ROOT / "data_lake" / "sample" / "report_317"


def allowed_codes() -> Iterator[tuple[str, str]]:
    """Column and code of every set of values that a suite allows."""
    for suite in SUITES:
        for check in yaml.safe_load(suite.read_text("utf-8"))["expectations"]:
            if check["type"] == "expect_column_values_to_be_in_set":
                for code in check["value_set"]:
                    yield check["column"], str(code)


def test_every_code_that_a_suite_allows_has_names() -> None:
    codes = sorted(set(allowed_codes()))
    assert len(codes) > 60
    unnamed = [code for code in codes if not code_label(*code, "ko") or not code_label(*code, "en")]
    assert unnamed == []


@pytest.mark.parametrize(
    ("file", "column"),
    [
        ("smart_city_projects", "programme"),
        ("smart_city_projects", "country_code"),
        ("policy_targets", "area"),
        ("policy_targets", "unit"),
        ("policy_targets", "place"),
        ("published_figures", "statistic"),
        ("published_figures", "unit"),
        ("published_figures", "qualifier"),
        ("technology_reference", "topic"),
        ("technology_reference", "driver"),
    ],
)
def test_every_code_of_the_report_has_names(file: str, column: str) -> None:
    with (REPORT / f"{file}.csv").open(encoding="utf-8", newline="") as rows:
        codes = {row[column] for row in csv.DictReader(rows)} - {""}
    assert codes
    assert [code for code in codes if not code_label(column, code, "ko")] == []


def test_every_origin_has_names() -> None:
    assert all(code_label("origin", origin, "ko") for origin in get_args(Origin))


def test_korean_names_are_korean_and_complete() -> None:
    written_alike = {"percent", "petabyte", "km", "metre", "percentage_points"}
    for column, codes in load_codes().items():
        for code, names in codes.items():
            assert set(names) == {"ko", "en"}, (column, code)
            assert any("가" <= letter <= "힣" for letter in names["ko"]) or (
                code in written_alike or column == "industry"
            ), (column, code)


def test_a_combination_has_the_names_of_its_layers() -> None:
    assert code_label("combination", "infrastructure+application", "ko") == (
        "스마트기반시설 + 활용기술"
    )
    assert code_label("combination", "one+of_my_own", "ko") is None
    assert code_label("combination", "all", "ko") == "전체"


def test_what_is_no_code_has_no_name() -> None:
    assert code_label("series", "of_my_own", "ko") is None
    assert code_label("industry_name_ko", "all", "ko") is None
    assert has_codes("verdict_table_8")
    assert not has_codes("industry_name_ko")

"""A suite may contain expectations about single rows; all other checks are queries."""

from __future__ import annotations

from pathlib import Path

import pytest

from expectations.row_wise import ROW_WISE
from expectations.suite import load_suites
from orchestration.errors import ConfigurationError

SUITE = """
mart: small
purpose: a mart
expectations:
  - {{ type: {kind}, column: k, meaning: something{more} }}
"""
KEYS = {"small": ["k"]}


def written(folder: Path, kind: str, more: str = "") -> Path:
    (folder / "small.yml").write_text(SUITE.format(kind=kind, more=more), "utf-8")
    return folder


@pytest.mark.parametrize(
    "kind",
    [
        "expect_table_row_count_to_be_between",
        "expect_compound_columns_to_be_unique",
        "expect_column_values_to_be_unique",
        "expect_column_values_to_be_increasing",
        "expect_column_mean_to_be_between",
    ],
)
def test_an_expectation_that_needs_all_rows_is_refused_by_name(tmp_path: Path, kind: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        load_suites(written(tmp_path, kind), KEYS)
    assert kind in str(refused.value)
    assert "small.yml" in str(refused.value)
    assert "violation" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_share_of_the_rows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="with `mostly`"):
        load_suites(written(tmp_path, "expect_column_values_to_be_null", ", mostly: 0.9"), KEYS)


@pytest.mark.parametrize("kind", sorted(ROW_WISE))
def test_an_expectation_about_one_row_is_accepted(tmp_path: Path, kind: str) -> None:
    assert load_suites(written(tmp_path, kind), KEYS)["small"].expectations[0].type == kind


def test_the_key_is_declared_in_dbt_only(tmp_path: Path) -> None:
    folder = written(tmp_path, "expect_column_values_to_be_null")
    assert load_suites(folder, KEYS)["small"].key == ("k",)
    (folder / "small.yml").write_text("mart: small\npurpose: a mart\nkey: [k]\n", "utf-8")
    with pytest.raises(ConfigurationError, match=r"small\.yml"):
        load_suites(folder, KEYS)


def test_a_suite_without_a_mart_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"no mart small .*small\.yml"):
        load_suites(written(tmp_path, "expect_column_values_to_be_null"))

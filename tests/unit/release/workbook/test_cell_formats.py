"""Number formats by name, type and unit, and texts that are no formulas."""

from __future__ import annotations

import pytest

from orchestration.release.workbook.cell_formats import number_format, safe_text, unit_format


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_formulas_are_neutralised(text: str) -> None:
    assert safe_text(text) == "'" + text


def test_other_texts_stay_as_they_are() -> None:
    assert [safe_text(t) for t in ("서울", "1=1", "")] == ["서울", "1=1", ""]


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("share_of_nation", "double", "0.0%"),
        ("location_quotient", "double", "0.000"),
        ("value", "bigint", "#,##0"),
        ("year", "integer", "0"),
        ("change", "decimal(29,6)", "#,##0"),
        ("estimate_low_80", "double", "#,##0"),
        ("share_estimate_low_80", "double", "0.0%"),
        ("coverage_90", "double", "0.0%"),
        ("relative_error_median", "double", "0.0%"),
        ("hhi_low", "double", "0.000"),
        ("month", "date", "yyyy-mm-dd"),
        ("region_code", "varchar", "@"),
        ("retrieved_at", "timestamp with time zone", "yyyy-mm-dd hh:mm"),
    ],
)
def test_number_formats(name: str, kind: str, expected: str) -> None:
    assert number_format({"name": name, "data_type": kind}) == expected


@pytest.mark.parametrize(
    ("unit", "expected"),
    [("percent", '#,##0.0"%"'), ("employees", "#,##0.###"), ("percentage_points", '#,##0.0"%p"')],
)
def test_formats_of_units(unit: str, expected: str) -> None:
    assert unit_format(unit) == expected

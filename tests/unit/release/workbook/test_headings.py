"""Headings of columns in both languages."""

from __future__ import annotations

import pytest

from orchestration.release.workbook.headings import english, heading, korean
from orchestration.warehouse.manifest import mart_models


def test_headings_in_both_languages() -> None:
    column = {"name": "share_of_nation", "config": {"meta": {"ko": "전국 대비 비중(0~1)"}}}
    assert heading(column) == "전국 대비 비중\nShare of nation"
    assert english({"name": "region_name_ko"}) == "Region name (Korean)"


@pytest.mark.parametrize(
    ("name", "meaning", "expected"),
    [
        ("request", "요청 내용(키 제외, JSON)", "요청 내용"),
        ("related_tasks_ko", "관련 정책과제(한국어, 세미콜론 구분)", "관련 정책과제(한국어)"),
        ("status", "observed 공표, suppressed 인원수 비공개", "상태"),
    ],
)
def test_no_korean_heading_is_cut_within_brackets(name: str, meaning: str, expected: str) -> None:
    assert korean({"name": name, "config": {"meta": {"ko": meaning}}}) == expected


def test_every_heading_is_short_and_unique_in_its_mart() -> None:
    """Headings of all marts: not a sentence, and no heading twice."""
    for mart, model in mart_models().items():
        columns = list(model["columns"].values())
        assert len({heading(c) for c in columns}) == len(columns), mart
        for column in columns:
            found = korean(column)
            assert 1 <= len(found) <= 34, (mart, column["name"], found)
            assert found.count("(") == found.count(")"), (mart, column["name"], found)
            assert not found[0].islower(), (mart, column["name"], found)

"""What the texts around a table say."""

from __future__ import annotations

import pytest

from orchestration.sources.taxonomy.linkage.metadata import read_metadata, revisions_in


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "국토교통부고시 제2026-12호 (2026년 7월 1일 시행)",
            {
                "notice": "국토교통부 고시 제2026-12호",
                "agency_ko": "국토교통부",
                "notice_date": "2026-07-01",
                "valid_from": "2026-07-01",
            },
        ),
        ("통계청 고시 제2024 - 2호", {"notice": "통계청 고시 제2024-2호", "agency_ko": "통계청"}),
        ("작성기관: 한국로봇산업진흥원", {"agency_ko": "한국로봇산업진흥원"}),
        ("시행일 2025.01.01.", {"valid_from": "2025-01-01"}),
        ("출처 https://kssc.kostat.go.kr/a.", {"source_url": "https://kssc.kostat.go.kr/a"}),
        ("2026. 13. 45. 시행", {}),
    ],
)
def test_a_text_gives_metadata(text: str, expected: dict[str, str]) -> None:
    assert read_metadata([], [text]) == expected


def test_the_title_is_the_text_that_names_a_classification() -> None:
    above = ["[별표 1]", "(단위: 개)", "□ 로봇산업 특수분류", "국토교통부 고시 제2026-1호"]
    assert read_metadata(above, [])["title_ko"] == "로봇산업 특수분류"


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["한국표준산업분류(제10차) 코드"], {"10"}),
        (["KSIC 11 코드"], {"11"}),
        (["KSIC(9차)", "KSIC(10차)"], {"9", "10"}),
        (["2011년 11월", "KSIC 코드"], set()),
        (["제8차 개정"], set()),
    ],
)
def test_revisions_are_named(texts: list[str], expected: set[str]) -> None:
    assert revisions_in(texts) == expected

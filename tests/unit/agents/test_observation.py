from __future__ import annotations

from typing import Any

import pytest

from orchestration.agents.observation import observe
from orchestration.agents.series import Subject
from orchestration.terms.codes import Language

SUBJECT = Subject(taxonomy_id="t", layer="total")
REGION = {"ko": "서울특별시", "en": "Seoul"}
ROW: dict[str, Any] = {
    "mart": "smart_city_share",
    "series": "register",
    "period": "2024",
    "region_code": "11",
    "measure": "employees",
    "status": "bounded",
    "value": None,
    "value_low": 10,
    "value_high": 30,
    "share": None,
    "share_low": 0.1,
    "share_high": 0.5,
    "estimate": 24.0,
    "estimate_low_80": 22.0,
    "estimate_high_80": 27.0,
    "estimate_low_90": 21.0,
    "estimate_high_90": 28.0,
    "reliability": "A",
    "share_estimate": None,
    "share_estimate_low_80": 0.2,
    "share_estimate_high_80": 0.4,
    "share_estimate_low_90": 0.15,
    "share_estimate_high_90": 0.45,
    "reliability_in_nation": "C",
    "method": "spree",
    "association": "census",
    "association_period": "2023",
    "source_id": "kosis",
}
"""Synthetic."""


def seen(language: Language = "ko", **changes: Any) -> dict[str, Any]:
    return observe({**ROW, **changes}, SUBJECT, REGION, "계", language)


def test_bounds_and_estimate() -> None:
    found = seen()
    assert found["value"] is None
    assert found["bounds"] == {"low": 10, "high": 30}
    assert found["estimate"]["value"] == 24.0
    assert found["estimate"]["interval_80"] == [22.0, 27.0]
    assert found["estimate"]["trace"]["mart"] == "smart_city_estimate"
    assert "value" not in found["share_of_nation"]["estimate"]
    assert found["text"] == (
        "2024년 서울특별시 계 종사자수: 상·하한 10명–30명; 추정값 24명(80 % 구간 22명–27명, 신뢰등급 A);"
        " 전국 대비 비중 상·하한 10.0 %–50.0 %, 추정 80 % 구간 20.0 %–40.0 %(신뢰등급 C, 구간만 제시)"
    )


def test_a_published_value_stands_alone() -> None:
    found = seen("en", status="exact", value=20, share=0.25)
    assert "bounds" not in found
    assert "estimate" not in found
    assert found["share_of_nation"] == {"value": 0.25}
    assert (
        found["text"] == "2024 Seoul 계 employees: 20 persons (exact); share of the nation 25.0 %"
    )


def test_a_suppressed_cell_has_no_number() -> None:
    found = seen(status="suppressed", value_low=None, value_high=None)
    assert not {"bounds", "estimate", "share_of_nation"} & found.keys()
    assert found["text"] == "2024년 서울특별시 계 종사자수: 비공개(통계법에 따른 비밀보호)"


@pytest.mark.parametrize(
    ("subject", "set_id"),
    [
        (Subject(layer="total"), "total"),
        (Subject(layer="common", overlap_rule="table_8"), "common/table_8"),
        (Subject(layer="application"), "layer/application"),
        (Subject(layer="application", counting="exclusive"), "exclusive/two_or_more/application"),
        (Subject(layer="application", industry="drone"), "industry/application/drone"),
    ],
)
def test_sets_of_the_pension(subject: Subject, set_id: str) -> None:
    assert subject.set_id == set_id

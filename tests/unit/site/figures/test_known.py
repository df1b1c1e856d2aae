"""The text of exact values, estimates, intervals and bounds."""

import pytest

from orchestration.site.context import Context
from orchestration.site.figures.known import read_known, write_known, write_point
from orchestration.site.marts import Row
from orchestration.site.numbers import Numbers
from orchestration.site.release_info import ReleaseInfo
from orchestration.site.scope import Scope
from orchestration.site.texts import load_texts


def context(language: str = "ko") -> Context:
    text = load_texts(language)  # type: ignore[arg-type]
    scope = Scope("register", 2024, 2020, 2023, (), None, ())
    return Context(None, text, Numbers(text.language, "-"), scope, ReleaseInfo("r", "c"))  # type: ignore[arg-type]


def row(grade: str | None = "A", **more: object) -> Row:
    return {
        "measure": "employees",
        "status": "bounded",
        "national_value_high": 9_000_000,
        "value_low": 0,
        "value_high": 1_000_000,
        "estimate": 568_313.2,
        "estimate_low_80": 492_980.0,
        "estimate_high_80": 666_400.0,
        "reliability": grade,
        "share_low": 0.0,
        "share_high": 1.0,
        "share_estimate": 0.2460,
        "share_estimate_low_80": 0.2349,
        "share_estimate_high_80": 0.2557,
        "reliability_in_nation": grade,
        **more,
    }


NO_ESTIMATE = {name: None for name in row() if "estimate" in name or "reliability" in name}


@pytest.mark.parametrize("grade", ["A", "B"])
def test_an_estimate_is_about_a_number_with_its_interval(grade: str) -> None:
    assert write_known(context(), row(grade), "share") == "약 24.6%(80%: 23.5–25.6%)"
    assert write_known(context(), row(grade), "value") == "약 56.8만 명(80%: 49.3–66.6만 명)"
    assert write_known(context("en"), row(grade), "share") == "about 24.6% (80%: 23.5–25.6%)"
    assert write_point(context(), row(grade), "share") == "약 24.6%"


def test_grade_c_is_only_an_interval() -> None:
    assert read_known(row("C"), "value").point is None
    assert write_known(context(), row("C"), "share") == "23.5–25.6%(80% 구간)"
    assert write_point(context(), row("C"), "value") == "49.3–66.6만 명(80% 구간)"


def test_an_exact_value_is_a_number_without_about() -> None:
    exact = row(**NO_ESTIMATE, value_low=12, value_high=12, share_low=0.5, share_high=0.5)
    assert write_known(context(), exact, "value") == "12명"
    assert write_known(context(), exact, "share") == "50.0%"


def test_without_an_estimate_there_are_bounds() -> None:
    assert write_known(context(), row(**NO_ESTIMATE), "share") == "0.0–100.0%"
    assert write_known(context(), row(**NO_ESTIMATE), "value") == "0–100만 명"


def test_a_share_of_nothing_is_not_applicable() -> None:
    nothing = row(
        **NO_ESTIMATE,
        status="not_applicable",
        value_low=0,
        value_high=0,
        share_low=None,
        share_high=None,
    )
    assert write_known(context(), nothing, "share") == "해당 없음"
    assert write_known(context(), nothing, "value") == "0명"


def test_small_shares_have_two_decimals() -> None:
    small = row(share_estimate=0.0054, share_estimate_low_80=0.0050, share_estimate_high_80=0.0058)
    assert write_known(context(), small, "share") == "약 0.54%(80%: 0.50–0.58%)"

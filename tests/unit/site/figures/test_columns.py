"""The text of a share that is missing: confidential, unknown, or 0 / 0."""

import pytest

from orchestration.site.context import Context
from orchestration.site.figures.columns import is_share_of_nothing, share_text
from orchestration.site.marts import Row
from orchestration.site.numbers import Numbers
from orchestration.site.release_info import ReleaseInfo
from orchestration.site.scope import Scope
from orchestration.site.texts import load_texts


@pytest.fixture
def context() -> Context:
    text = load_texts("ko")
    scope = Scope("register", 2024, 2020, 2023, (), None, ())
    return Context(None, text, Numbers("ko", text("word.hidden")), scope, ReleaseInfo("r", "c"))  # type: ignore[arg-type]


def missing(status: str, **more: object) -> Row:
    return {"share_low": None, "share_high": None, "status": status, **more}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (missing("not_applicable"), "해당 없음"),
        (missing("exact", national_value_high=0), "해당 없음"),
        (missing("suppressed", national_value_high=None), "비공개"),
        (missing("exact", national_value_high=None), "비공개"),
        (missing("unknown", national_value_high=9), "미상"),
        (missing("bounded", national_value_high=9), "미상"),
    ],
)
def test_a_missing_share_says_why(context: Context, row: Row, expected: str) -> None:
    assert share_text(context, row) == expected


def test_the_whole_of_a_share_of_a_region_is_its_total(context: Context) -> None:
    row = {
        "share_of_region_total_low": None,
        "share_of_region_total_high": None,
        "status": "exact",
        "national_value_high": 12,
        "total_value_high": 0,
    }
    assert is_share_of_nothing(row, "share_of_region_total")
    assert not is_share_of_nothing(row)
    assert share_text(context, row, "share_of_region_total") == "해당 없음"
    bounded = {**row, "status": "bounded", "total_value_high": 7}
    assert share_text(context, bounded, "share_of_region_total") == "미상"

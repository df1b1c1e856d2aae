"""An index with bounds: its text, its chart, and the rows that may be the first."""

import pytest

from orchestration.site.figures.bounded_index import index_panel, possible_firsts, write_index
from tests.unit.site.figures.test_known import context


def row(low: float | None, high: float | None, **more: object) -> dict[str, object]:
    return {"code": "26", "density_low": low, "density_high": high, **more}


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [(0.25, 0.25, "0.25"), (0.251, 0.252, "0.25"), (0.25, 0.31, "0.25–0.31"), (None, None, "")],
)
def test_bounds_are_one_number_where_their_texts_are_equal(
    low: float | None, high: float | None, text: str
) -> None:
    assert write_index(row(low, high), "density", lambda value: f"{value:.2f}") == text


def test_only_equal_bounds_are_a_point_and_the_scale_fits_unless_its_end_is_given() -> None:
    rows = [row(0.25, 0.25), row(0.2, 0.33)]
    panel = index_panel(
        context(), rows, "density", name=lambda row: row["code"], write=lambda value: f"{value:.1f}"
    )
    assert [one["exact"] for one in panel.rows] == [0.25, None]
    assert [one["label"] for one in panel.rows] == ["26\n0.2", "26\n0.2–0.3"]
    assert [mark.key for mark in panel.legend] == ["slot-1", "span"]
    assert panel.ceiling == pytest.approx(0.35)
    fixed = index_panel(context(), rows, "density", name=str, write=str, ceiling=1.0)
    assert fixed.ceiling == 1.0


@pytest.mark.parametrize(
    ("may_be_first", "candidates", "found"),
    [
        ([True, False, False, False], 1, 1),
        ([True, True, True, False], 3, 3),
        ([True, True, True, True], 4, 0),  # too many to be named
        ([True, True, False, False], 3, 0),  # one of them is not shown
    ],
)
def test_possible_firsts_are_named_where_all_are_shown_and_few(
    may_be_first: list[bool], candidates: int, found: int
) -> None:
    rows = [row(0.1, 0.2, may_be_first=may, candidates=candidates) for may in may_be_first]
    assert possible_firsts(rows) == rows[:found]

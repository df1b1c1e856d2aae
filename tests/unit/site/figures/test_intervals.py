"""The ends of scales."""

import pytest

from orchestration.site.figures.intervals import next_tick


@pytest.mark.parametrize(
    ("largest", "end"),
    [(0.605, 0.7), (0.6, 0.6), (0.529, 0.6), (0.071, 0.08), (0.26, 0.3), (0.91, 1.0), (0.0, 1.0)],
)
def test_a_scale_ends_at_the_first_tick_that_is_not_below_the_largest_value(
    largest: float, end: float
) -> None:
    assert next_tick(largest) == pytest.approx(end)

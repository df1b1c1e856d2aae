"""The shape of a curve."""

import pytest

from orchestration.site.course import describe_course


@pytest.mark.parametrize(
    ("values", "shape"),
    [
        ([100.0, 110.0, 120.0], "up"),
        ([120.0, 110.0, 100.0], "down"),
        ([100.0, 120.0, 110.0], "peak"),
        ([100.0, 90.0, 110.0], "trough"),
        ([100.0, 90.0, 110.0, 100.0], "several"),
        ([100.0, 100.2, 99.9], "flat"),
        ([100.0, 110.0, 109.9, 120.0], "up"),
        ([100.0, 99.7, 99.4, 99.1], "down"),
        ([100.0], "flat"),
        ([0.0, 5.0, 1.0], "peak"),
    ],
)
def test_shapes(values: list[float], shape: str) -> None:
    assert describe_course(values).shape == shape


@pytest.mark.parametrize(
    ("values", "turns"),
    [
        ([100.0, 110.0, 120.0], ()),
        ([100.0, 120.0, 110.0], (1,)),
        ([100.0, 120.0, 120.0, 100.0], (1,)),
        ([100.0, 110.0, 110.3, 100.0], (2,)),
        ([100.0, 110.0, 109.9, 120.0, 90.0, 95.0], (3, 4)),
        ([0.0, 0.0], ()),
    ],
)
def test_turns_are_the_extremes_between_rise_and_fall(
    values: list[float], turns: tuple[int, ...]
) -> None:
    assert describe_course(values).turns == turns


def test_ends_of_the_range() -> None:
    course = describe_course([3.0, 9.0, 1.0, 4.0])
    assert (course.highest, course.lowest) == (1, 2)

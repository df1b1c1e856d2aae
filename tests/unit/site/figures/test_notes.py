"""A curve is described by its turning points, not only by its ends."""

from types import SimpleNamespace

import pytest

from orchestration.site.figures.notes import describe_path
from orchestration.site.numbers import Numbers
from orchestration.site.texts import load_texts


@pytest.mark.parametrize(
    ("values", "path"),
    [
        ([100, 200, 300], "2020년 100 → 2022년 300"),
        ([100, 300, 200], "2020년 100 → 2021년 300 → 2022년 200"),
        ([100], "2020년 100"),
        ([300, 100, 200, 150], "2020년 300 → 2021년 100 → 2022년 200 → 2023년 150"),
    ],
)
def test_every_turn_is_named(values: list[int], path: str) -> None:
    numbers = Numbers("ko", "비공개")
    context = SimpleNamespace(text=load_texts("ko"), numbers=numbers)
    rows = [{"year": 2020 + at, "employees": value} for at, value in enumerate(values)]
    assert describe_path(context, rows, "employees", numbers.short) == path  # type: ignore[arg-type]

"""A curve is described by its turning points, not only by its ends."""

from types import SimpleNamespace

import pytest

from orchestration.site.figures.industry_years import _path
from orchestration.site.numbers import Numbers
from orchestration.site.texts import load_texts


@pytest.mark.parametrize(
    ("values", "path"),
    [
        ([100, 200, 300], "2020년 100명 → 2022년 300명"),
        ([100, 300, 200], "2020년 100명 → 2021년 300명 → 2022년 200명"),
        ([100], "2020년 100명"),
        ([300, 100, 200, 150], "2020년 300명 → 2021년 100명 → 2022년 200명 → 2023년 150명"),
    ],
)
def test_every_turn_is_named(values: list[int], path: str) -> None:
    context = SimpleNamespace(text=load_texts("ko"), numbers=Numbers("ko", "비공개"))
    rows = [{"year": 2020 + at, "employees": value} for at, value in enumerate(values)]
    assert _path(context, rows) == path  # type: ignore[arg-type]

"""A curve is described by its turning points, not only by its ends."""

from types import SimpleNamespace

import pytest

from orchestration.site.figures.notes import describe_path, threshold_growth_note
from orchestration.site.numbers import Numbers
from orchestration.site.texts import load_texts


@pytest.mark.parametrize(
    ("values", "path"),
    [
        ([100, 200, 300], "2020년 100 → 2022년 300"),
        ([100, 300, 200], "2020년 100 → 2021년 300 → 2022년 200"),
        ([100], "2020년 100"),
        ([100, 300, 300, 200], "2020년 100 → 2021년 300 → 2023년 200"),
        ([1000, 2000, 1999, 3000], "2020년 1,000 → 2023년 3,000"),
        ([300, 100, 200, 150], "2020년 300 → 2021년 100 → 2022년 200 → 2023년 150"),
    ],
)
def test_every_turn_is_named(values: list[int], path: str) -> None:
    numbers = Numbers("ko", "비공개")
    context = SimpleNamespace(text=load_texts("ko"), numbers=numbers)
    rows = [{"year": 2020 + at, "employees": value} for at, value in enumerate(values)]
    assert describe_path(context, rows, "employees", numbers.short) == path  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("lows", "highs", "path"),
    [
        ([0.1, 0.3, 0.2], [0.1, 0.3, 0.2], "2020년 10.0% → 2021년 30.0% → 2022년 20.0%"),
        ([0.1, 0.2, 0.3], [0.1, 0.2, 0.3], "2020년 10.0% → 2022년 30.0%"),
        ([0.1, 0.2, 0.3], [0.1, 0.5, 0.3], "2020년 10.0% → 2021년 20.0–50.0% → 2022년 30.0%"),
    ],
)
def test_the_shares_by_threshold_are_no_pair_of_ends(
    lows: list[float], highs: list[float], path: str
) -> None:
    rows = [
        {
            "threshold_percent": 35,
            "measure": "employees",
            "year": 2020 + at,
            "share_low": low,
            "share_high": high,
        }
        for at, (low, high) in enumerate(zip(lows, highs, strict=True))
    ]
    context = SimpleNamespace(
        text=load_texts("ko"),
        numbers=Numbers("ko", "비공개"),
        scope=SimpleNamespace(point_taxonomy="whole", first_year=2020, year=2022),
        marts=SimpleNamespace(has_rows=lambda mart: True),
        query=lambda name, **values: SimpleNamespace(rows=rows),
    )
    note = threshold_growth_note(context, "11")  # type: ignore[arg-type]
    assert note == f"포함 기준별 전체 비중: 35%: {path}."

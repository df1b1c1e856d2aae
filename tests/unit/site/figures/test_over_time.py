"""The sentence about a curve of shares says where it turned."""

from types import SimpleNamespace

import pytest

from orchestration.site.figures.over_time import describe_shares
from orchestration.site.numbers import Language, Numbers
from orchestration.site.texts import load_texts


def describe(language: Language, values: list[float]) -> str:
    context = SimpleNamespace(
        text=load_texts(language),
        numbers=Numbers(language, "-"),
        region=lambda code: {"ko": "서울", "en": "Seoul"}[language],
    )
    rows = [{"year": 2020 + at, "share": value} for at, value in enumerate(values)]
    return describe_shares(context, rows, "11")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("values", "korean", "english"),
    [
        (
            [0.20, 0.21, 0.23],
            "서울의 종사자 비중은 2020년 20.0%에서 2022년 23.0%로 상승했다(3.0%p)",
            "Seoul's share of employees rose from 20.0% in 2020 to 23.0% in 2022 (3.0 pp)",
        ),
        (
            [0.23, 0.21, 0.20],
            "서울의 종사자 비중은 2020년 23.0%에서 2022년 20.0%로 하락했다(3.0%p)",
            "Seoul's share of employees fell from 23.0% in 2020 to 20.0% in 2022 (3.0 pp)",
        ),
        (
            [0.26, 0.262, 0.271, 0.26],
            "서울의 종사자 비중은 2020년 26.0%에서 2022년 27.1%까지 상승했다가 2023년 26.0%로 하락했다",
            "Seoul's share of employees rose from 26.0% in 2020 to 27.1% in 2022, "
            "then fell to 26.0% in 2023",
        ),
        (
            [0.20, 0.10, 0.15],
            "서울의 종사자 비중은 2020년 20.0%에서 2021년 10.0%까지 하락했다가 2022년 15.0%로 상승했다",
            "Seoul's share of employees fell from 20.0% in 2020 to 10.0% in 2021, "
            "then rose to 15.0% in 2022",
        ),
        (
            [0.20, 0.10, 0.15, 0.12],
            "서울의 종사자 비중은 상승과 하락을 반복했다: "
            "2020년 20.0% → 2021년 10.0% → 2022년 15.0% → 2023년 12.0%",
            "Seoul's share of employees rose and fell several times: "
            "20.0% in 2020 → 10.0% in 2021 → 15.0% in 2022 → 12.0% in 2023",
        ),
        (
            [0.0202, 0.0204, 0.0201],
            "서울의 종사자 비중은 2020년 2.0%, 2022년 2.0%로 큰 변화가 없다",
            "Seoul's share of employees hardly changed: 2.0% in 2020, 2.0% in 2022",
        ),
    ],
)
def test_a_curve_is_described_in_its_parts(values: list[float], korean: str, english: str) -> None:
    assert describe("ko", values) == korean
    assert describe("en", values) == english

"""Sensor files as they are: 58 Korean headers, daily files, a 12-hour clock."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.integration.files.conftest import FileLake
from tests.support.file_gallery import delimited

IDENTITY = ["모델번호", "시리얼", "측정시간", "지역", "자치구", "행정동"]
METRICS = [
    *("온도 {}(℃)", "습도 {}(%)", "풍속 {}(m/s)", "풍향 {}(°)", "조도 {}(lux)", "자외선 {}(UV)"),
    *("소음 {}(dB)", "진동_x {}(g)", "진동_y {}(g)", "진동_z {}(g)", "흑구온도 {}(℃)"),
    *("이산화질소 {}(ppm)", "일산화탄소 {}(ppm)", "이산화황 {}(ppm)", "암모니아 {}(ppm)"),
    *("황화수소 {}(ppm)", "오존 {}(ppm)"),
]
KOREAN_HEADER = [
    *IDENTITY,
    *(metric.format(statistic) for metric in METRICS for statistic in ("최대", "평균", "최소")),
    "등록일시",
]


def hour(measured: str, received: str, values: Sequence[str] = ("1",) * 51) -> list[str]:
    """A synthetic row in the order of KOREAN_HEADER."""
    return ["SDOT001", "S1", measured, "parks", "Jongno-gu", "Sajik-dong", *values, received]


def test_all_korean_headers_of_a_daily_file(lake: FileLake) -> None:
    rows = [hour("2025-07-23_00:00:00", "2025-07-23 00:10:00")]
    lake.drop(delimited(KOREAN_HEADER, rows, "cp949"), "서울시_S-DoT_PUBDATA_20250723.csv")
    (receipt,) = lake.receive()
    assert (receipt.status, receipt.partitions) == ("loaded", ("2025-07",)), receipt
    lake.stage()
    assert lake.rows("select count(distinct metric), count(value_avg) from readings") == [(17, 17)]


def test_all_unknown_headers_are_in_one_message(lake: FileLake) -> None:
    header = [*KOREAN_HEADER[:-1], "라돈 최대(Bq)", "라돈 평균(Bq)", "등록일시"]
    row = hour("2025-07-23_00:00:00", "1")
    lake.drop(delimited(header, [[*row, "1", "1"]], "cp949"), "S-DoT_NATURE_2025.07.23.csv")
    (receipt,) = lake.receive()
    assert "'라돈 최대(Bq)' is not known; column '라돈 평균(Bq)' is not known" in receipt.detail


TWELVE = [f"{h:02}" for h in (12, *range(1, 12))]


@pytest.mark.parametrize(
    ("measured", "received", "is_refused"),
    [
        pytest.param(TWELVE, [f"{h:02}" for h in range(12, 24)], True, id="received at night"),
        pytest.param([*TWELVE, *TWELVE], [""] * 24, True, id="each hour twice"),
        pytest.param(
            [f"{h:02}" for h in range(13)],
            [f"{h:02}" for h in range(1, 14)],
            False,
            id="a morning with the hour 0",
        ),
        pytest.param(["10", "11", "12"], ["10", "11", "13"], False, id="three hours of a morning"),
    ],
)
def test_one_day_on_a_12_hour_clock(
    lake: FileLake, measured: list[str], received: list[str], is_refused: bool
) -> None:
    rows = [
        hour(f"2025-07-23_{m}:00:00", f"2025-07-23 {r}:10:00" if r else "")
        for m, r in zip(measured, received, strict=True)
    ]
    lake.drop(delimited(KOREAN_HEADER, rows, "cp949"), "S-DoT_NATURE_2025.07.23.csv")
    (receipt,) = lake.receive()
    assert (receipt.status == "refused") is is_refused, receipt
    assert ("12-hour clock" in receipt.detail) is is_refused

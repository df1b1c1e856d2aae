"""Pension files as they are: headers that explain themselves, old province codes, broken bytes."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from tests.integration.files.conftest import FileLake
from tests.support.file_gallery import NPS_HEADER, delimited, workplace_row

EXPLAINED = [
    *("자료생성년월(자격마감일(다음달 15일)까지 신고분 반영)", "사업장명 WKPL_NM\tVARCHAR(100)"),
    *("사업자등록번호 BZOWR_RGST_NO VARCHAR(10)", "사업장가입상태코드 1:등록 2:탈퇴", "우편번호"),
    *("사업장지번상세주소", "사업장도로명상세주소", "고객법정동주소코드", "고객행정동주소코드"),
    *("법정동주소광역시도코드 LDONG_ADDR_MGPL_DG_CD VARCHAR(2)", "법정동주소광역시시군구코드"),
    *("법정동주소광역시시군구읍면동코드", "사업장형태구분코드 1:법인 2:개인", "사업장업종코드"),
    *("사업장업종코드명 VLDT_VL_KRN_NM VARCHAR(100)", "적용일자", "재등록일자", "탈퇴일자"),
    *("가입자수(고지인원 수 포함)", "당월고지금액 CRRMM_NTC_AMT NUMBER"),
    *("신규취득자수(납부재개 포함)", "상실가입자수(납부예외 포함)"),
]


def test_headers_with_explanations_and_a_month_without_hyphen(lake: FileLake) -> None:
    rows = [workplace_row("202204"), workplace_row("202204", province="41")]
    lake.drop(delimited(EXPLAINED, rows, "cp949"), "nps_workplaces_explained.csv")
    lake.receive()
    assert lake.stage()["nps_workplaces"] == {"2022-04": 2}
    assert lake.rows("select month, region_code, insured from nps_workplaces order by 2") == [
        (date(2022, 4, 1), "11", 10),
        (date(2022, 4, 1), "31", 10),
    ]


@pytest.mark.parametrize(
    ("month", "codes"),
    [
        ("2015-12", {"42": "32", "51": "32", "45": "35", "52": "35", "29": "24", "46": "36"}),
        ("2023-07", {"42": "32", "51": "32", "45": "35", "52": "35"}),
        ("2024-02", {"42": "32", "51": "32", "45": "35", "52": "35"}),
        ("2026-08", {"12": "12", "29": "12", "46": "12", "42": "32"}),
    ],
)
def test_old_and_new_province_codes_are_one_province(
    lake: FileLake, month: str, codes: dict[str, str]
) -> None:
    rows = [workplace_row(month, province=code) for code in codes]
    lake.drop(delimited(NPS_HEADER, rows, "cp949"), "nps_workplaces.csv")
    lake.receive()
    lake.stage()
    expected = Counter(codes.values())
    assert dict(lake.rows("select region_code, workplaces from nps_workplaces")) == expected
    assert lake.rows("select * from left_out") == []


def test_the_new_province_has_no_rows_before_it_exists(lake: FileLake) -> None:
    rows = [workplace_row("2026-06"), *[workplace_row("2026-06", insured="1")] * 8]
    rows.append(workplace_row("2026-06", province="12"))
    lake.drop(delimited(NPS_HEADER, rows, "cp949"), "nps_workplaces.csv")
    lake.receive()
    lake.stage()
    assert dict(lake.rows("select region_code, workplaces from nps_workplaces")) == {
        "11": 9,
        "UNPLACED": 1,
    }


def test_a_broken_byte_in_an_unused_column_costs_no_row(lake: FileLake) -> None:
    content = delimited(NPS_HEADER, [workplace_row(), workplace_row(province="26")], "cp949")
    address = "합성로 1".encode("cp949")
    broken = content.replace(address, address[:-3] + b"\xff\xff", 1)
    lake.drop(broken, "nps_workplaces.csv")
    (receipt,) = lake.receive()
    assert receipt.status == "loaded", receipt
    lake.stage()
    assert lake.rows("select region_code, insured from nps_workplaces order by 1") == [
        ("11", 10),
        ("21", 10),
    ]
    assert lake.rows("select code_system, code, raw_row from left_out") == [
        ("encoding", "broken byte", 2)
    ]

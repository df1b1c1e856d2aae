"""Makes tests/gallery/{mdis,workbook,sdot,nps}: small files, ours, synthetic to the last byte.

    python -m tests.support.file_gallery

`REFUSED` says of each broken file which words its refusal holds. Run it again after a change; the files are
in git, so that what a reader is tested on can be looked at.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

GALLERY = Path(__file__).resolve().parent.parent / "gallery"

MDIS_GOOD = "사업체조사_2019_good.csv"
WORKBOOK_GOOD = "산업세세분류별_31010_2023.xlsx"
WORKBOOK_REAL = "1 산업세세분류별 총괄.xlsx"
SDOT_NEW = "S_DOT_ENV_2026.07.27-08.02.csv"
SDOT_OLD = "S-DoT_NATURE_2024.04.29-05.05.csv"
NPS_OLD = "국민연금_가입_사업장_내역_2022-04.csv"
NPS_NEW = "국민연금_가입_사업장_내역_2024-05.csv"

REFUSED: dict[str, dict[str, str]] = {
    "mdis": {
        "사업체조사_2019_truncated.csv": "fields instead of 31",
        "사업체조사_2019_columns_shifted.csv": "is not a count in",
        "사업체조사_2019_other_year_inside.csv": "rows are not of 2019",
        "사업체조사_2019_unknown_industries.csv": "rows cannot be classified",
        "사업체조사_2019_not_a_count.csv": "합계종사자수 is not a count in 1 rows",
        "사업체조사_2018.csv": "no declared layout matches",
        "사업체조사_2019_html.csv": "no declared layout matches",
    },
    "workbook": {
        "산업세세분류별_31010_2022.xlsx": "add up to",
        "산업세세분류별_31020_2023.xlsx": "sheets have the header",
        "산업세세분류별_31030_2023.xlsx": "contradicts the columns",
        "산업세세분류별_31040_2023.xlsx": "is not a count",
        "산업세세분류별_31050_2023.xlsx": "a damaged or unknown archive",
        "산업세세분류별_31060_2023.xlsx": "duplicate row",
        "산업세세분류별_99010_2023.xlsx": "region code '99010' is not known",
        "산업세세분류별_31010_2031.xlsx": "the KSIC revision of 2031 is not declared",
        "산업세세분류별_32030_2022.xlsx": "the name says 2022, the banner of the workbook 2023",
        "산업세세분류별_32020_2023.xlsx": "the name says region 32020 (강원특별자치도 원주시)",
        "산업세세분류별_32999_2023.xlsx": "region code '32999' is not known",
        "산업세세분류별_2022년.xlsx": "the name says 2022, the banner of the workbook 2023",
        "산업세세분류별 총괄.xlsx": "neither the name nor the banner has the region",
        "산업세세분류별_31060_2022.xlsx": "the banner names 경기도 없는시, a district that is not known",
        "산업세세분류별_31070_2023.xlsx": "'99999999999999999999' is not a count",
        "산업세세분류별_31080_2023.xlsx": "'4²' is not a count",
    },
    "sdot": {
        "S_DOT_ENV_unknown_header.csv": "column 'AVG_RADON' is not known",
        "S_DOT_ENV_repeated_header_differs.csv": "the same header and different values",
        "S_DOT_ENV_unnamed_with_values.csv": "has values but no header",
        "S_DOT_ENV_not_a_number.csv": "temperature.avg is not a number in 1 rows",
        "S_DOT_ENV_other_times.csv": "no time of measurement can be read",
        "S_DOT_ENV_half_of_the_times.csv": "have no readable time, sensor or DATA_NO",
        "S_DOT_ENV_twelve_hour_clock.csv": "on a 12-hour clock",
        "S_DOT_ENV_truncated.csv": "fields instead of",
        "S_DOT_ENV_no_sensor.csv": "no column for sensor_id",
        "S_DOT_ENV_empty.csv": "the file is empty",
        "S_DOT_ENV_html.csv": "an HTML or XML page",
        "S_DOT_ENV_bytes.csv": "neither UTF-8 nor CP949",
    },
    "nps": {
        "국민연금_사업장_new_column.csv": "column '신규항목' is not known",
        "국민연금_사업장_missing_column.csv": "column 가입자수 is missing",
        "국민연금_사업장_two_months.csv": "is not one month",
        "국민연금_사업장_not_a_count.csv": "가입자수 is not a count in 1 rows",
        "국민연금_사업장_other_regions.csv": "cannot be classified; the first is region_admin",
        "국민연금_사업장_truncated.csv": "fields instead of 22",
        "국민연금_사업장_header_alone.csv": "the file has no rows",
        "국민연금_사업장_open_quote.csv": "an opening quote without a closing one",
    },
}


# --- microdata ---------------------------------------------------------------------------------


def microdata_row(
    province: str = "11",
    district: str = "010",
    section: str = "J",
    leaf: str = "58221",
    employees: str = "3",
    year: str = "2019",
) -> list[str]:
    """One synthetic establishment: 31 fields."""
    numbers = ["1"] * 18
    numbers[1] = employees
    return [
        *(year, province, district, "1", "2001", "**", "1", "1", section, leaf[:2], leaf[2:3]),
        *numbers,
        *(leaf[3:4], leaf[4:5]),
    ]


def microdata(rows: Iterable[Sequence[str]]) -> bytes:
    return "".join(",".join(row) + "\n" for row in rows).encode("cp949")


def _mdis() -> dict[str, bytes]:
    good = [microdata_row(employees=str(n)) for n in (1, 2, 3, 4)]
    good += [microdata_row(district="020", employees="5")] * 2
    good += [microdata_row("21", "030", "F", "42311", "7")] * 3
    good += [microdata_row("21", "030", "J", "58222", "...")]
    good += [microdata_row("39", "010", "G", "47111", "1")] * 250
    lost = microdata_row("11", "010", "J", "99999", "2")
    text = microdata(good).decode()
    return {
        MDIS_GOOD: microdata([*good, lost]),
        "사업체조사_2019_truncated.csv": text[: text.rindex(",")].encode("cp949"),
        "사업체조사_2019_columns_shifted.csv": microdata(
            [*row[:12], "A01", *row[12:30]] for row in good
        ),
        "사업체조사_2019_other_year_inside.csv": microdata([*good, microdata_row(year="2018")]),
        "사업체조사_2019_unknown_industries.csv": microdata([*good, *[lost] * 9]),
        "사업체조사_2019_not_a_count.csv": microdata([*good, microdata_row(employees="many")]),
        "사업체조사_2018.csv": microdata([microdata_row(year="2018")]),
        "사업체조사_2019_html.csv": b"<!DOCTYPE html><html><body>login</body></html>",
    }


# --- workbook ----------------------------------------------------------------------------------

WorkbookRow = tuple[str, str, int | str, int | str]
"""Code, name, establishments, employees."""

SOFTWARE: list[WorkbookRow] = [
    ("TT", "전체산업", 7, 41),
    ("J", "정보통신업(58~63)", 7, 41),
    ("58", "출판업", 7, 41),
    ("582", "소프트웨어 개발 및 공급업", 7, 41),
    ("5821", "게임 소프트웨어 개발 및 공급업", 2, "*"),
    ("58211", "유선 온라인 게임 소프트웨어 개발 및 공급업", 2, "*"),
    ("58212", "모바일 게임 소프트웨어 개발 및 공급업", 0, 0),
    ("5822", "시스템ㆍ응용 소프트웨어 개발 및 공급업", 5, 30),
    ("58221", "시스템 소프트웨어 개발 및 공급업", 1, "*"),
    ("58222", "응용 소프트웨어 개발 및 공급업", 4, 20),
]


def workbook(
    rows: Sequence[WorkbookRow],
    *,
    banner: str = "[합성 자료] 산업세세분류별 총괄 (2023년 기준)",
    header: bool = True,
    bad_code: bool = True,
) -> bytes:
    """A workbook in a plain form: a banner, two header rows, a row a class."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "산업세세분류별 총괄"
    sheet.append([banner])
    sheet.append([None])
    if header:
        people = ["종사자수", None, None]
        sheet.append(
            ["대", "중", "소", "세", "세세", "산업분류", "사업체수", *people, "조직형태별"]
        )
        sheet.append([None] * 7 + ["계", "남", "여", "개인"])
    for code, name, establishments, employees in rows:
        label = f"{code} {name}" if code == "TT" else f"{'  ' * len(code)}{code}.{name}"
        sheet.append([*_levels(code), label, establishments, employees, None, None, establishments])
    if bad_code:
        sheet.append(["zErr", "**", "**", "**", "**", "zErr 오류코드", 0, 0, 0, 0, 0])
    sheet.append([None])
    sheet.append(["자료: 합성 (시험용)"])
    stream = io.BytesIO()
    book.properties.created = book.properties.modified = datetime(2026, 1, 1)
    book.save(stream)
    return _same_bytes(stream.getvalue())


GANGNEUNG: list[WorkbookRow] = [
    ("TT", "전체산업", 7, 41),
    ("J", "정보통신업(58~63)", 7, 41),
    ("58", "출판업", 7, 41),
    ("582", "소프트웨어 개발 및 공급업", 7, 41),
    ("5822", "시스템ㆍ응용 소프트웨어 개발 및 공급업", 7, 41),
    ("58221", "시스템 소프트웨어 개발 및 공급업", 2, "*"),
    ("58222", "응용 소프트웨어 개발 및 공급업", 5, 30),
]


def real_workbook(
    rows: Sequence[WorkbookRow], banner: str = "(2023 기준년도, 강원특별자치도 강릉시)"
) -> bytes:
    """A workbook in the form that cities publish; the figures are made up.

    Four header rows, Korean and English in one cell, the levels two rows below 사업체수.
    """
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "데이터"
    sheet.append(["1. 산업세세분류별 총괄"])
    sheet.append([banner])
    types = "조직형태별 Types of Legal Organizations"
    first = {1: "산업분류\nIndustrial classification", 7: "사업체수\nEstablishments"}
    first |= {8: "종사자수 Workers", 11: types}
    sheet.append([first.get(column) for column in range(1, 12)])
    sheet.append([None] * 7 + ["계\nSum", "남\nMale", "여\nFemale", "개인\nIndividual"])
    sheet.append(["대", "중", "소", "세", "세세", "산업분류"])
    sheet.append([None] * 10 + ["사업체수\nEstab."])
    for code, name, establishments, employees in rows:
        label = f"{code} {name}" if code == "TT" else f"{'  ' * (len(code) - 1)}{code}.{name}"
        own = [code[0] if code.isalpha() else "J", *(code[:n] for n in range(2, len(code) + 1))]
        levels = ["**"] * 5 if code == "TT" else (own + ["**"] * 5)[:5]
        sheet.append([*levels, label, establishments, employees, None, None, establishments])
    sheet.append(["zErr"] * 6 + [0, 0, None, None, 0])
    stream = io.BytesIO()
    book.properties.created = book.properties.modified = datetime(2026, 1, 1)
    book.save(stream)
    return _same_bytes(stream.getvalue())


def _levels(code: str) -> list[str]:
    if code == "TT":
        return ["**"] * 5
    if code.isalpha():
        return [code, "**", "**", "**", "**"]
    own = ["J", code[:2], *code[2:]]
    return (own + ["**"] * 5)[:5]


def _same_bytes(archive: bytes) -> bytes:
    """The archive with fixed dates, so that making the gallery again changes nothing."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(stream, "w") as new:
        for info in old.infolist():
            fixed = zipfile.ZipInfo(info.filename, (2026, 1, 1, 0, 0, 0))
            fixed.compress_type = zipfile.ZIP_DEFLATED
            content = old.read(info)
            if info.filename == "docProps/core.xml":
                content = content.split(b"<dcterms:modified")[0] + b"</cp:coreProperties>"
            new.writestr(fixed, content)
    return stream.getvalue()


def _workbook() -> dict[str, bytes]:
    wrong_sum = [("TT", "전체산업", 9, 41), *SOFTWARE[1:]]
    return {
        WORKBOOK_GOOD: workbook(SOFTWARE),
        WORKBOOK_REAL: real_workbook(GANGNEUNG),
        "산업세세분류별_31010_2022.xlsx": workbook(wrong_sum, banner="[합성 자료] (2022년 기준)"),
        "산업세세분류별_31020_2023.xlsx": workbook(SOFTWARE, header=False),
        "산업세세분류별_31030_2023.xlsx": _contradicting(),
        "산업세세분류별_31040_2023.xlsx": workbook([*SOFTWARE[:-1], ("58222", "응용", "약 4", 20)]),
        "산업세세분류별_31050_2023.xlsx": workbook(SOFTWARE)[:-200],
        "산업세세분류별_31060_2023.xlsx": workbook([*SOFTWARE, SOFTWARE[-1]]),
        "산업세세분류별_99010_2023.xlsx": workbook(SOFTWARE),
        "산업세세분류별_31010_2031.xlsx": workbook(SOFTWARE, banner="[합성 자료] (2031년 기준)"),
        "산업세세분류별_32030_2022.xlsx": real_workbook(GANGNEUNG),
        "산업세세분류별_32020_2023.xlsx": real_workbook(GANGNEUNG),
        "산업세세분류별_32999_2023.xlsx": real_workbook(GANGNEUNG, "(2023 기준년도)"),
        "산업세세분류별_2022년.xlsx": real_workbook(GANGNEUNG),
        "산업세세분류별 총괄.xlsx": workbook(SOFTWARE),
        "산업세세분류별_31060_2022.xlsx": workbook(SOFTWARE, banner="(2022년 기준, 경기도 없는시)"),
        "산업세세분류별_31070_2023.xlsx": workbook(
            [*SOFTWARE[:-1], ("58222", "응용", "9" * 20, 20)]
        ),
        "산업세세분류별_31080_2023.xlsx": workbook([*SOFTWARE[:-1], ("58222", "응용", "4²", 20)]),
    }


def _contradicting() -> bytes:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(workbook(SOFTWARE)))
    sheet = book.active
    sheet.cell(row=sheet.max_row - 3, column=5).value = "9"
    stream = io.BytesIO()
    book.properties.created = book.properties.modified = datetime(2026, 1, 1)
    book.save(stream)
    return _same_bytes(stream.getvalue())


# --- sensors -----------------------------------------------------------------------------------

SDOT_HEADER = [
    *("MDL_NO", "SN", "MSRMT_HR", "RGN", "CGG", "DONG", "DATA_NO"),
    *("MAX_TP", "AVG_TP", "MIN_TP", "AVG_NIS", "AVG_NIS", "REG_DT"),
]
SDOT_OLD_HEADER = [
    *("모델번호", "시리얼", "측정시간", "지역", "자치구", "행정동"),
    *("온도 최대(℃)", "온도 평균(℃)", "온도 최소(℃)", "소음 평균(dB)", "등록일시"),
]


def sensor_row(
    time: str, received: str, sensor: str = "V02Q1940001", data_no: str = "1", noise: str = "51.5"
) -> list[str]:
    """A synthetic reading in the order of SDOT_HEADER."""
    place = ["traditional_markets", "Jongno-gu", "Sajik-dong"]
    return [
        "SDOT001",
        sensor,
        time,
        *place,
        data_no,
        "21.5",
        "20.0",
        "19.1",
        noise,
        noise,
        received,
    ]


def delimited(header: Sequence[str], rows: Iterable[Sequence[str]], encoding: str) -> bytes:
    lines = [",".join(header), *(",".join(row) for row in rows)]
    return ("\n".join(lines) + "\n").encode(encoding)


def _sdot() -> dict[str, bytes]:
    rows = [
        sensor_row("2026-07-31_22:00:00", "2026-07-31 22:10:00"),
        sensor_row("2026-07-31_23:00:00", "2026-07-31 23:45:00"),
        sensor_row("2026-07-31_23:00:00", "2026-08-02 09:00:00", data_no="2", noise="40.0"),
        sensor_row("2026-08-01_00:00:00", "2026-08-01 00:05:00", noise="*****"),
        sensor_row("2026-08-01_02-00-00", "2026-08-01 02:05:00"),
        sensor_row("2026-08-01_02-00-00", "2026-08-01 02:05:00", sensor="V02Q1940002", noise=""),
    ]
    old = [row[:6] + row[7:11] + row[12:] for row in rows if row[6] == "1"]
    old = [
        [f.replace("2026-07-31", "2024-04-30").replace("2026-08-01", "2024-05-01") for f in row]
        for row in old
    ]
    new = delimited(SDOT_HEADER, rows, "cp949")
    day = [sensor_row(f"2026-07-{d:02}_{h:02}:00:00", "") for d in (1, 2) for h in range(1, 13)]
    other = [[*row[:2], row[2].replace("_", "T"), *row[3:]] for row in rows]
    bad_value = [*rows, [*rows[0][:8], "warm", *rows[0][9:]]]
    differs = [[*row[:11], "1", row[12]] for row in rows]
    trailing = [[*row, "", ""] for row in old]
    return {
        SDOT_NEW: new,
        SDOT_OLD: delimited([*SDOT_OLD_HEADER, ""], trailing, "utf-8-sig"),
        "S_DOT_ENV_unknown_header.csv": delimited(
            [*SDOT_HEADER, "AVG_RADON"], [[*r, "1"] for r in rows], "cp949"
        ),
        "S_DOT_ENV_repeated_header_differs.csv": delimited(SDOT_HEADER, differs, "cp949"),
        "S_DOT_ENV_unnamed_with_values.csv": delimited(
            [*SDOT_HEADER, ""], [[*r, "9"] for r in rows], "cp949"
        ),
        "S_DOT_ENV_not_a_number.csv": delimited(SDOT_HEADER, bad_value, "cp949"),
        "S_DOT_ENV_other_times.csv": delimited(SDOT_HEADER, other, "cp949"),
        "S_DOT_ENV_half_of_the_times.csv": delimited(SDOT_HEADER, [*rows, *other], "cp949"),
        "S_DOT_ENV_twelve_hour_clock.csv": delimited(SDOT_HEADER, day, "cp949"),
        "S_DOT_ENV_truncated.csv": new[: new.rindex(b"51.5")],
        "S_DOT_ENV_no_sensor.csv": delimited(
            ["MDL_NO", "MSRMT_HR", "AVG_TP"], [["SDOT001", rows[0][2], "1"]], "cp949"
        ),
        "S_DOT_ENV_empty.csv": b"",
        "S_DOT_ENV_html.csv": b"<html><body>error</body></html>",
        "S_DOT_ENV_bytes.csv": new + b"\xff\xff\xfe,\n" * 2,
    }


# --- pension -----------------------------------------------------------------------------------

NPS_HEADER = [
    *("자료생성년월", "사업장명", "사업자등록번호", "사업장가입상태코드.1.등록.2.탈퇴", "우편번호"),
    *("사업장지번상세주소", "사업장도로명상세주소", "고객법정동주소코드", "고객행정동주소코드"),
    *("법정동주소광역시도코드", "법정동주소광역시시군구코드", "법정동주소광역시시군구읍면동코드"),
    *("사업장형태구분코드.1.법인.2.개인", "사업장업종코드", "사업장업종코드명", "적용일자"),
    *("재등록일자", "탈퇴일자", "가입자수", "당월고지금액", "신규취득자수", "상실가입자수"),
]


def workplace_row(
    month: str = "2022-04",
    province: str = "11",
    name: str = "응용 소프트웨어 개발 및 공급업",
    insured: str = "10",
    status: str = "1",
) -> list[str]:
    """A synthetic workplace in the order of NPS_HEADER; the company does not exist."""
    return [
        *(month, "합성가공상사", "합성번호7", status, "00000", "합성동 1", "합성로 1"),
        *(f"{province}10101000.0", f"{province}10101000.0", province, "110", "101", "1"),
        *("722000", name, "20200101", "", "", insured, "1000000", "1", "2"),
    ]


def _nps() -> dict[str, bytes]:
    rows = [
        workplace_row(),
        workplace_row(insured="20"),
        workplace_row(insured="30", name="응용소프트웨어 개발·및 공급업"),
        workplace_row(insured="5", status="2"),
        workplace_row(province="26", name="BIZ_NO미존재사업장"),
        workplace_row(province="26", name=""),
        workplace_row(province="42", name="곡물 및 기타 식량작물 재배업"),
        *[workplace_row(province="41.0", name="시스템 소프트웨어 개발 및 공급업", insured="7")] * 4,
        workplace_row(province="51", name="곡물 및 기타 식량작물 재배업"),
        workplace_row(province="99", name="곡물 및 기타 식량작물 재배업"),
    ]
    new_header = [h.replace(".1.", " 1 ").replace(".2.", " 2 ") for h in NPS_HEADER]
    later = [["2024-05", *row[1:]] for row in rows]
    good = delimited(NPS_HEADER, rows, "cp949")
    return {
        NPS_OLD: good,
        NPS_NEW: delimited(new_header, later, "cp949"),
        "국민연금_사업장_new_column.csv": delimited(
            [*NPS_HEADER, "신규항목"], [[*r, "x"] for r in rows], "cp949"
        ),
        "국민연금_사업장_missing_column.csv": delimited(
            NPS_HEADER[:18] + NPS_HEADER[19:], [r[:18] + r[19:] for r in rows], "cp949"
        ),
        "국민연금_사업장_two_months.csv": delimited(
            NPS_HEADER, [*rows, workplace_row("2022-05")], "cp949"
        ),
        "국민연금_사업장_not_a_count.csv": delimited(
            NPS_HEADER, [*rows, workplace_row(insured="many")], "cp949"
        ),
        "국민연금_사업장_other_regions.csv": delimited(
            NPS_HEADER, [workplace_row(province="99")] * 3, "cp949"
        ),
        "국민연금_사업장_truncated.csv": good[: good.rindex(b",20200101")],
        "국민연금_사업장_open_quote.csv": good.replace(b",20200101", b',"20200101', 1),
        "국민연금_사업장_header_alone.csv": delimited(NPS_HEADER, [], "cp949"),
    }


# --- for the fuzzer ----------------------------------------------------------------------------


def _zip() -> dict[str, bytes]:
    from tests.support.hostile_files import METHODS, damaged_archive

    good = io.BytesIO()
    with zipfile.ZipFile(good, "w", zipfile.ZIP_DEFLATED) as archive:
        fixed = (2026, 1, 1, 0, 0, 0)
        archive.writestr(zipfile.ZipInfo("folder/", fixed), b"")
        archive.writestr(zipfile.ZipInfo("folder/a.csv", fixed), b"a,b\n1,2\n" * 20)
        archive.writestr(zipfile.ZipInfo("나.csv", fixed), b"")
    return {
        "good.zip": good.getvalue(),
        **{f"damaged_{method}.zip": damaged_archive(method) for method in METHODS},
    }


def _workbook_sheet() -> dict[str, bytes]:
    from tests.support.hostile_files import sheet_of

    return {
        "real.xml": sheet_of(real_workbook(GANGNEUNG)),
        "plain.xml": sheet_of(workbook(SOFTWARE)),
    }


def _taxonomy() -> dict[str, bytes]:
    header = "taxonomy_id,layer,industry,ksic_revision,ksic_code,evidence,note\n"
    row = "mine,core,software,10,58221,,\n"
    return {
        "good.csv": (header + row + "mine,core,chemicals,10,0201,,a note\n").encode(),
        "bom.csv": ("\ufeff" + header + row).encode(),
        "open_quote.csv": (header + row + 'mine,core,"software,10,58222,,\n').encode(),
        "not_a_code.csv": (header + "mine,core,software,10,²²,,\n").encode(),
        "nul.csv": (header + "mine,core,soft\0ware,10,58221,,\n").encode(),
        "not_utf8.csv": (header + row).encode() + b"\xb1\xe2,\n",
    }


def _delimited() -> dict[str, bytes]:
    header = "code,whole,share,known,day\n"
    rows = {
        "good": "a,12,0.5,true,2026-01-01\nb,,,,\n",
        "large": f"a,{2**63},,,\n",
        "digits": f"a,{'9' * 5_000},,,\n",
        "superscript": "a,²,,,\n",
        "infinite": "a,,1e309,,\n",
        "not_a_number": "a,,nan,,\n",
        "exponent": "a,,1e999999999,,\n",
        "nul": "a\0,1,,,\n",
        "duplicate": "a,1,,,\na,2,,,\n",
        "long": f"{'x' * 140_000},,,,\n",
        "open_quote": 'a,"1,,,\n',
    }
    return {f"{name}.csv": (header + text).encode() for name, text in rows.items()}


README = """# {title}
Every file here is synthetic: made by tests/support/file_gallery.py in the form that the publisher
uses, with figures of our own. No establishment, workplace or sensor in it exists. The words that each
broken file is refused with stand in the same module.
"""


def main() -> None:
    for name, files in (
        ("mdis", _mdis()),
        ("workbook", _workbook()),
        ("sdot", _sdot()),
        ("nps", _nps()),
        ("zip", _zip()),
        ("workbook_sheet", _workbook_sheet()),
        ("taxonomy", _taxonomy()),
        ("delimited", _delimited()),
    ):
        folder = GALLERY / name
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.iterdir():
            old.unlink()
        (folder / "README.md").write_text(README.format(title=f"Gallery: {name}"), encoding="utf-8")
        for file_name, content in files.items():
            (folder / file_name).write_bytes(content)


if __name__ == "__main__":
    main()

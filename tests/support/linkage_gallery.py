"""Makes tests/gallery/linkage: linkage tables in the forms that agencies publish, made by hand.

    python -m tests.support.linkage_gallery

No table here was published by anyone: classes, notices and links are invented. The codes and names of KSIC
are real. `GOOD` says what each file is; `REFUSED` the words that each broken file is refused with.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

from tests.support.file_gallery import GALLERY, _same_bytes

FOLDER = GALLERY / "linkage"
Rows = Sequence[Sequence[object]]

SMART_CITY = "스마트도시산업 특수분류 연계표.xlsx"
GOOD = {
    SMART_CITY: "merged cells, a title block, letters, notes below, parts, KSIC 10",
    "로봇산업 특수분류.xlsx": "one code column for all levels, no letters, KSIC 9 named in a note",
    "신재생에너지 연계 KSIC(9차-10차).xlsx": "levels without codes, two revisions side by side",
    "드론산업_연계표.csv": "CP949, blanks for repeated parents, lost zeros, a repeated header",
    "공간정보산업 연계표.csv": "UTF-8 with byte order mark and semicolons, after a line sep=;",
    "콘텐츠산업 연계표.txt": "UTF-16 with tabs, code and name in one cell",
    "부동산서비스산업.xlsx": "KSIC 11, one layer, four levels, names in English, two sheets",
}
REFUSED = {
    "unknown_codes.xlsx": "2 of 3 rows cannot be used: row 5: J99999 is not in KSIC 10; row 6",
    "wrong_letter.csv": "line 3: C62010: KSIC 10 has 62010 in section J",
    "lost_zero.csv": "line 2: 2011 is a code, and also 02011 without its zero",
    "range.csv": "line 2: '58~63' is not a KSIC code",
    "no_link.csv": "line 3: 12 통신 has no KSIC code",
    "no_header.xlsx": "no header of a linkage table was found",
    "no_revision.csv": "the file does not say its KSIC revision: all codes are in KSIC",
    "mixed_revisions.csv": "the file does not say its KSIC revision: of 2 codes",
    "two_sheets.xlsx": "2 sheets have a linkage table: 10차, 부록",
    "damaged.xlsx": "a damaged or unknown archive",
    "page.csv": "an HTML or XML page",
    "nothing.csv": "the file is empty",
    "no_class.csv": "line 2: no class of the special classification",
}


def workbook(sheets: dict[str, Rows], merged: dict[str, Sequence[str]] | None = None) -> bytes:
    """An .xlsx file with these sheets; `merged` are the ranges of merged cells by sheet."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
        for cells in (merged or {}).get(title, ()):
            sheet.merge_cells(cells)
    stream = io.BytesIO()
    book.properties.created = book.properties.modified = datetime(2026, 1, 1)
    book.save(stream)
    return _same_bytes(stream.getvalue())


def delimited(rows: Rows, delimiter: str = ",") -> str:
    lines = []
    for row in rows:
        texts = ["" if cell is None else str(cell) for cell in row]
        quoted = [f'"{t}"' if delimiter in t else t for t in texts]
        lines.append(delimiter.join(quoted))
    return "\r\n".join(lines) + "\r\n"


def smart_city_rows() -> list[list[object]]:
    """The invented special classification of the smart-city industry."""
    return [
        ["스마트도시산업 특수분류와 한국표준산업분류 연계표 (시험용으로 지어낸 표)"],
        ["국토교통부 고시 제2026-9999호(2026. 7. 1.), 시행 2026. 8. 1."],
        [],
        ["대분류", None, "중분류", None, "한국표준산업분류(제10차)", None, "비고"],
        ["코드", "분류명", "코드", "분류명", "코드", "분류명", None],
        ["1", "스마트기반시설", "11", "통신망 구축·운영", "J612", "전기 통신업", None],
        [None, None, "12", "도시 건설", "F41", "종합 건설업", "일부"],
        ["2", "데이터·소프트웨어", "21", "소프트웨어", "J582", "소프트웨어 개발 및 공급업", None],
        [None, None, None, None, "J62", "컴퓨터 프로그래밍, 시스템 통합 및 관리업", None],
        [None, None, "22", "데이터", "J63", "정보서비스업", None],
        [
            "3",
            "도시 서비스",
            "31",
            "교통·물류",
            "H49*",
            "육상 운송 및 파이프라인 운송업",
            "일부(20%)",
        ],
        [None, None, "32", "도시 농업", 1140, "시설작물 재배업", None],
        [None, None, "33", "통합 관제", "J62", "컴퓨터 프로그래밍, 시스템 통합 및 관리업", "일부"],
        ["※ *는 해당 산업의 일부만 포함함을 뜻함"],
        ["자료: 시험용, https://example.com/notice"],
    ]


def _robots() -> list[list[object]]:
    return [
        ["로봇산업 특수분류 (시험용으로 지어낸 표)"],
        ["분류코드", "분류명", "KSIC 코드", "KSIC 분류명"],
        ["1", "로봇 제조", None, None],
        ["11", "제조업용 로봇", 29280, "산업용 로봇 제조업"],
        ["12", "로봇 부품", "26*", "전자부품, 컴퓨터, 영상, 음향 및 통신장비 제조업"],
        ["2", "로봇 시스템", None, None],
        ["21", "로봇 소프트웨어", "58221, 58222", None],
        ["22", "임대", "-", None],
        ["주: 한국표준산업분류 9차 기준"],
    ]


def _renewables() -> list[list[object]]:
    levels = ["대분류", "중분류", "소분류"]
    return [
        ["신재생에너지 산업 특수분류체계 연계 (시험용으로 지어낸 표)"],
        [*levels, "세세분류(9차)", "KSIC코드(9차)", "세세분류(10차)", "KSIC코드(10차)", "비고"],
        [
            "제조",
            "태양광",
            "태양전지",
            "다이오드, 트랜지스터 제조업",
            26120,
            "발광 다이오드 제조업",
            26121,
            None,
        ],
        [None, None, None, None, 26120, "기타 반도체 소자 제조업", 26129, "일부"],
        [None, "풍력", "터빈", "내연기관 제조업", 29111, "내연기관 제조업", 29111, None],
        ["발전", "태양광 발전", None, "기타 발전업", 35119, "태양력 발전업", 35114, None],
        [None, None, None, "기타 발전업", 35119, "기타 발전업", 35119, None],
        ["합계", None, None, None, None, None, "5개", None],
    ]


def _drones() -> list[list[object]]:
    header = [
        "대분류코드",
        "대분류명",
        "중분류코드",
        "중분류명",
        "KSIC(10차)코드",
        "KSIC명",
        "비고",
    ]
    return [
        header,
        ["A", "드론 제작", "A1", "기체", "31312", "무인 항공기 및 무인 비행장치 제조업", ""],
        ["", "", "A2", "부품", "26", "전자 부품, 컴퓨터, 영상, 음향 및 통신장비 제조업", "일부"],
        header,
        ["B", "드론 활용", "B1", "방제", "1411", "작물재배 지원 서비스업", ""],
        ["", "", "", "", "1110", "곡물 및 기타 식량작물 재배업", "일부"],
        ["", "", "B2", "임업", "2011", "임업용 종묘 생산업", ""],
        ["", "", "", "", "2011", "임업용 종묘 생산업", "일부"],
    ]


def _spatial() -> list[list[object]]:
    return [
        ["대분류", "중분류", "한국표준산업분류 10차 코드", "한국표준산업분류 10차 분류명"],
        ["1. 공간정보 생산", "1-1. 측량", "72921", "측량업"],
        ["", "1-2. 지도", "72924", "지도 제작업"],
        ["2. 공간정보 활용", "2-1. 소프트웨어", "5822", "시스템ㆍ응용 소프트웨어 개발 및 공급업"],
    ]


def _contents() -> list[list[object]]:
    return [
        ["콘텐츠산업 특수분류 (시험용으로 지어낸 표, KSIC 10)"],
        ["대분류", "중분류", "한국표준산업분류"],
        ["1 출판", "11 서적", "58111 교과서 및 학습서적 출판업"],
        ["", "12 만화", "58112 만화 출판업"],
        ["2 게임", "21 게임 개발", "5821 게임 소프트웨어 개발 및 공급업"],
        ["", "22 게임 유통", "46510(일부) 컴퓨터 및 주변장치, 소프트웨어 도매업"],
    ]


def _real_estate() -> list[list[object]]:
    levels = ["대분류", "중분류", "소분류", "세분류"]
    names = [
        cell for level in levels for cell in (f"{level} 코드", f"{level} 명", f"{level} 영문명")
    ]
    first = ["R", "부동산서비스", "Real-estate services"]
    first += [
        "R1",
        "개발·공급",
        "Development",
        "R11",
        "개발",
        "Developing",
        "R111",
        "주거용",
        "Homes",
    ]
    second = [None] * 6 + ["R12", "공급", "Supply", "R121", "분양", "Sale"]
    third = [None] * 3 + ["R2", "관리·중개", "Management"]
    third += ["R21", "관리", "Managing", "R211", "주거용 관리", "Managing homes"]
    return [
        [*names, "KSIC 11 코드", "KSIC 11 분류명"],
        [*first, "L68121", "주거용 건물 개발 및 공급업"],
        [*second, "L68122", "비주거용 건물 개발 및 공급업"],
        [*third, "L68211", "주거용 부동산 관리업"],
    ]


SIMPLE = ["중분류코드", "중분류명", "KSIC 코드", "KSIC 분류명", "비고"]


def simple(*rows: Sequence[object], revision: str = "10") -> str:
    """A table of one level."""
    header = [
        label.replace("KSIC", f"KSIC({revision}차)") if revision else label for label in SIMPLE
    ]
    return delimited([header, *rows])


def broken() -> dict[str, bytes]:
    good = smart_city_rows()
    unknown = [
        *good[1:5],
        ["1", "기반", "11", "통신", "J99999", "없는 업종", None],
        ["1", "기반", "12", "건설", "F43210", "없는 업종", None],
        ["1", "기반", "13", "자료", "J63", "정보서비스업", None],
    ]
    texts = {
        "wrong_letter": simple(["11", "자료", "J63", ""], ["12", "개발", "C62010", ""]),
        "lost_zero": simple(["11", "농업", "2011", ""], ["12", "개발", "62", ""]),
        "range": simple(["11", "정보", "58~63", ""]),
        "no_link": simple(["11", "정보", "63", ""], ["12", "통신", "", ""]),
        "no_revision": simple(["11", "정보", "63", "정보서비스업"], revision=""),
        "mixed_revisions": simple(
            ["11", "가", "42138", ""], ["12", "나", "63992", ""], revision=""
        ),
        "no_class": simple(["", "", "63", "정보서비스업"]),
    }
    return {
        "unknown_codes.xlsx": workbook({"연계표": unknown}),
        "no_header.xlsx": workbook({"표": [["코드", "이름"], ["62", "소프트웨어"]]}),
        "two_sheets.xlsx": workbook({"10차": good[3:8], "부록": good[3:8]}),
        "damaged.xlsx": workbook({"연계표": good})[:-300],
        "page.csv": b"<!DOCTYPE html><html><body>login</body></html>",
        "nothing.csv": b"",
        **{f"{name}.csv": text.encode("cp949") for name, text in texts.items()},
    }


def good() -> dict[str, bytes]:
    merged = ["A1:G1", "A2:G2", "A4:B4", "C4:D4", "E4:F4", "G4:G5", "A6:A7", "B6:B7", "A14:G14"]
    real_estate = {
        "표지": [["부동산서비스산업 특수분류 (시험용으로 지어낸 표)"]],
        "연계표": _real_estate(),
    }
    files = {
        SMART_CITY: workbook({"연계표": smart_city_rows()}, {"연계표": merged}),
        "로봇산업 특수분류.xlsx": workbook({"Sheet1": _robots()}),
        "신재생에너지 연계 KSIC(9차-10차).xlsx": workbook({"연계": _renewables()}),
        "드론산업_연계표.csv": delimited(_drones()).encode("cp949"),
        "공간정보산업 연계표.csv": f"sep=;\r\n{delimited(_spatial(), ';')}".encode("utf-8-sig"),
        "콘텐츠산업 연계표.txt": delimited(_contents(), "\t").encode("utf-16"),
        "부동산서비스산업.xlsx": workbook(real_estate),
    }
    assert files.keys() == GOOD.keys()
    return files


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.iterdir():
        old.unlink()
    listed = "\n".join(f"- `{name}`: {what}" for name, what in GOOD.items())
    (FOLDER / "README.md").write_text(
        "# Gallery: linkage\n"
        "Every table here is made by hand (tests/support/linkage_gallery.py) after the form that agencies\n"
        "publish: classes, notices and links are invented, no agency published them. Codes and names of\n"
        "KSIC are real.\n\n"
        f"{listed}\n\nEvery other file is broken; the same module has the words that it is refused with.\n",
        encoding="utf-8",
    )
    for name, content in {**good(), **broken()}.items():
        (FOLDER / name).write_bytes(content)


if __name__ == "__main__":
    main()

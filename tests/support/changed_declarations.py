"""Declarations in which every option has another value than in the project, and files that fit them.

All data are synthetic.
"""

from __future__ import annotations

import io
from typing import Any

from tests.fuzz.targets.published_aggregates import SUMS
from tests.support.declared_cli import Changes
from tests.support.file_gallery import delimited

ORGANISATION, TABLE = "202", "DT_OTHER"
SENSOR_SERVICE, DISTRICT = "OtherService", "Mapo-gu"
PROVINCES = ("11", *map(str, range(21, 27)), "29", *map(str, range(31, 40)))
SOFTWARE = "응용 소프트웨어 개발 및 공급업"
MONTH, PUBLISHED_MONTH = "2026-08", "2026-07"


def _workbook_headers() -> dict[str, Any]:
    return {
        "rows": 3,
        "columns": 12,
        "levels": [["L1"], ["L2"], ["L3"], ["L4"], ["L5"]],
        "establishments": ["업체"],
        "employees": ["사람"],
        "all_employees": ["모두"],
    }


def _layout(year: int, series: str, revision: str) -> dict[str, Any]:
    return {
        "year": year,
        "series": series,
        "ksic_revision": revision,
        "columns": ["해", "시도", "군", "대", "산업", "남음", "종사자"],
        "year_column": "해",
        "district": [{"column": "시도", "width": 2}, {"column": "군", "width": 3}],
        "section": "대",
        "industry": [{"column": "산업", "width": 5}],
        "employees": "종사자",
    }


LICENCE = {"id": "test", "name": "test", "url": "https://example.com", "derivatives": True}
DECLARATIONS: Changes = {
    "kosis_census": {
        "cadence": "monthly",
        "request": {
            "org_id": ORGANISATION,
            "table_id": TABLE,
            "period_kind": "F",
            "first_year": 2021,
            "last_year": None,
            "items": {},
            "measure": "employees",
            "region_object": "objL3",
            "industry_object": "objL1",
            "fixed_objects": {"objL2": "0"},
            "regions": ["00", "11", "31"],
            "industry_digits": 2,
            "cells_per_call": 50,
            "series": [{"name": "register", "from_year": 2021, "to_year": 2030}],
        },
    },
    "sdot_api": {
        "request": {
            "service": SENSOR_SERVICE,
            "district": DISTRICT,
            "kept_days": 2,
            "settled_after_hours": 1,
            "rows_per_page": 1,
        }
    },
    "taxonomies": {"lists_all_partitions": False},
    "nps_published": {
        "cadence": "monthly",
        "bundled": "published",
        "request": {
            "compiled_by": "nobody",
            "compiled_at": "nowhere",
            "ksic_revision": "11",
            "threshold": 900,
            "sums": {PUBLISHED_MONTH: SUMS},
        },
    },
    "nps_workplaces": {
        "request": {
            "file_names": [r".*근로자.*\.csv"],
            "example_name": "근로자.csv",
            "ksic_revision": "11",
            "columns": ["년월", "시도", "구분", "업종", "인원", "취득", "상실"],
            "spellings": {"사람들": "인원"},
            "most_left_out": 0.6,
            "fields": {
                "month": "년월",
                "province": "시도",
                "status": "구분",
                "industry_name": "업종",
                "insured": "인원",
                "joined": "취득",
                "lost": "상실",
            },
        }
    },
    "sdot_weekly": {
        "request": {
            "file_names": [r"sensors_.*\.csv"],
            "example_name": "sensors_1.csv",
            "time_formats": ["%d/%m/%Y %H:%M"],
            "not_numeric": ["n/a"],
            "most_left_out": 0.4,
            "identity": {"measured_at": ["시각"], "sensor_id": ["기기"], "district": ["구"]},
            "statistics": {"avg": {"en": "MEAN", "ko": "평균값"}},
            "metrics": {"temperature": ["{en}_TEMP"], "pm10": ["먼지 {ko}"]},
            "ignored": ["비고"],
        }
    },
    "mdis_census": {
        "request": {
            "file_names": [r".*establishments.*\.txt"],
            "example_name": "establishments.txt",
            "table_id": "MICRO",
            "encoding": "utf-8",
            "disclosure_threshold": 2,
            "protection_percent": 10,
            "protection_least": 1,
            "most_left_out": 0.5,
            "layouts": [_layout(2016, "survey", "9"), _layout(2020, "register", "10")],
        }
    },
    "city_workbooks": {
        "licence": {"derivatives": True},
        "request": {
            "file_names": [r"업종별_(?P<region_code>\d{5})\.xlsx"],
            "example_name": "업종별_31010.xlsx",
            "table_id": "workbook",
            "disclosure_threshold": 1,
            "years": [
                {"from_year": 2017, "to_year": 2017, "series": "survey", "ksic_revision": "9"},
                {"from_year": 2021, "to_year": 2022, "series": "register", "ksic_revision": "10"},
            ],
            "banner": {"years": [r"기준(?P<year>\d{4})"]},
            "headers": _workbook_headers(),
        },
    },
    "typed_columns": {
        "title_ko": "열의 종류",
        "title_en": "Kinds of columns",
        "publisher": "nobody",
        "landing_page": "https://example.com",
        "licence": LICENCE,
        "attribution_ko": "없음",
        "attribution_en": "nobody",
        "cadence": "on_change",
        "provider": "delimited",
        "dataset": "typed_columns",
        "bundled": "typed",
        "columns": [
            {"name": "code", "required": True, "unique": True},
            {"name": "whole", "type": "integer"},
            {"name": "share", "type": "decimal"},
            {"name": "known", "type": "boolean"},
            {"name": "day", "type": "date"},
        ],
    },
}


def files() -> dict[str, bytes]:
    """The dropped files that fit DECLARATIONS."""
    pension = [[MONTH, "11", "1", SOFTWARE, "8", "1", "2"]] * 3
    pension += [[MONTH, "99", "1", SOFTWARE, "8", "1", "2"]] * 4
    header = ["년월", "시도", "구분", "업종", "사람들", "취득", "상실"]
    sensors = [["S9", f"01/07/2025 {h:02}:30", "21.5", "n/a", "x", "종로구"] for h in range(13, 16)]
    sensors += [["S9", "tomorrow", "21.5", "30", "x", "종로구"]]
    return {
        "근로자.csv": delimited(header, pension, "cp949"),
        "sensors_7.csv": delimited(
            ["기기", "시각", "MEAN_TEMP", "먼지 평균값", "비고", "구"], sensors, "utf-8"
        ),
        "establishments_a.txt": _microdata("2016"),
        "establishments_b.txt": _microdata("2020"),
        "업종별_31010.xlsx": _workbook(2022),
        "업종별_31020.xlsx": _workbook(2017),
    }


def _microdata(year: str) -> bytes:
    rows = [[year, "11", "010", "J", "58221", "-", "4"]] * 2
    rows += [[year, "11", "010", "J", "58222", "-", "9"]]
    rows += [[year, "11", "010", "J", "99999", "-", "1"]] * 2
    for province in PROVINCES[1:]:
        rows += [[year, province, "010", "G", "47111", "-", "1"]] * 3
    return "".join(",".join(row) + "\n" for row in rows).encode()


def _workbook(year: int) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([f"기준 {year}"])
    sheet.append(["L1", "L2", "L3", "L4", "L5", "업종", "업체", "사람"])
    sheet.append([None] * 7 + ["모두"])
    sheet.append([*["**"] * 5, "TT 전체", 1, 5])
    sheet.append(["J", *["**"] * 4, "J.정보통신업", 1, 5])
    sheet.append(["J", "58", *["**"] * 3, "58.출판업", 1, 5])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()

"""What declarations of dropped files mean, without a lake."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from orchestration.contracts.datasets import SDOT_METRICS
from orchestration.contracts.declaration import load_declarations
from orchestration.errors import ArrivalRefused, ConfigurationError
from orchestration.lake.reference import SEEDS, ksic_names, provinces_by_admin_code
from orchestration.sources.city_workbook.layout import Workbook
from orchestration.sources.city_workbook.subject import subject_of
from orchestration.sources.dropped_file import matched_name
from orchestration.sources.mdis.layout import Microdata
from orchestration.sources.nps.names import codes_by_name, normalise
from orchestration.sources.sdot_files.layout import SensorFiles, columns_of
from orchestration.sources.tables.csv_file import encoding_of

DECLARED = load_declarations()


def test_every_class_of_ksic_10_is_found_by_its_name() -> None:
    codes = codes_by_name("10")
    names = {c: n for c, n in ksic_names("10").items() if len(c) == 5 and c.isdigit()}
    assert len(codes) == len(names) == 1196
    assert all(codes[normalise(name)] == code for code, name in names.items())


@pytest.mark.parametrize(
    "written",
    [
        "시스템·응용 소프트웨어",
        "시스템 ㆍ 응용소프트웨어",
        "시스템․응용,소프트웨어",
        "시스템응용소프트웨어",
    ],
)
def test_blanks_commas_and_middle_dots_do_not_matter(written: str) -> None:
    assert normalise(written) == "시스템응용소프트웨어"


@pytest.mark.parametrize(
    ("month", "code", "region"),
    [
        ("2022-04", "42", "32"),
        ("2022-04", "51", "32"),  # a later code of the same province: files are written anew
        ("2023-06", "42", "32"),  # both are valid on some day of that month
        ("2023-06", "51", "32"),
        ("2024-05", "42", "32"),
        ("2024-05", "52", "35"),
        ("2022-04", "26", "21"),  # 26 is Busan here, Ulsan in KOSTAT's codes
        ("2026-06", "29", "24"),
        ("2026-06", "12", None),  # the merged province does not exist yet
        ("2026-07", "12", "12"),
        ("2026-07", "29", "12"),
        ("2026-07", "99", None),
    ],
)
def test_province_codes_by_month(month: str, code: str, region: str | None) -> None:
    assert provinces_by_admin_code(month).get(code) == region


def test_units_of_the_marts_are_those_of_the_readings() -> None:
    with (SEEDS / "sdot_metrics.csv").open(encoding="utf-8", newline="") as file:
        assert {row["metric"]: row["unit"] for row in csv.DictReader(file)} == SDOT_METRICS


def test_sensor_headers_of_the_service_are_all_declared() -> None:
    files = SensorFiles.of(DECLARED["sdot_weekly"])
    codes = (
        "TP HUM WSPD WD INILLU UV NIS VIBR_XCRD VIBR_YCRD VIBR_ZCRD GT NTDX CBMX SO NH3 H2S OZON"
    )
    header = [f"{s}_{c}" for c in codes.split() for s in ("MAX", "AVG", "MIN")]
    header += ["MDL_NO", "SN", "MSRMT_HR", "RGN", "CGG", "DONG", "REG_DT", "DATA_NO"]
    columns = columns_of(header, len(header), files, "")
    assert len(columns.fields) == len(header) == 59
    assert len(columns.metrics) == 17


def test_a_second_column_of_a_name_may_be_declared() -> None:
    files = SensorFiles.of(DECLARED["sdot_weekly"])
    header = ["SN", "MSRMT_HR", "AVG_TP", "AVG_TP"]
    assert columns_of(header, 4, files, "").repeated == {3: 2}
    told = files.model_copy(update={"metrics": files.metrics | {"humidity": ("{en}_TP#2",)}})
    assert columns_of(header, 4, told, "").fields["humidity.avg"] == 3
    left = files.model_copy(update={"ignored": ("AVG_TP#2",)})
    assert not columns_of(header, 4, left, "").repeated


def test_a_header_that_nobody_declared_is_refused_by_name() -> None:
    files = SensorFiles.of(DECLARED["sdot_weekly"])
    with pytest.raises(ArrivalRefused, match="column '풍향 평균' is not known"):
        columns_of(["SN", "MSRMT_HR", "풍향 평균"], 3, files, "")


@pytest.mark.parametrize(
    ("name", "subject"),
    [
        ("산업세세분류별_31010_2023.xlsx", ("31010", 2023)),
        ("수원시 산업세세분류별 총괄_31010_2023.XLSX", ("31010", 2023)),
        ("산업세세분류별_11_2020.xlsx", ("11", 2020)),
    ],
)
def test_a_workbook_says_whose_it_is_by_its_name(name: str, subject: tuple[str, int]) -> None:
    found = subject_of(Workbook.of(DECLARED["city_workbooks"]), name, "")
    assert (found.region_code, found.year) == subject
    assert (found.years.series, found.years.ksic_revision) == ("register", "10")


def test_the_layout_of_2019_has_31_columns() -> None:
    microdata = Microdata.of(DECLARED["mdis_census"])
    layout = microdata.layout_of(2019)
    assert layout is not None
    assert len(layout.columns) == 31
    assert layout.columns.index("주사업_산업세세분류코드") == 30
    assert microdata.layout_of(2018) is None


def test_a_layout_that_names_no_column_of_its_own_is_refused() -> None:
    request = dict(DECLARED["mdis_census"].request)
    request["layouts"] = [request["layouts"][0] | {"employees": "없는열"}]
    broken = DECLARED["mdis_census"].model_copy(update={"request": request})
    with pytest.raises(ConfigurationError, match="없는열"):
        Microdata.of(broken)


def test_a_file_name_that_is_no_regular_expression_is_refused() -> None:
    request = DECLARED["nps_workplaces"].request | {"file_names": ["("]}
    broken = DECLARED["nps_workplaces"].model_copy(update={"request": request})
    with pytest.raises(ConfigurationError, match="file_names"):
        SensorFiles.of(broken)


def test_names_are_matched_whole() -> None:
    assert matched_name((r"a\.csv",), "A.CSV")
    assert not matched_name((r"a\.csv",), "a.csv.exe")


def test_encoding_is_that_of_the_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(b"a" * (5 << 20) + "가".encode("cp949"))
    assert encoding_of(path, "") == "cp949"
    path.write_bytes(b"a" * (5 << 20) + "가".encode())
    assert encoding_of(path, "") == "utf-8"
    path.write_bytes(b"a" * ((4 << 20) - 1) + "가".encode("cp949"))  # across a block's end
    assert encoding_of(path, "") == "cp949"

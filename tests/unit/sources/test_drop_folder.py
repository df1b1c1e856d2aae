"""What is said of a dropped file, and whose workbook it is, without a lake."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from orchestration.contracts.declaration import load_declarations
from orchestration.errors import ArrivalRefused
from orchestration.ingest.drop_folder.match import NotRecognised, recognise
from orchestration.lake.reference import districts, region_parents
from orchestration.progress import Event, listening, stage
from orchestration.sources.city_workbook.layout import Workbook
from orchestration.sources.city_workbook.subject import subject_of
from orchestration.sources.dropped_file import DroppedFile
from tests.support.file_gallery import GALLERY, NPS_OLD, SDOT_NEW
from tests.support.fuzz_files import drop

WORKBOOK = Workbook.of(load_declarations()["city_workbooks"])
PLAIN = "1 산업세세분류별 총괄.xlsx"


@pytest.mark.parametrize(
    ("name", "banner", "partition"),
    [
        (PLAIN, "1. 산업세세분류별 총괄 | (2023 기준년도, 강원특별자치도 강릉시)", "32030_2023"),
        (PLAIN, "(2023년 기준, 경기도 수원시 장안구)", "31011_2023"),
        (PLAIN, "(2023년 기준 경기도수원시장안구)", "31011_2023"),
        (PLAIN, "2022 기준 강원도 홍천군", "32510_2022"),
        (PLAIN, "2023 기준 세종특별자치시", "29_2023"),
        (PLAIN, "기준연도: 2021, 경기도 광주시", "31250_2021"),
        (PLAIN, "2023년 기준 광주광역시 북구", "24040_2023"),
        ("산업세세분류별 총괄(2023년).xlsx", "춘천시", "32010_2023"),
        ("산업세세분류별_32310_2023.xlsx", "(2023년 기준, 강원도 홍천군)", "32510_2023"),
        ("산업세세분류별_29_2023.xlsx", "(2023년 기준, 세종시)", "29_2023"),
    ],
)
def test_region_and_year_of_a_workbook(name: str, banner: str, partition: str) -> None:
    assert subject_of(WORKBOOK, name, banner).partition == partition


@pytest.mark.parametrize(
    ("name", "banner", "words"),
    [
        (PLAIN, "2023 기준, 중구", "can be any of 11020, 21010"),
        (PLAIN, "2023 기준", "neither the name nor the banner has the region"),
        (PLAIN, "강릉시", "neither the name nor the banner has the year"),
        (PLAIN, "2023 기준 강릉시 | 2022 기준", "several years: 2022, 2023"),
        (PLAIN, "2023 기준 강릉시, 원주시", "several regions: 강릉시, 원주시"),
        (PLAIN, "2023 기준 강원도 없는군", "강원특별자치도 없는군, a district that is not known"),
        ("산업세세분류별_32_2023.xlsx", "2023 기준 강원도 강릉시", "the name says region 32"),
        ("산업세세분류별_32030_2023.xlsx", "2023 기준 강원도", "the name says region 32030"),
        ("산업세세분류별_32999_2023.xlsx", "", "region code '32999' is not known"),
    ],
)
def test_a_subject_that_is_not_clear_is_refused(name: str, banner: str, words: str) -> None:
    with pytest.raises(ArrivalRefused, match="SC201") as refused:
        subject_of(WORKBOOK, name, banner)
    assert words in refused.value.what
    assert refused.value.remedy


def test_districts_belong_to_provinces_and_have_a_current_code() -> None:
    provinces = {code for code, parent in region_parents().items() if parent == "00"}
    assert {d.province for d in districts().values()} <= provinces
    for code, district in districts().items():
        assert code.startswith(district.province)
        current = districts()[district.current_code]
        assert current.current_code == current.code
        assert current.province == district.province
        if code[-1] != "0":
            assert districts()[f"{code[:4]}0"].name_ko == district.name_ko.split()[0]


@pytest.mark.parametrize(
    ("path", "name", "nearest", "words"),
    [
        (GALLERY / "nps" / NPS_OLD, "what.csv", "nps_workplaces", "22 of 22"),
        (GALLERY / "sdot" / SDOT_NEW, "what.csv", "sdot_weekly", "13 of 13"),
        (GALLERY / "workbook" / PLAIN, "what.xlsx", "city_workbooks", "its kind is that of"),
        (GALLERY / "workbook" / PLAIN, "what.doc", "", "no source declares"),
    ],
)
def test_the_nearest_source_is_named(path: Path, name: str, nearest: str, words: str) -> None:
    with pytest.raises(NotRecognised) as refused:
        recognise(DroppedFile(name, path), load_declarations())
    assert refused.value.source_id == nearest
    assert words in refused.value.what
    example = load_declarations()[nearest].request["example_name"] if nearest else "sources.md"
    assert str(example) in refused.value.remedy


def test_notes_of_a_stage_come_with_its_end() -> None:
    events: list[Event] = []
    note: Mapping[str, str] = {"file": "a.csv"}
    with listening(events.append), stage("receive") as current:
        current.notes.append(note)
    assert [list(event.notes) for event in events] == [[], [note]]


@pytest.mark.parametrize("text", ["9" * 5_000, "²", str(2**63), "1e999999999", "a\0b", "nan"])
def test_odd_numbers_in_a_taxonomy_are_refused(text: str) -> None:
    header = "taxonomy_id,layer,industry,ksic_revision,ksic_code,evidence,note\n"
    drop(f"{header}a,b,c,10,{text},,\n".encode(), "taxonomies", "dropped_a", "a.csv")

"""The files of data_lake/taxonomies/: which are offered as what, and which are refused."""

from __future__ import annotations

import os
import shutil
import unicodedata
from pathlib import Path

import pytest

from orchestration.errors import TaxonomyRefused
from orchestration.sources.taxonomy.dropped import collect_dropped, read_beside
from orchestration.whatif import read_taxonomy
from tests.support.linkage_gallery import FOLDER, SMART_CITY

FORM = "taxonomy_id,layer,ksic_revision,ksic_code\nmine,core,10,62\n"


def offered(folder: Path) -> list[tuple[str, str, str]]:
    return [(p.partition, p.part, p.file_name) for p in collect_dropped(folder)]


def test_a_linkage_table_is_offered_by_the_name_of_its_file(tmp_path: Path) -> None:
    decomposed = unicodedata.normalize("NFD", SMART_CITY)
    shutil.copyfile(FOLDER / SMART_CITY, tmp_path / decomposed)
    (tmp_path / "mine.csv").write_text(FORM)
    (tmp_path / ".DS_Store").write_bytes(b"x")
    (tmp_path / "~$mine.xlsx").write_bytes(b"x")
    (tmp_path / "README.md").write_text("notes")
    assert offered(tmp_path) == [
        ("dropped_mine", "whole", "mine.csv"),
        ("linkage_seumateudosi", "table", SMART_CITY),
    ]


def test_the_file_beside_it_is_a_part_of_it(tmp_path: Path) -> None:
    shutil.copyfile(FOLDER / "no_revision.csv", tmp_path / "표.csv")
    (tmp_path / "표.csv.yml").write_text(
        'taxonomy_id: mine\nksic_revision: "11"\nnotice_date: 2026-07-01\nagency_ko: 시험청\n'
    )
    assert offered(tmp_path) == [
        ("linkage_mine", "table", "표.csv"),
        ("linkage_mine", "beside", "표.csv.yml"),
    ]
    rows = read_taxonomy(tmp_path / "표.csv").to_pylist()
    coded = [row for row in rows if row["ksic_code"]]
    assert [(row["taxonomy_id"], row["ksic_revision"]) for row in coded] == [("mine", "11")]
    assert str(rows[0]["notice_date"]) == "2026-07-01"
    assert rows[0]["agency_ko"] == "시험청"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("표.xls", "x", "save it as .xlsx"),
        ("표.hwp", "x", "no taxonomy can be read from"),
        ("My Taxonomy.csv", FORM, "cannot be used"),
        ("표.csv.yml", "taxonomy_id: mine", "no file has this name without .yml"),
        ("표.csv", "a,b\n1,2\n", "no header of a linkage table was found"),
    ],
)
def test_any_other_file_is_refused(tmp_path: Path, name: str, content: str, reason: str) -> None:
    (tmp_path / name).write_text(content)

    def read_all() -> None:
        for payload in collect_dropped(tmp_path):
            read_taxonomy(tmp_path / payload.file_name)

    with pytest.raises(TaxonomyRefused) as refused:
        read_all()
    assert reason in str(refused.value)
    assert "to do" in str(refused.value)


def test_a_name_that_is_not_utf_8_is_refused_in_words_that_can_be_printed(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"\xbd\xba.csv")).write_text(FORM)
    with pytest.raises(TaxonomyRefused, match="characters that cannot be used") as refused:
        list(collect_dropped(tmp_path))
    assert str(refused.value).encode()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("- a\n- b\n", "not a list of keys"),
        ("a: [\n", "not a list of keys"),
        ("1: a\n", "not a list of keys"),
        ("revision: 10\n", "revision is not a known key"),
        ("taxonomy_id: My Taxonomy\n", "cannot be used as a name"),
        ("notice_date: soon\n", "is not a date"),
        ("source_url: here\n", "is not a web address"),
    ],
)
def test_a_wrong_file_beside_a_table_is_refused(content: str, reason: str) -> None:
    with pytest.raises(TaxonomyRefused, match=reason):
        read_beside(content.encode(), "표.csv.yml")


def test_a_refused_table_names_every_row(tmp_path: Path) -> None:
    with pytest.raises(TaxonomyRefused) as refused:
        read_taxonomy(FOLDER / "unknown_codes.xlsx")
    assert "row 5: J99999 is not in KSIC 10; row 6: F43210" in str(refused.value)

"""Taxonomy files: which are accepted, and which are refused with which line and reason."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from orchestration.contracts.declaration import load_declarations
from orchestration.errors import TaxonomyRefused
from orchestration.settings import Settings
from orchestration.sources.taxonomy import provider
from orchestration.whatif import read_taxonomy

HEADER = "taxonomy_id,layer,industry,ksic_revision,ksic_code,evidence,note"
GOOD = "mine,layer_a,things,10,62,by hand,"


def written(folder: Path, *lines: str) -> Path:
    path = folder / "mine.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def test_a_good_file_is_read(tmp_path: Path) -> None:
    rows = read_taxonomy(written(tmp_path, HEADER, GOOD, GOOD.replace("62", "58221"))).to_pylist()
    assert [(row["raw_row"], row["ksic_code"]) for row in rows] == [(2, "62"), (3, "58221")]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (GOOD.replace(",62,", ",04,"), "ksic_code 04 is not in KSIC 10"),
        (GOOD.replace(",62,", ",6,"), "is not 2 to 5 digits"),
        (GOOD.replace(",62,", ",J62,"), "is not 2 to 5 digits"),
        (GOOD.replace(",10,", ",8,"), "ksic_revision '8' is not known"),
        (GOOD.replace("layer_a", "Layer A"), "layer 'Layer A' cannot be used as a name"),
        (GOOD.replace("things", "Things"), "industry 'Things' cannot be used as a name"),
        (GOOD.replace("layer_a", ""), "layer '' cannot be used as a name"),
        (GOOD.replace("layer_a", "total"), "layer total is a name that the marts use"),
        (GOOD.replace("mine", "yours"), "a second taxonomy_id yours"),
        (GOOD, "the same row is on line 2"),
        ("mine,layer_a,things,10", "4 fields where the header has 7"),
    ],
)
def test_a_bad_row_is_refused(tmp_path: Path, row: str, reason: str) -> None:
    with pytest.raises(TaxonomyRefused) as refused:
        read_taxonomy(written(tmp_path, HEADER, GOOD, row))
    assert reason in str(refused.value)
    assert "line 3" in str(refused.value)
    assert "to do" in str(refused.value)


def test_a_missing_column_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TaxonomyRefused, match="column layer is missing"):
        read_taxonomy(written(tmp_path, HEADER.replace(",layer", ""), GOOD.replace(",layer_a", "")))


def test_optional_columns_may_be_missing(tmp_path: Path) -> None:
    header = "layer,taxonomy_id,ksic_revision,ksic_code"
    (row,) = read_taxonomy(written(tmp_path, header, "layer_a,mine,10,62")).to_pylist()
    assert (row["industry"], row["coverage"], row["part_share"]) == (None, "full", None)
    assert (row["evidence"], row["title_ko"], row["notice_date"]) == ("", None, None)


def test_two_files_of_one_taxonomy_are_refused(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, SMARTCITY_LAKE=tmp_path)  # type: ignore[call-arg]
    settings.taxonomies.mkdir()
    lines = f"# title_en: A\n{HEADER}\n{GOOD}\n"
    (settings.taxonomies / "first.csv").write_text(lines, "utf-8")
    (settings.taxonomies / "second.csv").write_text(f"{HEADER}\n{GOOD}\n", "utf-8")
    with pytest.raises(TaxonomyRefused, match=r"taxonomy mine is also in first\.csv"):
        list(provider.collect(load_declarations()["taxonomies"], settings))


def test_a_file_with_the_taxonomy_of_a_bundled_one_is_refused(tmp_path: Path) -> None:
    """Also under the same name: two files would give each row twice."""
    settings = Settings(_env_file=None, SMARTCITY_LAKE=tmp_path)  # type: ignore[call-arg]
    settings.taxonomies.mkdir()
    shutil.copy(settings.sample / "taxonomies" / "ict_sector.csv", settings.taxonomies)
    with pytest.raises(TaxonomyRefused, match=r"also in the bundled ict_sector\.csv"):
        list(provider.collect(load_declarations()["taxonomies"], settings))


def test_a_file_of_a_user_is_offered(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, SMARTCITY_LAKE=tmp_path)  # type: ignore[call-arg]
    settings.taxonomies.mkdir()
    shutil.copy(written(tmp_path, HEADER, GOOD), settings.taxonomies / "mine.csv")
    declaration = load_declarations()["taxonomies"]
    offered = {p.partition: p.origin for p in provider.collect(declaration, settings)}
    assert offered["dropped_mine"] == "dropped"
    assert {"smart_city_2021", "smart_city_divisions"} < set(offered)


def test_a_name_that_cannot_be_used_is_refused(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, SMARTCITY_LAKE=tmp_path)  # type: ignore[call-arg]
    settings.taxonomies.mkdir()
    (settings.taxonomies / "My Taxonomy.csv").write_text(HEADER, "utf-8")
    with pytest.raises(TaxonomyRefused, match="cannot be used"):
        list(provider.collect(load_declarations()["taxonomies"], settings))


def test_a_code_may_be_in_two_revisions(tmp_path: Path) -> None:
    rows = read_taxonomy(written(tmp_path, HEADER, GOOD, GOOD.replace(",10,", ",11,")))
    assert rows.column("ksic_revision").to_pylist() == ["10", "11"]


LOST_ZERO = GOOD.replace(",62,", ",2011,")


def test_a_class_that_is_a_code_without_its_zero_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TaxonomyRefused, match="line 3") as refused:
        read_taxonomy(written(tmp_path, HEADER, GOOD, LOST_ZERO))
    assert "write 02011" in str(refused.value)


def test_a_file_that_keeps_its_zeros_may_name_the_class(tmp_path: Path) -> None:
    zero = GOOD.replace(",62,", ",01110,")
    rows = read_taxonomy(written(tmp_path, HEADER, zero, LOST_ZERO))
    assert rows.column("ksic_code").to_pylist() == ["01110", "2011"]

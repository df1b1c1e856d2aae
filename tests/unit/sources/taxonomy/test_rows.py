"""Rows with coverage, and rows that only describe a layer or industry."""

from __future__ import annotations

from pathlib import Path

import pytest

from orchestration.errors import TaxonomyRefused
from orchestration.whatif import read_taxonomy

HEADER = (
    "taxonomy_id,layer,industry,parent,own_code,name_ko,name_en,"
    "ksic_revision,ksic_code,coverage,part_share"
)


def write(folder: Path, *rows: str) -> Path:
    path = folder / "mine.csv"
    path.write_text("\n".join([HEADER, *(f"mine,{row}" for row in rows)]) + "\n", "utf-8")
    return path


def test_coverage_and_levels_are_staged(tmp_path: Path) -> None:
    rows = read_taxonomy(
        write(
            tmp_path,
            "core,,,1,핵심,Core,,,,",
            "core,chips,,11,반도체,Chips,10,,,",
            "core,logic,chips,111,논리,Logic,10,26111,part,0.4",
            "core,logic,,,,,10,26112,part,",
            "core,logic,,,,,10,26121,full,",
            "core,,,,,,10,62,,",
        )
    ).to_pylist()
    assert [row["coverage"] for row in rows] == [None, None, "part", "part", "full", "full"]
    assert [row["part_share"] for row in rows] == [None, None, 0.4, None, None, None]
    assert [row["ksic_revision"] for row in rows][:3] == [None, None, "10"]
    assert [row["industry"] for row in rows] == [None, "chips", "logic", "logic", "logic", None]
    assert rows[2]["parent"] == "chips"
    assert rows[0]["own_code"] == "1"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("core,x,,,,,10,62,half,", "coverage 'half' is not known"),
        ("core,x,,,,,10,62,,0.4", "part_share of a code that is not partly covered"),
        ("core,x,,,,,10,62,part,40%", "part_share '40%' is not a share"),
        ("core,x,,,,,10,62,part,1.0", "part_share '1.0' is not a share"),
        ("core,x,,,,,10,62,part,0.0", "part_share '0.0' is not a share"),
        ("core,x,,,x,,10,,part,", "coverage without a ksic_code"),
        ("core,x,,,,,10,,,", "a row without ksic_code that describes nothing"),
    ],
)
def test_a_bad_row_is_refused(tmp_path: Path, row: str, reason: str) -> None:
    with pytest.raises(TaxonomyRefused, match="line 3") as refused:
        read_taxonomy(write(tmp_path, "core,y,,,,,10,62,,", row))
    assert reason in str(refused.value)


def test_a_file_without_codes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TaxonomyRefused, match="no row has a ksic_code"):
        read_taxonomy(write(tmp_path, "core,,,1,핵심,Core,,,,"))

"""The gallery: good files are staged, every broken file goes to quarantine with a one-line reason."""

from __future__ import annotations

import pytest

from orchestration.contracts.declaration import load_declarations
from orchestration.sources.dropped_file import matched_name
from tests.integration.files.conftest import FILE_SOURCES, FileLake
from tests.support.file_gallery import (
    GALLERY,
    MDIS_GOOD,
    NPS_NEW,
    NPS_OLD,
    REFUSED,
    SDOT_NEW,
    SDOT_OLD,
    WORKBOOK_GOOD,
    WORKBOOK_REAL,
)

BROKEN = [
    (folder, name, words) for folder, files in REFUSED.items() for name, words in files.items()
]
GOOD = [
    ("mdis", MDIS_GOOD, ("2019",)),
    ("workbook", WORKBOOK_GOOD, ("31010_2023",)),
    ("workbook", WORKBOOK_REAL, ("32030_2023",)),
    ("sdot", SDOT_NEW, ("2026-07", "2026-08")),
    ("sdot", SDOT_OLD, ("2024-04", "2024-05")),
    ("nps", NPS_OLD, ("2022-04",)),
    ("nps", NPS_NEW, ("2024-05",)),
]


@pytest.mark.parametrize(("folder", "name", "words"), BROKEN, ids=[name for _, name, _ in BROKEN])
def test_broken_file_is_refused_with_a_one_line_reason(
    lake: FileLake, folder: str, name: str, words: str
) -> None:
    path = lake.drop(GALLERY / folder / name, name)
    (receipt,) = lake.receive()
    assert receipt.status in ("refused", "unrecognised"), receipt
    assert words in receipt.detail
    assert "\n" not in receipt.detail
    assert "to do:" in receipt.detail
    if receipt.status == "refused":
        assert not path.exists()
        (reason,) = lake.settings.quarantine.rglob("reason.txt")
        assert words in reason.read_text(encoding="utf-8")
    else:
        assert path.read_bytes() == (GALLERY / folder / name).read_bytes()
    assert all(not rows for rows in lake.stage().values())


@pytest.mark.parametrize(("folder", "name", "partitions"), GOOD, ids=[name for _, name, _ in GOOD])
def test_good_file_is_loaded(
    lake: FileLake, folder: str, name: str, partitions: tuple[str, ...]
) -> None:
    path = lake.drop(GALLERY / folder / name, name)
    (receipt,) = lake.receive()
    assert (receipt.status, receipt.partitions) == ("loaded", partitions), receipt
    assert not path.exists()
    assert set(lake.stage()[receipt.source_id]) == set(partitions)
    raw = [p for p in lake.settings.raw.rglob(name) if p.is_file()]
    assert {p.read_bytes() for p in raw} == {(GALLERY / folder / name).read_bytes()}


def test_every_gallery_file_is_expected() -> None:
    expected = {(f, n) for f, n, _ in BROKEN} | {(f, n) for f, n, _ in GOOD}
    found = {
        (path.parent.name, path.name)
        for folder in REFUSED
        for path in (GALLERY / folder).iterdir()
        if path.name != "README.md"
    }
    assert found == expected


def test_a_name_matches_only_one_source() -> None:
    declarations = load_declarations()
    for _, name, _ in BROKEN + GOOD:
        fitting = [
            source_id
            for source_id in FILE_SOURCES
            if matched_name(tuple(declarations[source_id].request["file_names"]), name)
        ]
        assert len(fitting) == 1, (name, fitting)

"""What a release is made from: every file that is meant as a taxonomy, and no other."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from orchestration.fingerprint import fingerprint
from orchestration.settings import Settings


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("mine.csv", True),
        ("스마트도시산업 특수분류.xlsx", True),
        ("연계표.txt", True),
        ("연계표.txt.yml", True),
        (".DS_Store", False),
        ("~$연계표.xlsx", False),
        ("README.md", False),
    ],
)
def test_a_file_among_the_taxonomies_changes_the_fingerprint(
    tmp_path: Path, name: str, counts: bool
) -> None:
    settings = Settings(_env_file=None, SMARTCITY_LAKE=tmp_path)  # type: ignore[call-arg]
    before = fingerprint(settings)
    settings.taxonomies.mkdir()
    (settings.taxonomies / name).write_text("a")
    dropped = fingerprint(settings)
    (settings.taxonomies / name).write_text("b")
    changed = fingerprint(settings)
    assert (dropped != before, changed != dropped) == (counts, counts)


def test_a_name_that_is_not_utf_8_is_read(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, SMARTCITY_LAKE=tmp_path)  # type: ignore[call-arg]
    settings.taxonomies.mkdir()
    (settings.taxonomies / os.fsdecode(b"\xbd\xba.csv")).write_text("a")
    assert fingerprint(settings)

"""A dropped file is read once: what arrival made of it is what staging brings into force."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from orchestration.sources import nps
from tests.integration.files.conftest import FileLake
from tests.support.file_gallery import GALLERY, NPS_OLD

NPS = GALLERY / "nps" / NPS_OLD
_ROWS = "select * exclude (snapshot_id) from nps_workplaces order by all"


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The partitions that were parsed, in order."""
    seen: list[str] = []
    parse = nps.parse

    def noted(declaration: Any, snapshots: Any) -> Any:
        seen.append(snapshots[0].manifest.partition)
        return parse(declaration, snapshots)

    monkeypatch.setattr(nps, "parse", noted)
    return seen


def test_once(lake: FileLake, parsed: list[str]) -> None:
    lake.drop(NPS, NPS_OLD)
    (receipt,) = lake.receive()
    assert not (lake.settings.staged / "nps_workplaces").exists(), "nothing is in force yet"
    rows = lake.stage()["nps_workplaces"]
    assert len(parsed) == 1
    assert receipt.detail.startswith(f"{sum(rows.values()):,} rows")
    assert not (lake.settings.staged / ".ahead").exists()


def _lost(path: Path) -> None:
    path.unlink()


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def _note_gone(path: Path) -> None:
    for note in path.parents[1].glob("*.json"):
        note.write_text("{")


@pytest.mark.parametrize("damage", [_lost, _cut, _note_gone])
def test_again_where_what_was_kept_is_not_whole(
    lake: FileLake, parsed: list[str], damage: Callable[[Path], None], tmp_path: Path
) -> None:
    lake.drop(NPS, NPS_OLD)
    lake.receive()
    lake.stage()
    expected = lake.rows(_ROWS)
    other = FileLake(
        lake.settings.model_copy(update={"lake": tmp_path / "other"}), lake.declarations
    )
    other.drop(NPS, NPS_OLD)
    other.receive()
    (kept,) = (other.settings.staged / ".ahead").glob("nps_workplaces/*.parquet")
    damage(kept)
    other.stage()
    assert len(parsed) == 3
    assert other.rows(_ROWS) == expected
    assert expected

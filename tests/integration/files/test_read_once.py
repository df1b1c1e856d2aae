"""A dropped file is parsed once: staging uses the preparsed files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from orchestration.sources.nps import provider as nps
from orchestration.sources.sdot_files import provider as sdot_files
from tests.integration.files.conftest import FileLake
from tests.support.file_gallery import GALLERY, NPS_OLD, SDOT_NEW

NPS = GALLERY / "nps" / NPS_OLD
_ROWS = "select * exclude (snapshot_id) from nps_workplaces order by all"


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The partitions that were parsed, in order."""
    seen: list[str] = []
    for provider in (nps, sdot_files):
        monkeypatch.setattr(provider, "parse", _recording(provider.parse, seen))
    return seen


def _recording(parse: Callable[..., Any], seen: list[str]) -> Callable[..., Any]:
    def recorded(declaration: Any, snapshots: Any) -> Any:
        seen.append(snapshots[0].manifest.partition)
        return parse(declaration, snapshots)

    return recorded


def test_a_file_is_parsed_once(lake: FileLake, parsed: list[str]) -> None:
    lake.drop(NPS, NPS_OLD)
    (receipt,) = lake.receive()
    assert not (lake.settings.staged / "nps_workplaces").exists(), "nothing is active yet"
    rows = lake.stage()["nps_workplaces"]
    assert len(parsed) == 1
    assert receipt.detail.startswith(f"{sum(rows.values()):,} rows")
    assert not (lake.settings.staged / ".preparsed").exists()


def test_a_new_week_does_not_parse_the_others_of_its_month(
    lake: FileLake, parsed: list[str]
) -> None:
    week = (GALLERY / "sdot" / SDOT_NEW).read_bytes()
    for number in range(1, 4):
        lake.drop(week.replace(b"V02Q194000", b"V02Q194%03d" % number), f"S_DOT_ENV_{number}.csv")
        lake.receive()
        rows = lake.stage()["sdot_weekly"]
    assert parsed == ["2026-07", "2026-08"] * 3
    staged = lake.settings.staged.glob("sdot_readings/sdot_weekly__*.parquet")
    assert len(list(staged)) == 6
    counted = (
        "select strftime(measured_at, '%Y-%m') as month, count(*) from sdot_readings group by month"
    )
    assert sorted(lake.rows(counted)) == sorted(rows.items())


def _remove(path: Path) -> None:
    path.unlink()


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def _damage_record(path: Path) -> None:
    for record in path.parents[1].glob("*.json"):
        record.write_text("{")


@pytest.mark.parametrize("damage", [_remove, _truncate, _damage_record])
def test_a_file_is_parsed_again_where_its_preparsed_file_is_damaged(
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
    (preparsed,) = (other.settings.staged / ".preparsed").glob("nps_workplaces/*.parquet")
    damage(preparsed)
    other.stage()
    assert len(parsed) == 3
    assert other.rows(_ROWS) == expected
    assert expected

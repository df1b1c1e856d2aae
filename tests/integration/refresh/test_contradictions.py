"""Microdata dropped beside a published table of the same year that they do not fit."""

from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path

import pytest

from orchestration.lake.raw_store import RawStore
from orchestration.settings import PROJECT_ROOT
from orchestration.storage.files import tree_digest
from tests.conftest import run_smartcity
from tests.support.file_gallery import GALLERY, MDIS_GOOD


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """The bundled data with the table of 2023 once more as one of 2019, the year of the microdata."""
    sample = shutil.copytree(PROJECT_ROOT / "data_lake" / "sample", tmp_path / "sample")
    table = sample / "kosis_census"
    rows = json.loads(gzip.decompress((table / "2023.json.gz").read_bytes()))
    moved = json.dumps([{**row, "PRD_DE": "2019"} for row in rows], ensure_ascii=False)
    (table / "2019.json.gz").write_bytes(gzip.compress(moved.encode()))
    return sample


def test_one_line_names_the_first_and_nothing_is_lost(lake: Path, sample: Path) -> None:
    (lake / "landing").mkdir(exist_ok=True)
    shutil.copyfile(GALLERY / "mdis" / MDIS_GOOD, lake / "landing" / MDIS_GOOD)
    before = tree_digest(lake / "releases", ("**/*",))

    done = run_smartcity(lake, "refresh", SMARTCITY_SAMPLE=str(sample))

    assert done.returncode == 1
    (error,) = [line for line in done.stderr.splitlines() if line.startswith("error: ")]
    ids = {name: active(lake, name) for name in ("kosis_census", "mdis_census")}
    assert error.startswith("error: SC402 published cells contradict each other; contradictions: ")
    assert f"the first: 6246489 (kosis_census {ids['kosis_census']})" in error
    assert f" and 260 (mdis_census {ids['mdis_census']})" in error
    assert " | at survey 2019 region 00 industry TOTAL establishments | to do: " in error
    assert "Traceback" not in done.stderr
    assert tree_digest(lake / "releases", ("**/*",)) == before

    withdrawn = run_smartcity(lake, "withdraw", "mdis_census", "2019")
    assert withdrawn.returncode == 0, withdrawn.stderr
    assert list((lake / "raw" / "mdis_census" / "2019").rglob(MDIS_GOOD))
    healed = run_smartcity(lake, "refresh", "--json", SMARTCITY_SAMPLE=str(sample))
    assert healed.returncode == 0, healed.stderr
    assert json.loads(healed.stdout)["new"] is True


def test_only_what_counts_can_be_withdrawn(lake: Path) -> None:
    done = run_smartcity(lake, "withdraw", "kosis_census", "2019")
    assert done.returncode == 2
    assert "kosis_census has no active period '2019'" in done.stderr
    assert "choose one of: 2020, 2021, 2022, 2023" in done.stderr


def active(lake: Path, source_id: str) -> str:
    """The snapshot of 2019 as errors call it."""
    (snapshot,) = RawStore(lake / "raw", lake / "quarantine").active_ids(source_id)["2019"]
    return snapshot[:12]

"""Eight readers ask without pause while twenty releases are published under them."""

from __future__ import annotations

import os
import time
from multiprocessing.synchronize import Event
from pathlib import Path

import duckdb
import pytest

from orchestration.release.catalog import ReleaseCatalog
from orchestration.release.query import connect
from orchestration.release.retention import prune
from tests.support.quick_releases import STAMPED, build_candidate, publish_copy, publish_once

pytestmark = pytest.mark.faults

READERS, PUBLISHES = 8, 20
_STAMPS = " union ".join(f"select distinct source_id from {mart}" for mart in STAMPED)


def read_without_pause(releases: Path, done: Event, answers, reader: int) -> None:
    """Ask for the stamps of three marts, by the pointer and by the folder, until `done`."""
    os.nice(10)  # as busy as can be, but a publisher on the same machine goes first
    asked, seen = 0, set()
    while not done.is_set():
        if (asked + reader) % 2:
            with connect(releases / "current" / "marts.duckdb") as connection:
                stamps = connection.execute(_STAMPS).fetchall()
        else:
            folder = ReleaseCatalog(releases).current()  # resolved once: all files of one release
            with duckdb.connect(":memory:") as connection:
                files = [str(folder / "parquet" / f"{mart}.parquet") for mart in STAMPED]
                stamps = connection.execute(
                    "select distinct source_id from read_parquet(?, union_by_name = true)", [files]
                ).fetchall()
        if len(stamps) != 1:
            answers.put((reader, asked, f"a mixture: {stamps}"))
            return
        seen.add(stamps[0][0])
        asked += 1
    answers.put((reader, asked, sorted(seen)))


def test_every_answer_is_of_one_release(processes, warehouses, tmp_path: Path) -> None:
    lake, made = tmp_path / "lake", warehouses(3)
    releases = lake / "releases"
    candidates = [build_candidate(tmp_path / warehouse.stem, warehouse) for warehouse in made]
    publish_copy(lake, candidates[0])
    done, answers = processes.Event(), processes.Queue()
    readers = [
        processes.Process(target=read_without_pause, args=(releases, done, answers, number))
        for number in range(READERS)
    ]
    for reader in readers:
        reader.start()
    published = 0
    for number in range(1, PUBLISHES + 1):
        published += publish_copy(lake, candidates[number % len(candidates)])
        time.sleep(0.2)
    done.set()
    told = [answers.get(timeout=60) for _ in readers]
    for reader in readers:
        reader.join(60)
    assert published == PUBLISHES
    assert [r.exitcode for r in readers] == [0] * READERS
    assert [t for t in told if isinstance(t[2], str)] == []
    assert all(asked > 0 for _, asked, _ in told)
    assert len({stamp for _, _, stamps in told for stamp in stamps}) == len(made)


def test_a_reader_keeps_what_it_has_open(warehouses, tmp_path: Path) -> None:
    """Its release is superseded and removed: the open file goes on answering."""
    lake, made = tmp_path / "lake", warehouses(3)
    publish_once(lake, made[0])
    catalog = ReleaseCatalog(lake / "releases")
    with connect(catalog.current() / "marts.duckdb") as open_reader:
        assert open_reader.execute(_STAMPS).fetchall() == [("stamp-0",)]
        publish_once(lake, made[1])
        publish_once(lake, made[2])
        assert len(prune(catalog, keep=1)) == 2
        assert open_reader.execute(_STAMPS).fetchall() == [("stamp-0",)]

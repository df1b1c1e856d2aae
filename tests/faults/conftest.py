"""Processes to be killed, quickly started, and small warehouses for them to publish."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from multiprocessing.context import ForkServerContext
from pathlib import Path

import pytest

from orchestration.release.catalog import ReleaseCatalog
from orchestration.release.checksums import verify_checksums
from orchestration.storage.files import tree_digest
from orchestration.warehouse.manifest import ensure_manifest
from tests.support.quick_releases import small_warehouse


@pytest.fixture(scope="session")
def processes() -> ForkServerContext:
    """Starts a process in milliseconds, with everything imported and nothing open."""
    ensure_manifest()
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.support.quick_releases"])
    return context


@pytest.fixture(scope="session")
def warehouses(
    marts_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[int], list[Path]]:
    """`warehouses(n)`: n small warehouses that differ in their stamp, each made once."""
    folder = tmp_path_factory.mktemp("warehouses")

    def make(count: int) -> list[Path]:
        paths = [folder / f"stamp-{number}.duckdb" for number in range(count)]
        for path in paths:
            if not path.exists():
                small_warehouse(marts_file, path, path.stem)
        return paths

    return make


def require_sound(lake: Path) -> str:
    """After any fault the current release and every active snapshot are intact."""
    catalog = ReleaseCatalog(lake / "releases")
    current = catalog.current()
    verify_checksums(current)
    assert catalog.record(current.name).release_id == current.name
    assert {r.release_id for r in catalog.all()} >= {current.name}
    assert catalog.damaged() == []
    return current.name


def raw_digest(lake: Path) -> str:
    """One hash over all snapshots and the records of active ones."""
    return tree_digest(lake / "raw", ("*/*/*/*", "*/active.json"))

"""What the tests share: a lake with a bundled release, made once a session, and copies of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings
from playwright.sync_api import Browser

from orchestration.release.catalog import ReleaseCatalog
from orchestration.settings import PROJECT_ROOT
from tests.support.chromium import open_chromium
from tests.support.dropped_taxonomies import drop_taxonomies

settings.register_profile("untimed", deadline=None)  # a busy machine is no fault of the code
settings.load_profile("untimed")

_KEYS = ("KOSIS_API_KEY", "SEOUL_API_KEY", "SMARTCITY_LAKE", "DAGSTER_HOME")


@pytest.fixture(scope="session", autouse=True)
def _no_keys_no_lake(tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test sees the keys or the lake of the person who runs it."""
    for name in _KEYS:
        os.environ.pop(name, None)
    os.environ["SMARTCITY_LAKE"] = str(tmp_path_factory.mktemp("default-lake"))


@pytest.fixture(scope="session")
def bundled_lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake after `smartcity refresh` on the bundled data. Read it; to change it take `lake`."""
    return _refreshed_once(tmp_path_factory, "bundled-lake", lambda lake: None)


@pytest.fixture(scope="session")
def taxonomies_lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake into which a person copied many taxonomies before `smartcity refresh`. Only read it.

    The file beside it, with the suffix .json, is what the command said.
    """
    return _refreshed_once(tmp_path_factory, "taxonomies-lake", drop_taxonomies)


def _refreshed_once(
    factory: pytest.TempPathFactory, name: str, prepare: Callable[[Path], None]
) -> Path:
    """A prepared lake and its refresh, made once for all processes of the run."""
    shared = factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    lake = shared / name
    with FileLock(shared / f"{name}.lock"):
        if not (lake / "releases" / "current").exists():
            prepare(lake)
            done = run_smartcity(lake, "refresh", "--json")
            assert done.returncode == 0, done.stderr
            lake.with_suffix(".json").write_text(done.stdout, "utf-8")
    return lake


@pytest.fixture
def lake(bundled_lake: Path, tmp_path: Path) -> Path:
    """A copy of the bundled lake, to be changed and broken: released files can be written, too."""
    copied = shutil.copytree(bundled_lake, tmp_path / "lake", symlinks=True)
    for path in (copied / "releases").rglob("*"):
        if path.is_file() and not path.is_symlink():
            path.chmod(0o644)
    return copied


@pytest.fixture(scope="session")
def release(bundled_lake: Path) -> Path:
    """The folder of the bundled release."""
    return ReleaseCatalog(bundled_lake / "releases").current()


@pytest.fixture(scope="session")
def marts_file(release: Path) -> Path:
    """The DuckDB file of the bundled release."""
    return release / "marts.duckdb"


@pytest.fixture
def smartcity(lake: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """`smartcity(...)`: the command on the copied lake, as a person would type it."""
    return lambda *arguments, **environment: run_smartcity(lake, *arguments, **environment)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of this process."""
    with open_chromium() as browser:
        yield browser


def run_smartcity(
    lake: Path, *arguments: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "orchestration.cli", *arguments],
        cwd=PROJECT_ROOT,
        env={**os.environ, "SMARTCITY_LAKE": str(lake), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )

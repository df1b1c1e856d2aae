"""The built wheel in an environment of its own, outside the repository, with an empty home directory."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from orchestration.settings import PROJECT_ROOT
from orchestration.storage.files import tree_digest

UV = PROJECT_ROOT / ".uv" / "bin" / "uv"
LAKE = Path(".local") / "share" / "smartcity"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, and the wheel that is built from the unpacked sdist."""
    folder = tmp_path_factory.mktemp("dist")
    hatchling = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    subprocess.run([*hatchling, "-t", "sdist"], cwd=PROJECT_ROOT, check=True, capture_output=True)
    (sdist,) = folder.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    (unpacked,) = (path for path in folder.iterdir() if path.is_dir())
    subprocess.run([*hatchling, "-t", "wheel"], cwd=unpacked, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the wheel. Its dependencies are those of the environment of the tests."""
    environment = tmp_path_factory.mktemp("environment")
    (wheel,) = built.glob("*.whl")
    subprocess.run(
        [UV, "venv", "-q", "--python", sys.executable, "--clear", environment], check=True
    )
    python = environment / "bin" / "python"
    subprocess.run([UV, "pip", "install", "-q", "--no-deps", "--python", python, wheel], check=True)
    (packages,) = environment.glob("lib/python*/site-packages")
    # a plain path: the .pth file of the editable install in that folder has no effect
    (packages / "dependencies.pth").write_text(f"{sysconfig.get_path('purelib')}\n")
    return environment


Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty home directory."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def smartcity(installed: Path, home: Path) -> Run:
    """The installed command, as a user with that home directory runs it."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [installed / "bin" / "smartcity", *arguments],
            cwd=home,
            env={"HOME": str(home), "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_a_refresh_ends_with_a_release(smartcity: Run, installed: Path, home: Path) -> None:
    """In the user's data directory, which the first line names; the installed files are not changed."""
    files = ("lib/python*/site-packages/orchestration/**/*",)
    before = tree_digest(installed, files)
    done = smartcity("refresh")
    assert done.returncode == 0, done.stderr
    lake = home / LAKE
    assert done.stderr.splitlines()[0] == f"lake   {lake}"
    assert (lake / "releases" / "current" / "report" / "index.html").is_file()
    assert (lake / "releases" / "current" / "report" / "en" / "methodology.html").is_file()
    assert "nothing new; still current" in smartcity("refresh").stdout
    asked = smartcity("query", "--csv", "select count(*) > 10000 as many from industry_share")
    assert asked.stdout == "many\nTrue\n"
    assert smartcity("doctor").returncode == 0
    assert tree_digest(installed, files) == before


def test_the_sdist_has_no_data_of_runs(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = [name.partition("/")[2] for name in archive.getnames()]
    assert "data_lake/sample/taxonomies/smart_city_2021.csv" in names
    assert "dbt_project/dbt_project.yml" in names
    outside = ("data_lake/raw", "data_lake/releases", "dbt_project/target", ".env", "tests/")
    assert [name for name in names if name.startswith(outside) or "__pycache__" in name] == []

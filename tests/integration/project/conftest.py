"""A copy of the project that a test may extend."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from orchestration.settings import PROJECT_ROOT

_NOT_COPIED = shutil.ignore_patterns(
    ".git",
    ".uv",
    ".venv*",
    ".*_cache",
    ".hypothesis",
    "__pycache__",
    "*.egg-info",
    "target",
    "logs",
)


@dataclass(frozen=True)
class ProjectCopy:
    """The project in another folder, and the commands of a contributor there."""

    folder: Path
    original: dict[str, bytes]

    def run(self, *arguments: str, lake: Path | None = None, fails: bool = False) -> str:
        """Run `python …` in the copy; its output."""
        environment = os.environ if lake is None else {**os.environ, "SMARTCITY_LAKE": str(lake)}
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=self.folder,
            env={name: text for name, text in environment.items() if "PYTEST" not in name},
            capture_output=True,
            text=True,
            check=False,
            timeout=500,
        )
        assert (done.returncode != 0) == fails, done.stdout + done.stderr
        return done.stderr if fails else done.stdout

    def replace(self, path: str, old: str, new: str) -> None:
        """Replace a text in a file, as a person would."""
        text = (self.folder / path).read_text(encoding="utf-8")
        assert old in text, (path, old)
        (self.folder / path).write_text(text.replace(old, new), encoding="utf-8")

    def changed(self) -> set[str]:
        """The files that were added or edited."""
        now = read_files(self.folder)
        return {path for path in now if now[path] != self.original.get(path)}


def read_files(folder: Path) -> dict[str, bytes]:
    """All files of a project that a commit would hold."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not {"__pycache__", "target", "logs"} & set(path.parts)
    }


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> ProjectCopy:
    """A copy of the project as it is."""
    folder = tmp_path_factory.mktemp("copy") / "project"
    shutil.copytree(PROJECT_ROOT, folder, ignore=_ignored)
    return ProjectCopy(folder, read_files(folder))


def _ignored(folder: str, names: list[str]) -> set[str]:
    """Everything that is not in a commit: environments, caches and the lake."""
    if Path(folder) == PROJECT_ROOT / "data_lake":
        return set(names) - {"sample"}
    return set(_NOT_COPIED(folder, names))

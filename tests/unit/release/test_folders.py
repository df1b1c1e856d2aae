"""Folders of releases are moved so that neither a power cut nor a reader sees a partial release."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from orchestration.release import folder_swap, folders
from orchestration.release.folder_swap import replace_folder, swap_folders
from orchestration.release.folders import building_folder, publish_folder, remove_unfinished


def folder(path: Path, text: str) -> Path:
    path.mkdir(parents=True)
    (path / "file").write_text(text)
    return path


def test_files_are_flushed_before_the_name_and_the_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All files are on the disk before the folder is renamed, and the name before the link points to it."""
    releases = tmp_path / "releases"
    building = building_folder(releases, "run")
    (building / "deep").mkdir()
    (building / "deep" / "file").write_text("x")
    done: list[tuple[str, str]] = []
    fsync, replace = folders.fsync, os.replace

    def noted_fsync(path: Path) -> None:
        done.append(("flush", str(path.relative_to(tmp_path))))
        fsync(path)

    def noted_replace(source: Path, target: Path) -> None:
        done.append(("rename", str(Path(target).relative_to(tmp_path))))
        replace(source, target)

    monkeypatch.setattr(folders, "fsync", noted_fsync)
    monkeypatch.setattr(os, "replace", noted_replace)
    publish_folder(building, releases, "r-1")
    flushed = [
        what for kind, what in done[: done.index(("rename", "releases/r-1"))] if kind == "flush"
    ]
    assert set(flushed) == {
        "releases/.building-run",
        "releases/.building-run/deep",
        "releases/.building-run/deep/file",
    }
    assert done[len(flushed) :] == [
        ("rename", "releases/r-1"),
        ("flush", "releases"),
        ("rename", "releases/current"),
        ("flush", "releases"),
    ]


@pytest.mark.parametrize("at_once", [True, False])
def test_an_existing_folder_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: bool
) -> None:
    if not at_once:
        monkeypatch.setattr(folder_swap, "swap_folders", lambda *_: False)
    new, old = folder(tmp_path / "new", "new"), folder(tmp_path / "place", "old")
    assert replace_folder(new, old, tmp_path / "discarded")
    assert (tmp_path / "place" / "file").read_text() == "new"
    assert (tmp_path / "discarded" / "file").read_text() == "old"
    assert not new.exists()
    assert not replace_folder(tmp_path / "discarded", tmp_path / "free", tmp_path / "none")


def test_swap_is_one_step(tmp_path: Path) -> None:
    one, other = folder(tmp_path / "one", "1"), folder(tmp_path / "other", "2")
    if not swap_folders(one, other):
        pytest.skip("this file system cannot swap folders")
    assert (one / "file").read_text() == "2"
    with pytest.raises(FileNotFoundError):
        swap_folders(one, tmp_path / "absent")


def test_an_interrupted_replacement_is_undone(tmp_path: Path) -> None:
    """Where folders cannot be swapped in one step, the folder that was moved away is moved back."""
    releases = tmp_path / "releases"
    folder(releases / ".removed-r-1", "old")
    (releases / "current").symlink_to("r-1")
    remove_unfinished(releases)
    assert (releases / "current" / "file").read_text() == "old"


def test_only_leftovers_are_removed(tmp_path: Path) -> None:
    releases = tmp_path / "releases"
    for name in ("r-1", ".held-r-2", ".building-run", ".removed-r-0"):
        folder(releases / name, name)
    (releases / ".current.123").symlink_to("r-1")
    (releases / ".seen.json.12.part").write_text("")
    assert remove_unfinished(releases) == 4
    assert sorted(p.name for p in releases.iterdir()) == [".held-r-2", "r-1"]

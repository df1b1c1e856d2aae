"""Which entries of the drop folder are dropped files."""

from __future__ import annotations

from pathlib import Path

from orchestration.ingest.drop_folder.folder import dropped_paths


def test_hidden_entries_and_a_readme_are_not_dropped_files(tmp_path: Path) -> None:
    for name in (
        ".DS_Store",
        "._a.csv",
        ".part",
        "README.md",
        "readme.txt",
        "README",
        "b.csv",
        "a.csv",
    ):
        (tmp_path / name).touch()
    (tmp_path / "folder").mkdir()
    (tmp_path / ".unpacked-x").mkdir()
    (tmp_path / "link.csv").symlink_to("/nowhere")
    names = [path.name for path in dropped_paths(tmp_path)]
    assert names == ["a.csv", "b.csv", "folder", "link.csv"]


def test_a_missing_folder_has_no_dropped_files(tmp_path: Path) -> None:
    assert dropped_paths(tmp_path / "nowhere") == []

"""The hash of a folder is that of its sources: compiled modules do not change it."""

from __future__ import annotations

from pathlib import Path

from orchestration.storage.files import tree_digest


def test_compiled_modules_do_not_count(tmp_path: Path) -> None:
    (tmp_path / "module.py").write_text("one = 1\n")
    before = tree_digest(tmp_path, ("**/*",))
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "module.cpython-311.pyc").write_bytes(b"compiled")
    assert tree_digest(tmp_path, ("**/*",)) == before
    (tmp_path / "module.py").write_text("one = 2\n")
    assert tree_digest(tmp_path, ("**/*",)) != before

"""The id of a release: a hash of its data files, so that equal content has the same id."""

from __future__ import annotations

from pathlib import Path

from orchestration.release.datapackage import PACKAGE_FILE, hash_of_content
from orchestration.release.hash_cache import file_hash
from orchestration.storage.files import tree_digest

CONTENT = ("parquet/*.parquet", "csv/*.csv", PACKAGE_FILE)
"""The files whose bytes depend only on the inputs and the code."""


def content_id(folder: Path) -> str:
    """`r-` and twelve hex digits: the SHA-256 over the names and bytes of the `CONTENT` files.

    The number, day and author in datapackage.json do not count.
    """
    return f"r-{tree_digest(folder, CONTENT, _hash_of)[:12]}"


def _hash_of(path: Path) -> str:
    return hash_of_content(path) if path.name == PACKAGE_FILE else file_hash(path)

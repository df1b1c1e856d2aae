"""What a release is called: a hash of what analysts read, so that equal content has an equal name."""

from __future__ import annotations

from pathlib import Path

from orchestration.release.hashes import file_hash
from orchestration.storage.files import tree_digest

CONTENT = ("parquet/*.parquet", "csv/*.csv", "datapackage.json")
"""The files whose bytes depend on nothing but the inputs."""


def content_id(folder: Path) -> str:
    """`r-` and twelve hex digits over Parquet, CSV and data package."""
    return f"r-{tree_digest(folder, CONTENT, file_hash)[:12]}"

"""Read the snapshots of a linkage table: the file as published and the file beside it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from orchestration.sources.taxonomy.dropped import read_beside
from orchestration.sources.taxonomy.linkage.reader import LinkageTable, read_linkage


def read_published(
    path: Path, name: str, request: Mapping[str, Any], beside: bytes
) -> LinkageTable:
    """The table in `path`; `name` and `request` are those of its snapshot, `beside` the other's bytes.

    Raises `ArrivalRefused` with every row that cannot be used, `TaxonomyRefused` for the file beside it.
    """
    given = read_beside(beside, f"{name}.yml")
    taxonomy_id = str(request["taxonomy_id"])
    return read_linkage(
        path, name, taxonomy_id, {key: text for key, text in given.items() if key != "taxonomy_id"}
    )

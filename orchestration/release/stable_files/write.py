"""Writes data/v1/: a CSV and a JSON file per region, per layer of a taxonomy, and per KSIC division."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from urllib.parse import quote

from orchestration.bounded_duckdb import bounded_duckdb
from orchestration.contracts.declaration import Declaration
from orchestration.release.citation import cite
from orchestration.release.disk_errors import disk_errors
from orchestration.release.export import BOM, ExportedMart, Model
from orchestration.release.identity import ReleaseIdentity
from orchestration.release.stable_files.dcat import write_catalogue
from orchestration.release.stable_files.rows import (
    COLUMNS,
    Line,
    create_lines,
    has_marts,
    read_files,
)
from orchestration.release.stable_files.sdmx import write_sdmx
from orchestration.storage.files import write_json

FOLDER = "data/v1"
_VERSION = 1
_BATCH = 5_000
"""Lines that are written at once."""


def write_stable_files(
    folder: Path,
    marts: Sequence[ExportedMart],
    models: Mapping[str, Model],
    sources: Sequence[Declaration],
    identity: ReleaseIdentity,
) -> None:
    """Write data/v1/ into the release's `folder`, which has marts.duckdb, csv/ and parquet/.

    Raises `StorageError` where the disk refuses.
    """
    target = folder / FOLDER
    with (
        disk_errors(target),
        bounded_duckdb(folder, folder / "marts.duckdb", read_only=True) as connection,
    ):
        target.mkdir(parents=True)
        names: list[str] = []
        if has_marts(connection):
            create_lines(connection)
            head = _head(identity)
            for codes, lines in read_files(connection):
                name = "/".join(map(safe_name, codes))
                _write(target / name, lines, head)
                names += [f"{name}.csv", f"{name}.json"]
            names += write_sdmx(connection, target / "sdmx")
        write_catalogue(folder, target / "catalog.jsonld", marts, models, sources, identity)
        write_json(
            target / "index.json",
            {
                "version": _VERSION,
                "release": _head(identity),
                "columns": COLUMNS,
                "catalogue": "catalog.jsonld",
                "files": sorted(names),
            },
        )


def safe_name(code: str) -> str:
    """A code as the name of a file and in its address: other than letters, digits, `_` and `-` is `~XX`."""
    return quote(code, safe="").replace("~", "%7E").replace(".", "%2E").replace("%", "~")


def _head(identity: ReleaseIdentity) -> dict[str, str]:
    citation = cite(identity)
    return {
        "release_id": identity.release_id,
        "number": identity.number,
        "citation_ko": citation.korean,
        "citation_en": citation.english,
    }


def _write(path: Path, lines: Iterator[Line], head: Mapping[str, str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    opening = json.dumps({"release": head, "columns": COLUMNS}, ensure_ascii=False)[:-1]
    with (
        path.with_suffix(".csv").open("w", encoding="utf-8", newline="") as as_csv,
        path.with_suffix(".json").open("w", encoding="utf-8", newline="\n") as as_json,
    ):
        as_csv.write(BOM + ",".join(COLUMNS) + "\r\n")
        separator = f'{opening}, "rows": [\n'
        while batch := list(islice(lines, _BATCH)):
            as_csv.write("".join(f"{line}\r\n" for line, _ in batch))
            as_json.write(separator + ",\n".join(array for _, array in batch))
            separator = ",\n"
        as_json.write("\n]}\n")

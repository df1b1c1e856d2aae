"""Writes data/v1/: a CSV and a JSON file per region, per layer of a taxonomy, and per KSIC division."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import quote

from orchestration.bounded_duckdb import bounded_duckdb
from orchestration.contracts.declaration import Declaration
from orchestration.release.citation import cite
from orchestration.release.disk_errors import disk_errors
from orchestration.release.export import BOM, ExportedMart, Model
from orchestration.release.identity import ReleaseIdentity
from orchestration.release.stable_files.dcat import write_catalogue
from orchestration.release.stable_files.rows import COLUMNS, has_marts, read_rows
from orchestration.release.stable_files.sdmx import write_sdmx
from orchestration.storage.files import write_json

FOLDER = "data/v1"
_VERSION = 1


@dataclass
class _File:
    """The lines of one file, in both forms."""

    csv: list[str] = field(default_factory=list)
    json: list[str] = field(default_factory=list)


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
            files = _collect(read_rows(connection))
            head = _head(identity)
            for name, file in files.items():
                _write(target / name, file, head)
            names = [f"{name}.{kind}" for name in files for kind in ("csv", "json")]
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


@cache  # a release has few codes and many rows
def safe_name(code: str) -> str:
    """A code as the name of a file and in its address: other than letters, digits, `_` and `-` is `~XX`."""
    return quote(code, safe="").replace("~", "%7E").replace(".", "%2E").replace("%", "~")


def _collect(rows: Iterable[Sequence[str | None]]) -> dict[str, _File]:
    files: dict[str, _File] = defaultdict(_File)
    for region, kind, group, layer, csv_line, json_line in rows:
        names = [f"regions/{safe_name(str(region))}"]
        if kind is not None:
            parts = [safe_name(part) for part in (group, layer) if part is not None]
            names.append("/".join((kind, *parts)))
        for name in names:
            files[name].csv.append(str(csv_line))
            files[name].json.append(str(json_line))
    return files


def _head(identity: ReleaseIdentity) -> dict[str, str]:
    citation = cite(identity)
    return {
        "release_id": identity.release_id,
        "number": identity.number,
        "citation_ko": citation.korean,
        "citation_en": citation.english,
    }


def _write(path: Path, file: _File, head: Mapping[str, str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [BOM + ",".join(COLUMNS), *file.csv, ""]
    path.with_suffix(".csv").write_text("\r\n".join(lines), "utf-8", newline="")
    opening = json.dumps({"release": head, "columns": COLUMNS}, ensure_ascii=False)[:-1]
    rows = ",\n".join(file.json)
    path.with_suffix(".json").write_text(f'{opening}, "rows": [\n{rows}\n]}}\n', "utf-8")

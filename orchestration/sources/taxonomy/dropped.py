"""The files in data_lake/taxonomies/: the project's own form as CSV, and linkage tables as published.

A linkage table may have any name; its identifier comes from the name. What the file leaves open is written
into a YAML file beside it, called as the file with `.yml` added. Any other file is refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import yaml

from orchestration.contracts.snapshot import Payload
from orchestration.contracts.taxonomy_form import METADATA
from orchestration.errors import TaxonomyRefused
from orchestration.sources.plain_text import plain_text
from orchestration.sources.taxonomy.form import find_metadata_fault
from orchestration.sources.taxonomy.linkage.names import taxonomy_id_of

FORM, LINKAGE = "form", "linkage"
WHOLE, TABLE, BESIDE = "whole", "table", "beside"
"""The parts: a file in the project's form; a linkage table as published, and the file beside it."""
KEYS = ("taxonomy_id", "ksic_revision", "sheet", *METADATA)
"""What the file beside a linkage table may say."""

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_TABLES = (".csv", ".txt", ".tsv", ".xlsx")
_READMES = ("readme", "readme.md", "readme.txt")
_PEEKED = 65_536


def collect_dropped(folder: Path) -> Iterator[Payload]:
    """The payloads of every file, sorted by name; raises `TaxonomyRefused` for one that cannot be used."""
    paths = taxonomy_paths(folder)
    for path in paths:
        if path.suffix.lower() == ".yml":
            if path.with_suffix("") not in paths:
                raise _refused(path, "no file has this name without .yml", "rename or remove it")
            continue
        payloads = payloads_of(path)
        if payloads[0].part == WHOLE and not _NAME.fullmatch(path.stem):
            raise _refused(
                path,
                f"the file name {path.name!r} cannot be used",
                "use lower case letters, digits and underscores, as in my_taxonomy.csv",
            )
        yield from payloads


def taxonomy_paths(folder: Path) -> list[Path]:
    """Every entry of the folder that is meant as a taxonomy, or as the file beside one, sorted."""
    return sorted(path for path in folder.glob("*") if not _is_ignored(path))


def payloads_of(path: Path) -> list[Payload]:
    """The payloads of one file: itself, and for a linkage table the file beside it."""
    name = unicodedata.normalize("NFC", path.name)
    if path.suffix.lower() not in _TABLES or not path.is_file():
        what = "save it as .xlsx" if path.suffix.lower() in (".xls", ".xlsm") else "remove it"
        raise _refused(path, f"no taxonomy can be read from {plain_text(name, most=80)!r}", what)
    if plain_text(name, most=200) != name:
        raise _refused(path, "its name has characters that cannot be used", "rename it")
    content = path.read_bytes()
    if path.suffix.lower() == ".csv" and b"taxonomy_id" in content[:_PEEKED]:
        return [_payload(f"dropped_{path.stem}", WHOLE, name, content, {})]
    beside = beside_path(path)
    said = beside.read_bytes() if beside.is_file() else b""
    given = read_beside(said, beside.name)
    taxonomy_id = given.get("taxonomy_id") or taxonomy_id_of(Path(name).stem)
    request = {FORM: LINKAGE, "taxonomy_id": taxonomy_id}
    partition = f"linkage_{taxonomy_id}"
    payloads = [_payload(partition, TABLE, name, content, request)]
    if said:
        payloads.append(_payload(partition, BESIDE, f"{name}.yml", said, request))
    return payloads


def beside_path(path: Path) -> Path:
    """The file beside a linkage table."""
    return path.with_name(f"{path.name}.yml")


def read_beside(content: bytes, name: str) -> dict[str, str]:
    """The keys of a file beside a linkage table, as text; raises `TaxonomyRefused` for other content."""
    try:
        said = yaml.load(content, Loader=yaml.CSafeLoader) if content.strip() else {}
    except (yaml.YAMLError, UnicodeDecodeError, ValueError):
        said = None
    if not isinstance(said, Mapping) or any(not isinstance(key, str) for key in said):
        raise TaxonomyRefused(
            "it is not a list of keys and values",
            where=name,
            remedy='write lines as ksic_revision: "10"',
        )
    unknown = [key for key in said if key not in KEYS]
    if unknown:
        raise TaxonomyRefused(
            f"{plain_text(unknown[0], most=40)} is not a known key",
            where=name,
            remedy=f"use one of {', '.join(KEYS)}",
        )
    given = {key: _text(value) for key, value in said.items() if value is not None}
    for key in given.keys() & set(METADATA):
        fault = find_metadata_fault(key, given[key])
        if fault:
            raise TaxonomyRefused(fault[0].removeprefix("# "), where=name, remedy=fault[1])
    taxonomy_id = given.get("taxonomy_id")
    if taxonomy_id is not None and not _NAME.fullmatch(taxonomy_id):
        raise TaxonomyRefused(
            f"taxonomy_id {plain_text(taxonomy_id, most=60)!r} cannot be used as a name",
            where=name,
            remedy="use lower case letters, digits and underscores, beginning with a letter",
        )
    return given


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else " ".join(str(value).split())


def _payload(
    partition: str, part: str, name: str, content: bytes, request: Mapping[str, str]
) -> Payload:
    return Payload(
        partition=partition,
        part=part,
        file_name=name,
        content=content,
        origin="dropped",
        request=request,
        retrieved_at=datetime.now(UTC).replace(microsecond=0),
    )


def _is_ignored(path: Path) -> bool:
    """Hidden files, a README, and the lock files of spreadsheet programs are no taxonomies."""
    return path.name.startswith((".", "~$")) or path.name.lower() in _READMES


def _refused(path: Path, what: str, remedy: str) -> TaxonomyRefused:
    name = plain_text(path.name, most=200)
    return TaxonomyRefused(what, where=f"{path.parent} {name}", remedy=remedy)

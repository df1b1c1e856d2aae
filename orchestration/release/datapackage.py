"""Writes and reads datapackage.json, the description of a release for programs (Frictionless Data Package).

Fields, types and keys come from dbt's manifest; sources and licences from the active snapshots.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from pydantic import BaseModel, Field, TypeAdapter

from orchestration.contracts.credit import address
from orchestration.contracts.declaration import Declaration
from orchestration.errors import ReleaseError
from orchestration.release.catalog import RELEASE_RECORD
from orchestration.release.export import ExportedMart, Model, key_of
from orchestration.release.hash_cache import file_hash
from orchestration.release.identity import ReleaseIdentity
from orchestration.storage.files import write_json
from orchestration.storage.records import Kind, Name, RecordDamaged

PACKAGE_FILE = "datapackage.json"
_IDENTITY = ("id", "version", "created", "contributors", "homepage")
"""Properties that name the release; they are no part of its content."""
_TYPES = {
    "varchar": "string",
    "string": "string",
    "bigint": "integer",
    "integer": "integer",
    "double": "number",
    "boolean": "boolean",
    "date": "date",
    "timestamp": "datetime",
    "timestamp with time zone": "datetime",
}


class Column(BaseModel):
    """A field of a resource, with the properties that the code reads."""

    name: str
    type: str


class TableSchema(BaseModel):
    """The fields and the key of a resource."""

    fields: list[Column] = Field(default_factory=list)
    primary_key: list[str] = Field(alias="primaryKey")


class Resource(BaseModel):
    """A mart in a data package; its `title` is the name of the mart."""

    title: Name
    table: TableSchema = Field(alias="schema")


class Package(BaseModel):
    """The part of datapackage.json that the code reads."""

    resources: list[Resource]


_PACKAGE = Kind("description datapackage.json", TypeAdapter(Package), RELEASE_RECORD.remedy)


def read_datapackage(folder: Path) -> list[Resource]:
    """The marts in datapackage.json of `folder`; raises `ReleaseError` where it is missing or damaged."""
    try:
        package = _PACKAGE.read(folder / PACKAGE_FILE)
    except RecordDamaged as error:
        raise ReleaseError(error.what, where=str(folder), remedy=error.remedy) from None
    if package is None:
        raise ReleaseError(
            "datapackage.json is missing", where=str(folder), remedy=RELEASE_RECORD.remedy
        )
    return package.resources


def write_datapackage(
    folder: Path,
    marts: Sequence[ExportedMart],
    models: Mapping[str, Model],
    sources: Sequence[Declaration],
) -> None:
    """Write datapackage.json into `folder`, which has csv/ and parquet/.

    `sources` are the declarations of the sources with active snapshots.
    """
    package = {
        "name": "smart-city-industry",
        "title": "Smart-city industry of Korea's provinces: shares, bounds, location quotients",
        "licenses": _licences(sources),
        "sources": [
            {"title": s.attribution_en, "name": s.source_id} | _path(s.landing_page)
            for s in sources
        ],
        "resources": [_resource(folder, mart, models[mart.name]) for mart in marts],
    }
    write_json(folder / PACKAGE_FILE, package)


def identify_datapackage(folder: Path, identity: ReleaseIdentity) -> None:
    """Add id, number, day, author and address of the release to datapackage.json in `folder`."""
    package = json.loads((folder / PACKAGE_FILE).read_text(encoding="utf-8"))
    package |= {
        "id": f"https://doi.org/{identity.doi}" if identity.doi else identity.release_id,
        "version": identity.number,
        "created": f"{identity.released.isoformat()}T00:00:00+09:00",
        "contributors": [{"title": identity.author, "roles": ["publisher"]}],
    }
    if identity.address:
        package["homepage"] = identity.address
    write_json(folder / PACKAGE_FILE, package)


def hash_of_content(path: Path) -> str:
    """The SHA-256 of a datapackage.json without the properties that name the release."""
    package = json.loads(path.read_text(encoding="utf-8"))
    content = {key: value for key, value in package.items() if key not in _IDENTITY}
    return sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _resource(folder: Path, mart: ExportedMart, model: Model) -> dict[str, Any]:
    path = folder / "csv" / f"{mart.name}.csv"
    parquet = folder / "parquet" / f"{mart.name}.parquet"
    return {
        "name": mart.name.replace("_", "-"),
        "title": mart.name,
        "description": model["description"],
        "path": f"csv/{mart.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8-sig",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{file_hash(path)}",
        "alternatives": [
            {"path": f"parquet/{mart.name}.parquet", "hash": f"sha256:{file_hash(parquet)}"}
        ],
        "schema": {
            "fields": [_field(c) for c in model["columns"].values()],
            "primaryKey": key_of(model),
            "missingValues": [""],
        },
    }


def _field(column: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": column["name"],
        "type": field_type(str(column["data_type"])),
        "description": column["description"],
        "description_ko": column["config"]["meta"]["ko"],
    }


def field_type(kind: str) -> str:
    """The Table Schema type for a DuckDB type in lower case; raises `KeyError` for an unknown one."""
    return "number" if kind.startswith("decimal") else _TYPES[kind]


def _path(url: object) -> dict[str, str]:
    return {"path": address(url)} if url else {}


def _licences(sources: Sequence[Declaration]) -> list[dict[str, str]]:
    by_id = {s.licence.id: s.licence for s in sources}
    return [
        {"name": licence.id, "title": licence.name} | _path(licence.url)
        for _, licence in sorted(by_id.items())
    ]

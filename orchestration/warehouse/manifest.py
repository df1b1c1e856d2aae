"""dbt's manifest, parsed once and cached until the project changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from filelock import FileLock
from pydantic import TypeAdapter
from typing_extensions import TypedDict  # pydantic needs it instead of typing's before Python 3.12

from orchestration.errors import WarehouseError
from orchestration.settings import PROJECT_ROOT, load_settings
from orchestration.storage.files import write_atomic
from orchestration.storage.records import REBUILT, Kind, RecordDamaged
from orchestration.warehouse.project import MANIFEST, TARGET, project_digest


class Manifest(TypedDict):
    """What the code reads of dbt's manifest: its nodes and sources by their unique id."""

    nodes: dict[str, dict[str, Any]]
    sources: dict[str, dict[str, Any]]


_MANIFEST = Kind("manifest of dbt", TypeAdapter(Manifest), REBUILT)
_STAMP = TARGET / "manifest.digest"


def ensure_manifest() -> Path:
    """The path of the current manifest; parses the project where it changed.

    One process parses; others that want it meanwhile wait.
    """
    digest = project_digest()
    if _is_of(digest):
        return MANIFEST
    TARGET.mkdir(parents=True, exist_ok=True)
    with FileLock(TARGET / "manifest.lock"):
        if not _is_of(digest):
            _parse_and_stamp(digest)
    return MANIFEST


def load_manifest(path: Path | None = None) -> Manifest:
    """The manifest at `path`, or that of the project; a damaged one is parsed again."""
    if path is not None:
        return _read(path)
    try:
        return _read(ensure_manifest())
    except RecordDamaged:
        _STAMP.unlink(missing_ok=True)
        return _read(ensure_manifest())


def _read(path: Path) -> Manifest:
    manifest = _MANIFEST.read(path)
    if manifest is None:
        raise _MANIFEST.damaged(path, "it is not there")
    for node in manifest["nodes"].values():
        for column in node.get("columns", {}).values():
            _split_description(column)
    return manifest


def _split_description(column: dict[str, Any]) -> None:
    """Move the Korean paragraph of a description to `config.meta.ko`."""
    english, _, korean = column["description"].partition("\n\n")
    column["description"] = english.strip()
    if korean:
        column["config"]["meta"].setdefault("ko", korean.strip())


def _parse_and_stamp(digest: str) -> None:
    from orchestration.warehouse.build import parse

    parse(PROJECT_ROOT / "data_lake" / "staged", write=True)
    if not MANIFEST.exists():
        raise WarehouseError(
            "dbt parse left no manifest", where=str(TARGET), remedy="run `dbt parse` to see why"
        )
    write_atomic(_STAMP, digest.encode())


def _is_of(digest: str) -> bool:
    return MANIFEST.exists() and _STAMP.exists() and _STAMP.read_text() == digest


def mart_models() -> dict[str, dict[str, Any]]:
    """The marts of the manifest by name, in order of name: description, columns, meta (key, ko)."""
    return {
        node["name"]: node
        for _, node in sorted(load_manifest()["nodes"].items())
        if node["resource_type"] == "model" and "marts" in node["fqn"]
    }


def code_version() -> str:
    """The version of the code: the git commit where there is one, else the version of the package."""
    head = PROJECT_ROOT / ".git" / "HEAD"
    if head.exists():
        reference = head.read_text().strip()
        if not reference.startswith("ref: "):
            return reference[:12]
        loose = PROJECT_ROOT / ".git" / reference[5:]
        if loose.exists():
            return loose.read_text().strip()[:12]
    from importlib.metadata import version

    return load_settings().code_version or version("smartcity-warehouse")

"""Keep the warehouse of the last refresh: `whatif` then builds only what depends on a taxonomy."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from pathlib import Path

from orchestration.settings import Settings
from orchestration.warehouse.project import DATABASE, project_digest

TAXONOMIES = "taxonomies"
"""The staged data set that a kept warehouse need not share with the lake."""
_STATE = "built_from"


def keep_warehouse(settings: Settings, warehouse: Path) -> None:
    """Move a finished warehouse to where `kept_warehouse` finds it, in place of the one before.

    A lake that cannot be written keeps none; the refresh does not depend on it.
    """
    with contextlib.suppress(OSError):
        shutil.rmtree(settings.kept, ignore_errors=True)
        settings.kept.mkdir(parents=True)
        os.replace(warehouse, settings.kept / DATABASE)
        (settings.kept / _STATE).write_text(_state(settings.staged), encoding="utf-8")


def kept_warehouse(settings: Settings) -> Path | None:
    """The warehouse of the last refresh; None where dbt's files or the staged data changed since then."""
    try:
        state = (settings.kept / _STATE).read_text(encoding="utf-8")
    except OSError:
        return None
    return settings.kept / DATABASE if state == _state(settings.staged) else None


def _state(staged: Path) -> str:
    """What a warehouse is built from: dbt's files, and the staged files without the taxonomies."""
    digest = hashlib.sha256(project_digest().encode())
    for path in sorted(staged.rglob("*.parquet")):
        name = path.relative_to(staged)
        if name.parts[0] != TAXONOMIES:
            found = path.stat()
            digest.update(f"{name} {found.st_size} {found.st_mtime_ns}\n".encode())
    return digest.hexdigest()

"""What every answer carries: the release, its citation, and the sources of its numbers."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from orchestration.agents.opened import OpenRelease


@dataclass
class Answer:
    """The content of an answer by name, the sources of its numbers, and what the reader has to know."""

    content: dict[str, Any]
    source_ids: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)


def to_record(release: OpenRelease, answer: Answer) -> dict[str, Any]:
    """The answer as plain data for JSON, with release, citation and sources."""
    record = release.record
    return {
        "release": {
            "release_id": record.release_id,
            "number": record.number,
            "published_at": record.published_at,
        },
        "citation": {"ko": release.citation.korean, "en": release.citation.english},
        **{name: plain(value) for name, value in answer.content.items()},
        "sources": _sources(release, answer.source_ids),
        "notes": list(dict.fromkeys(answer.notes)),
    }


def cut(rows: list[Any], most: int) -> tuple[list[Any], dict[str, Any]]:
    """The first `most` rows, and how many there are: a limit is never silent."""
    said: dict[str, Any] = {"shown": min(len(rows), most), "found": len(rows)}
    if len(rows) > most:
        said["note"] = f"{len(rows) - most} more are not shown; ask for less, or raise `limit`"
    return rows[:most], said


def plain(value: Any) -> Any:
    """A value of DuckDB or of our records as JSON has it; a number that is not finite is null."""
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return value if math.isfinite(value) else None
        case Decimal():
            return plain(float(value))
        case date():
            return value.isoformat()
        case Mapping():
            return {str(key): plain(child) for key, child in value.items()}
        case bytes():
            return value.hex()
        case Iterable():
            return [plain(child) for child in value]
    return str(value)


def _sources(release: OpenRelease, source_ids: set[str]) -> list[dict[str, Any]]:
    if not source_ids:
        return []
    rows = release.rows(
        "select source_id, title_ko, title_en, publisher, attribution_ko, attribution_en, landing_page,"
        " licence_id, licence_url, list(partition_key order by partition_key) as partitions"
        " from source_snapshots where list_contains($1, source_id) group by all order by source_id",
        [sorted(source_ids)],
    )
    return [{name: plain(value) for name, value in row.items()} for row in rows]

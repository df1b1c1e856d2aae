"""Compares two releases: marts, columns, rows and values that differ, by size of the change.

The Parquet files of both releases are joined on the marts' keys in DuckDB. The keys are read from each
release's datapackage.json, so that any two releases can be compared. A large mart is compared slice by
slice, within a memory limit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

import duckdb

from orchestration.bounded_duckdb import bounded_duckdb
from orchestration.release.change_log import LISTED, ChangeLog
from orchestration.release.change_size import Size, relative_sql, size_sql
from orchestration.release.change_slices import find_slices
from orchestration.release.datapackage import read_datapackage
from orchestration.release.disk_errors import disk_errors
from orchestration.release.hash_cache import file_hash
from orchestration.release.views import PERIODS
from orchestration.storage.sql import column_types, count_rows, quote_name, quote_text

SHOWN = 10
"""Examples per mart and size in CHANGES.md; changes.csv lists far more."""

_DISCLOSES_LESS = (
    "new.status = 'suppressed' or (new.status is distinct from old.status"
    " and new.status not in ('observed', 'absent'))"
)
"""SQL: the new row is suppressed, or has only bounds where the old row had a value."""

_NUMERIC = ("INT", "DOUBLE", "FLOAT", "DECIMAL")


@dataclass(frozen=True)
class ValueChange:
    """One value that differs. `relative` is the change divided by the old value; None for texts."""

    size: Size
    key: str
    column: str
    old: str | None
    new: str | None
    relative: float | None


@dataclass(frozen=True)
class MartChange:
    """The differences in one mart; `examples` are the largest changes of each size."""

    mart: str
    kind: Literal["added", "removed", "changed"]
    added_rows: dict[str, int] = field(default_factory=dict)
    """Rows by period; the period is '' where the mart has none."""
    removed_rows: dict[str, int] = field(default_factory=dict)
    added_columns: list[str] = field(default_factory=list)
    removed_columns: list[str] = field(default_factory=list)
    key_changed: bool = False
    values: dict[Size, int] = field(default_factory=dict)
    examples: list[ValueChange] = field(default_factory=list)
    unlisted: int = 0
    """Changes that are counted but not listed in changes.csv; see `change_log`."""


@dataclass(frozen=True)
class Comparison:
    """All differences between two releases, by mart; a mart without a difference is left out."""

    old_id: str
    new_id: str
    marts: list[MartChange]

    def count(self, size: Size) -> int:
        """The number of values whose change has this size."""
        return sum(m.values.get(size, 0) for m in self.marts)

    def to_json(self) -> dict[str, Any]:
        """The comparison as dictionaries and lists."""
        return asdict(self)


def compare(
    old: Path,
    new: Path,
    *,
    old_id: str | None = None,
    new_id: str | None = None,
    details: Path | None = None,
    listed: int = LISTED,
) -> Comparison:
    """Compare the releases in the folders `old` and `new`, which must be complete.

    `details` is a CSV file for the changes value by value, at most the `listed` largest per mart. The ids
    are the folders' names unless given. Raises `ReleaseError` where a folder is not a release, and
    `StorageError` where the disk refuses.
    """
    old_keys, new_keys = _read_keys(old), _read_keys(new)
    with disk_errors(details or new), bounded_duckdb(new) as connection:
        log = ChangeLog(connection, SHOWN, listed)
        found = []
        for mart in sorted(old_keys.keys() | new_keys.keys()):
            if mart not in old_keys:
                found.append(MartChange(mart, "added", added_rows=_count(connection, new, mart)))
            elif mart not in new_keys:
                found.append(
                    MartChange(mart, "removed", removed_rows=_count(connection, old, mart))
                )
            elif file_hash(_parquet(old, mart)) != file_hash(_parquet(new, mart)):
                found.append(
                    _compare_mart(connection, log, mart, old, new, old_keys[mart], new_keys[mart])
                )
        if details is not None:
            log.write(details)
    return Comparison(old_id or old.name, new_id or new.name, found)


def _compare_mart(
    connection: duckdb.DuckDBPyConnection,
    log: ChangeLog,
    mart: str,
    old: Path,
    new: Path,
    old_key: list[str],
    key: list[str],
) -> MartChange:
    old_types, new_types = _columns(connection, old, mart), _columns(connection, new, mart)
    added = [c for c in new_types if c not in old_types]
    removed = [c for c in old_types if c not in new_types]
    if old_key != key:
        return MartChange(
            mart,
            "changed",
            added_rows=_count(connection, new, mart),
            removed_rows=_count(connection, old, mart),
            added_columns=added,
            removed_columns=removed,
            key_changed=True,
        )
    period = next((c for c in PERIODS if c in key), None)
    less = _DISCLOSES_LESS if {"status"} <= new_types.keys() & old_types.keys() else None
    for condition in find_slices(connection, _read(old, mart), _read(new, mart), period):
        _join(connection, _read(old, mart), _read(new, mart), key, condition)
        _add_rows(log, mart, key, period)
        for column in new_types:
            if column in old_types and column not in key:
                types = old_types[column], new_types[column]
                _add_values(log, mart, column, key, types, less)
        log.count_added()
        connection.execute("drop table joined")
    log.finish_mart()
    return MartChange(
        mart,
        "changed",
        added_rows=log.rows(mart, "added"),
        removed_rows=log.rows(mart, "removed"),
        added_columns=added,
        removed_columns=removed,
        values=log.sizes(mart),
        examples=[ValueChange(*row) for row in log.largest(mart)],
        unlisted=log.unlisted(mart),
    )


def _join(
    connection: duckdb.DuckDBPyConnection, old: str, new: str, key: list[str], condition: str
) -> None:
    """Create the table `joined`: both rows per key that meet the condition, as structs `old` and `new`."""
    same = " and ".join(
        f"o.row.{quote_name(c)} is not distinct from n.row.{quote_name(c)}" for c in key
    )
    connection.execute(
        "create temp table joined as select o.row as old, n.row as new"
        f" from (select r as row from {old} as r where {condition}) as o"
        f" full join (select r as row from {new} as r where {condition}) as n on {same}"
    )


def _add_rows(log: ChangeLog, mart: str, key: list[str], period: str | None) -> None:
    """Log the rows that only one of the releases has."""
    for kind, side, other in (("added", "new", "old"), ("removed", "old", "new")):
        when = f"cast({side}.{quote_name(period)} as varchar)" if period else "''"
        log.add(
            f"select {quote_text(mart)} as mart, {quote_text(kind)} as kind, {_key(side, key)} as key,"
            f" {when} as period from joined where {other} is null"
        )


def _add_values(
    log: ChangeLog,
    mart: str,
    column: str,
    key: list[str],
    types: tuple[str, str],
    less: str | None,
) -> None:
    """Log the values of `column` that differ between the two rows of a key.

    `less` is an SQL condition, or None for a mart without a status. Where it is true, or the new value is
    null, the old value is left out: a value that is now suppressed must not be readable from the changes.
    """
    old, new = f"old.{quote_name(column)}", f"new.{quote_name(column)}"
    if all(kind.startswith(_NUMERIC) or "INT" in kind for kind in types):
        relative = relative_sql(old, new)
        size = size_sql("relative_change")
        differs = f"{old} is distinct from {new}"
    else:
        relative, size = "cast(null as double)", "'moderate'"
        differs = f"cast({old} as varchar) is distinct from cast({new} as varchar)"
    shown = f"{new} is not null and not ({less})" if less and column != "status" else "true"
    log.add(
        f"select {quote_text(mart)} as mart, 'changed' as kind, {size} as size,"
        f" {quote_text(column)} as column_name, *"
        f" from (select {_key('new', key)} as key,"
        f" case when {shown} then cast({old} as varchar) end as old_value,"
        f" cast({new} as varchar) as new_value, case when {shown} then {relative} end as relative_change"
        f" from joined where old is not null and new is not null and {differs})"
    )


def _key(side: str, key: Iterable[str]) -> str:
    """SQL for the key of a row as text, such as 'year=2023 region_code=11'."""
    parts = (
        f"{quote_text(c + '=')} || coalesce(cast({side}.{quote_name(c)} as varchar), '')"
        for c in key
    )
    return f"concat_ws(' ', {', '.join(parts)})"


def _columns(connection: duckdb.DuckDBPyConnection, folder: Path, mart: str) -> dict[str, str]:
    return column_types(connection, _read(folder, mart))


def _count(connection: duckdb.DuckDBPyConnection, folder: Path, mart: str) -> dict[str, int]:
    return {"": count_rows(connection, _read(folder, mart))}


def _read_keys(folder: Path) -> Mapping[str, list[str]]:
    """The key columns of each mart of a release."""
    return {r.title: r.table.primary_key for r in read_datapackage(folder)}


def _parquet(folder: Path, mart: str) -> Path:
    return folder / "parquet" / f"{mart}.parquet"


def _read(folder: Path, mart: str) -> str:
    return f"read_parquet({quote_text(_parquet(folder, mart))})"

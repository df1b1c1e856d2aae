"""`trace`: recompute every number of a published row from the raw bytes, and compare."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

from orchestration.errors import QueryError
from orchestration.release.catalog import read_record
from orchestration.release.datapackage import read_datapackage
from orchestration.release.query import run_query
from orchestration.trace.context import RecomputedNumber, RecomputedRow, Row, TraceContext
from orchestration.trace.evidence import Evidence, describe_snapshot
from orchestration.trace.model import Agreement, ComparedNumber, NotRecomputed, Number, Trace
from orchestration.trace.rows import TracedRows, is_recomputed, published_numbers, to_number
from orchestration.warehouse.manifest import code_version

_TOLERANCE = 1e-9
_SHOWN = 5


class Tracer:
    """Traces rows of one release; each raw file is read once."""

    def __init__(self, release: Path, raw: Path) -> None:
        self.record = read_record(release.resolve())
        self.evidence = Evidence(release, raw)
        self._keys = _key_columns(release)
        self._rows = TracedRows(TraceContext(self.evidence), self._keys)

    def row(self, mart: str, where: str) -> Row:
        """The one published row that `where` selects; raises `QueryError` where it is not one."""
        if mart not in self.record.marts:
            raise QueryError(
                f"there is no mart {mart}",
                where=self.record.release_id,
                remedy=f"use one of: {', '.join(sorted(self.record.marts))}",
            )
        names, rows = run_query(
            self.evidence.marts, f'select * from "{mart}" where ({where}\n) limit {_SHOWN + 1}'
        )
        if len(rows) != 1:
            found = str(len(rows)) if len(rows) <= _SHOWN else f"more than {_SHOWN}"
            raise QueryError(
                f"the condition selects {found} rows instead of one",
                where=f"{mart} where {where}",
                remedy=f"give every key column: {', '.join(self._keys[mart])}",
            )
        return dict(zip(names, rows[0], strict=True))

    def trace(self, mart: str, where: str) -> Trace:
        """Trace the one row that `where` selects."""
        return self.trace_row(mart, self.row(mart, where))

    def trace_row(self, mart: str, row: Row) -> Trace:
        """Trace a row that was read already."""
        recomputed, figures = self._figures(mart, row)
        files = {file.sha256: file for file in recomputed.files}
        return Trace(
            release_id=self.record.release_id,
            mart=mart,
            key={name: row[name] for name in self._keys[mart]},
            status=str(row.get("status") or recomputed.status),
            figures=figures,
            cells=tuple(recomputed.cells),
            codes=tuple(recomputed.codes),
            snapshots=tuple(describe_snapshot(file, self.evidence) for file in files.values()),
            published_by_code=self.record.code_version,
            traced_by_code=code_version(),
            notes=tuple(recomputed.notes),
        )

    def _figures(self, mart: str, row: Row) -> tuple[RecomputedRow, tuple[ComparedNumber, ...]]:
        try:
            if not is_recomputed(mart):
                raise NotRecomputed("no formula recomputes this mart from the raw files")
            recomputed = self._rows.row(mart, row).recompute()
        except NotRecomputed as reason:
            return RecomputedRow([]), tuple(
                ComparedNumber(column, number, None, "not_recomputed", str(reason))
                for column, number in published_numbers(row, self._keys[mart])
            )
        return recomputed, tuple(_compare(row, number) for number in recomputed.figures)


def trace(release: Path, raw: Path, mart: str, where: str) -> Trace:
    """Trace one row of the release in folder `release` with the raw snapshots in folder `raw`.

    Raises `QueryError` unless `where` selects one row, `StorageError` where a snapshot is missing.
    """
    return Tracer(release, raw).trace(mart, where)


def _compare(row: Row, computed: RecomputedNumber) -> ComparedNumber:
    published = to_number(row[computed.column])
    agreement = _agreement(published, computed)
    if computed.hidden:
        return ComparedNumber(computed.column, published, None, agreement, computed.formula)
    return ComparedNumber(
        computed.column, published, computed.value, agreement, computed.formula, computed.operands
    )


def _agreement(published: Number | None, computed: RecomputedNumber) -> Agreement:
    recomputed = computed.value
    if computed.hidden:
        return "suppressed" if published is None else "differs"
    if published is None and recomputed is None:
        return "empty"
    if published is None or recomputed is None:
        if computed.bound != "point":
            return "differs"
        return "contains" if published is None else "inside"  # one of the two is still a range
    if _same(published, recomputed, computed.places):
        return "equal"
    if computed.bound in ("exact", "point"):
        return "differs"
    wider = published < recomputed if computed.bound == "low" else published > recomputed
    return "contains" if wider else "inside"


def _same(published: Number, recomputed: Number, places: int | None) -> bool:
    if isinstance(published, int) and isinstance(recomputed, int):
        return published == recomputed
    rounding = 1.5 * 10**-places if places is not None else 0.0
    return math.isclose(published, recomputed, rel_tol=_TOLERANCE, abs_tol=rounding)


def _key_columns(release: Path) -> Mapping[str, list[str]]:
    """The key columns of every mart, from datapackage.json of the release."""
    return {r.title: r.table.primary_key for r in read_datapackage(release)}

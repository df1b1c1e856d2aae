"""Write a trace as text, and as plain data for JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from orchestration.trace.model import (
    Agreement,
    CodeUse,
    ComparedNumber,
    Number,
    SnapshotUse,
    SourceCell,
    Trace,
)

_AGREEMENT_TEXTS: dict[Agreement, str] = {
    "equal": "agrees: recomputed from the raw bytes",
    "contains": "agrees: the published range contains the recomputed one",
    "inside": "NOT CONFIRMED: the published range is narrower than the recomputed one",
    "suppressed": "agrees: withheld, as the disclosure rule requires",
    "empty": "agrees: empty in both",
    "differs": "DISAGREES with the raw bytes",
    "not_recomputed": "not recomputed",
}
_SHOWN = 12


def to_record(trace: Trace) -> dict[str, Any]:
    """The trace as plain data for JSON."""
    return {**asdict(trace), "agrees": trace.agrees, "compared": trace.compared}


def to_text(trace: Trace, everything: bool = False) -> str:
    """The trace as lines; long lists are cut unless `everything`."""
    return "\n".join(_lines(trace, None if everything else _SHOWN))


def format_number(value: Number | None) -> str:
    """A number as text; empty for null."""
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, int) else f"{value:.10g}"


def _lines(trace: Trace, most: int | None) -> Iterator[str]:
    key = ", ".join(f"{name} = {value}" for name, value in trace.key.items())
    yield f"{trace.mart}: {key}"
    yield f"release {trace.release_id}, status {trace.status}"
    yield f"code: published by {trace.published_by_code}, traced by {trace.traced_by_code}"
    yield ""
    for figure in trace.figures:
        yield from _figure(figure)
    yield from _list("Taxonomy codes", [_code(c) for c in _by_use(trace.codes)], most)
    yield from _list("Source cells", [_cell(c) for c in trace.cells], most)
    yield from _list("Snapshots", [_snapshot(s) for s in trace.snapshots], None)
    for note in trace.notes:
        yield f"Note: {note}."
    yield _verdict(trace)


def _verdict(trace: Trace) -> str:
    left = len(trace.figures) - trace.compared
    if trace.agrees is None:
        return "No number was compared with the raw bytes."
    if not trace.agrees:
        return "NOT all numbers agree."
    if left:
        return f"All {trace.compared} numbers that were compared agree; {left} not recomputed."
    return "All numbers agree with the raw bytes."


def _figure(figure: ComparedNumber) -> Iterator[str]:
    if figure.agreement == "suppressed":
        yield f"{figure.column}: suppressed"
    else:
        yield f"{figure.column} = {format_number(figure.published) or 'empty'}"
    yield f"    {figure.formula}"
    if figure.operands:
        named = (f"{o.name} {format_number(o.value) or 'not disclosed'}" for o in figure.operands)
        yield f"    with {'; '.join(named)}"
    yield f"    {_AGREEMENT_TEXTS[figure.agreement]}{_recomputed(figure)}"


def _recomputed(figure: ComparedNumber) -> str:
    if figure.agreement in ("contains", "inside", "differs"):
        return f" ({format_number(figure.recomputed) or 'empty'})"
    return ""


def _list(title: str, lines: Sequence[str], most: int | None) -> Iterator[str]:
    if not lines:
        return
    yield f"\n{title} ({len(lines)})"
    for line in lines[:most]:
        yield f"  {line}"
    if most is not None and len(lines) > most:
        yield f"  … {len(lines) - most} more (--all)"


def _by_use(codes: Sequence[CodeUse]) -> list[CodeUse]:
    order = {"in_full": 0, "in_part": 1, "left_out": 2}
    return sorted(codes, key=lambda c: order[c.entered])


def _code(code: CodeUse) -> str:
    return (
        f"{code.entered:<9} KSIC {code.ksic_revision} {code.ksic_code:<6}"
        f" {code.layer}/{code.industry} ({code.evidence}) {code.name}"
    )


def _cell(cell: SourceCell) -> str:
    value = format_number(cell.value) if cell.status == "observed" else ""
    return (
        f"{cell.role:<8} {cell.what}: {value or cell.status}"
        f"  [{cell.source_id} {cell.sha256[:12]} row {cell.raw_row}]"
    )


def _snapshot(snapshot: SnapshotUse) -> str:
    origin = f"{snapshot.origin} {snapshot.retrieved_at or ''}".strip()
    request = f" request {snapshot.request}" if snapshot.request else ""
    state = "hash verified" if snapshot.intact else "THE FILE DOES NOT HAVE THIS HASH"
    return (
        f"{snapshot.source_id} {snapshot.partition} sha256 {snapshot.sha256} ({state})\n"
        f"    {snapshot.file_name}, {origin}{request}, licence {snapshot.licence} {snapshot.licence_url}\n"
        f"    {snapshot.attribution}"
    )

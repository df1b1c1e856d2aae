"""The tool `trace_number`: recompute the numbers of one row from the raw bytes."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from orchestration.agents.answer import Answer
from orchestration.agents.mart_names import require_mart
from orchestration.agents.opened import OpenRelease
from orchestration.agents.tool import MOST_CHARACTERS, InLanguage, Tool
from orchestration.agents.withheld import GRADED, LOWEST
from orchestration.errors import QueryError
from orchestration.release.datapackage import read_datapackage
from orchestration.storage.sql import quote_name, quote_text
from orchestration.trace.model import Trace
from orchestration.trace.text import to_record
from orchestration.trace.tracing import Tracer

_MOST_LISTED = 20
_WITHHELD = {
    "ko": "신뢰등급 C인 추정값은 비교 결과만 제시하고 값은 제시하지 않음",
    "en": "an estimate of reliability C is compared, but its value is not given",
}
_LISTS = {"cells": "source cells", "codes": "taxonomy codes"}


class Tracing(InLanguage):
    """Arguments of `trace_number`."""

    mart: str = Field(description="Name of the mart.", max_length=MOST_CHARACTERS)
    key: dict[str, str | int] = Field(
        description="Every key column with its value, as in `trace` of an observation.",
        min_length=1,
        max_length=20,
    )


def trace_number(release: OpenRelease, wanted: Tracing) -> Answer:
    """The trace of the row with this key; raises `QueryError` where there is no such row."""
    where = _condition(release, wanted)
    release.close()  # the tracer opens the marts in its own way
    tracer = Tracer(release.folder, release.raw)
    row = tracer.row(wanted.mart, where)
    trace = tracer.trace_row(wanted.mart, row)
    record = to_record(trace)
    notes: list[str] = []
    withheld = {name for name, grade in GRADED.items() if row.get(grade) == LOWEST}
    for figure in record["figures"]:
        if figure["column"] in withheld:
            figure |= {"published": None, "recomputed": None, "operands": []}
            notes.append(_WITHHELD[wanted.language])
    for name, what in _LISTS.items():
        listed = record[name]
        if len(listed) > _MOST_LISTED:
            notes.append(f"{_MOST_LISTED} of {len(listed)} {what} are shown")
        record[name] = listed[:_MOST_LISTED]
    sources = {snapshot.source_id for snapshot in trace.snapshots}
    del record["release_id"]
    return Answer({"trace": record, "verdict": _verdict(trace)}, sources, notes)


def _condition(release: OpenRelease, wanted: Tracing) -> str:
    """The SQL condition of the key; only columns of the key are allowed, and all are needed."""
    keys = {r.title: r.table.primary_key for r in read_datapackage(release.folder)}
    require_mart(wanted.mart, keys, "`describe_marts` lists the marts")
    needed: list[str] = keys[wanted.mart]
    if set(needed) != set(wanted.key):
        raise QueryError(
            f"the key of {wanted.mart} has other columns",
            where="the argument `key`",
            remedy=f"give exactly: {', '.join(needed)}",
        )
    return " and ".join(f"{quote_name(name)} = {_literal(wanted.key[name])}" for name in needed)


def _literal(value: str | int) -> str:
    return str(value) if isinstance(value, int) else quote_text(value)


def _verdict(trace: Trace) -> dict[str, Any]:
    return {
        "agrees": trace.agrees,
        "compared": trace.compared,
        "not_recomputed": len(trace.figures) - trace.compared,
    }


TOOL = Tool(
    "trace_number",
    "Trace a number",
    "Recompute the numbers of one row of a mart from the raw bytes as the publisher sent them, and compare:"
    " formula, operands, source cells and snapshots with SHA-256. `trace` of an observation holds the"
    " arguments. May take some seconds.",
    Tracing,
    trace_number,
)

"""Marts that are a table in a file: every number stands on a line of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from orchestration.sources.declaration import load_declarations
from orchestration.trace.classification import counterparts, ksic
from orchestration.trace.evidence import RawFile
from orchestration.trace.formulas.common import operand
from orchestration.trace.model import NotRecomputed, Number, SourceCell
from orchestration.trace.workings import Answer, Computed, Row, Workings

_ROW_BY_ROW = ("kosis", "delimited", "taxonomy")


def table_line(source_id: str, key: str) -> Callable[[Row, Workings], Answer]:
    """The formula of a mart that repeats the lines of a CSV, found by its `key` column."""

    def formula(row: Row, workings: Workings) -> Answer:
        for file in workings.evidence.of(source_id):
            for line, record in file.records():
                if record[key] == row[key]:
                    return _line_answer(row, file, line, record)
        raise NotRecomputed(f"no line of {source_id} has {key} {row[key]}")

    return formula


def source_snapshots(row: Row, workings: Workings) -> Answer:
    """`source_snapshots`: the bytes counted again.

    Rows are counted where a file is one partition and each of its rows is one row of the source. Microdata,
    workbooks, workplaces and sensor files are not: what becomes of them has other rows.
    """
    file = next(f for f in workings.evidence.of(row["source_id"]) if f.sha256 == row["snapshot_id"])
    figures = [Computed("size_bytes", len(file.content), "bytes of the file")]
    siblings = [f for f in workings.evidence.of(file.source_id) if f.partition == file.partition]
    provider = load_declarations()[file.source_id].provider
    if len(siblings) == 1 and provider in _ROW_BY_ROW:
        figures.append(Computed("row_count", _rows_of(file), "rows of the file"))
    return Answer(figures, files=[file])


def unmapped_codes(row: Row, workings: Workings) -> Answer:
    """`unmapped_codes`: a code without counterpart in a neighbouring revision stands for itself."""
    system, _, revision = str(row["code_system"]).partition("_")
    if system != "ksic" or "no counterpart" not in row["reason"]:
        raise NotRecomputed("counted by the pipeline while it read the source's rows")
    other = str(row["reason"]).rsplit(" ", 1)[-1]
    leaf = row["code"] in ksic(revision).leaves["TOTAL"]
    alone = leaf and not counterparts(revision, other).get(row["code"])
    return Answer(
        [Computed("row_count", int(alone), f"no link from {row['code']} to KSIC {other}")]
    )


def data_dictionary(row: Row, workings: Workings) -> Answer:
    """`data_dictionary`: the place of the column in the mart's Parquet file."""
    import pyarrow.parquet as pq

    path = workings.evidence.release / "parquet" / f"{row['mart']}.parquet"
    names = pq.read_schema(path).names
    return Answer(
        [Computed("position", names.index(row["column_name"]) + 1, "order in the mart's files")]
    )


def number(text: str) -> Number | None:
    """The number that a field holds; None where it is empty or is none."""
    try:
        value = float(text)
    except ValueError:
        return None
    return int(value) if value.is_integer() else value


def _line_answer(row: Row, file: RawFile, line: int, record: dict[str, str]) -> Answer:
    figures, cells = [], []
    for column, value in row.items():
        if column not in record or not _is_number(value):
            continue
        stated = number(record[column])
        figures.append(
            Computed(column, stated, f"line {line} of the file", (operand(column, stated),))
        )
        cells.append(
            SourceCell(file.source_id, file.sha256, line, column, "observed", stated, "stated")
        )
    return Answer(figures, status="stated", cells=cells, files=[file])


def _rows_of(file: RawFile) -> int:
    name = file.manifest.file_name
    return len(file.rows()) if ".json" in name else sum(1 for _ in file.records())


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)

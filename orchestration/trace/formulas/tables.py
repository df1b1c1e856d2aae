"""Marts that repeat the lines of a file, or describe the files and the release."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from orchestration.contracts.declaration import load_declarations
from orchestration.lake.classification import counterparts, ksic
from orchestration.trace.context import RecomputedNumber, RecomputedRow, Row, TraceContext
from orchestration.trace.evidence import RawFile
from orchestration.trace.formulas.common import operand
from orchestration.trace.model import NotRecomputed, Number, SourceCell

_ROW_BY_ROW = ("kosis", "delimited", "taxonomy")


@dataclass(frozen=True)
class Line:
    """A line of a delimited source: its number in the file and its fields."""

    file: RawFile
    number_in_file: int
    record: dict[str, str]

    def number(self, field: str) -> Number | None:
        """The number in a field."""
        return number(self.record[field])

    def cell(self, field: str) -> SourceCell:
        """A field as evidence."""
        return SourceCell(
            self.file.source_id,
            self.file.sha256,
            self.number_in_file,
            field,
            "observed",
            self.number(field),
            "stated",
        )


def find_line(source_id: str, wanted: Row, context: TraceContext) -> Line:
    """The one line of a source with the `wanted` fields, as far as its file has these columns.

    Raises `NotRecomputed` where no line or several lines have them.
    """
    found = [
        Line(file, number_in_file, record)
        for file in context.evidence.of(source_id)
        for number_in_file, record in file.records()
        if all(str(value) == record[name] for name, value in wanted.items() if name in record)
    ]
    if len(found) != 1:
        fields = ", ".join(f"{name} = {value}" for name, value in wanted.items())
        raise NotRecomputed(f"{len(found) or 'no'} lines of {source_id} have {fields}")
    return found[0]


def recompute_line(source_id: str, key: Row, row: Row, context: TraceContext) -> RecomputedRow:
    """The numbers of a mart that repeats the lines of a source, found by the mart's key."""
    line = find_line(source_id, key, context)
    figures, cells = [], []
    for column in line.record:
        stated = line.number(column)
        published = row.get(column, stated)
        if column in key or not (
            _is_number(published) or (published is None and stated is not None)
        ):
            continue
        formula = f"line {line.number_in_file} of the file"
        figures.append(RecomputedNumber(column, stated, formula, (operand(column, stated),)))
        cells.append(line.cell(column))
    return RecomputedRow(figures, status="stated", cells=cells, files=[line.file])


def source_snapshots(row: Row, context: TraceContext) -> RecomputedRow:
    """`source_snapshots`: the size and the number of rows of a file.

    Rows are recounted where a file is one partition and each of its rows is one staged row. Microdata,
    workbooks, workplaces and sensor files are staged as other rows.
    """
    file = next(f for f in context.evidence.of(row["source_id"]) if f.sha256 == row["snapshot_id"])
    figures = [RecomputedNumber("size_bytes", len(file.content), "size of the file in bytes")]
    siblings = [f for f in context.evidence.of(file.source_id) if f.partition == file.partition]
    provider = load_declarations()[file.source_id].provider
    if len(siblings) == 1 and provider in _ROW_BY_ROW:
        figures.append(RecomputedNumber("row_count", _rows_of(file), "rows of the file"))
    return RecomputedRow(figures, files=[file])


def unmapped_codes(row: Row, context: TraceContext) -> RecomputedRow:
    """`unmapped_codes`: a code without counterpart in a neighbouring revision has one row."""
    system, _, revision = str(row["code_system"]).partition("_")
    if system != "ksic" or "no counterpart" not in row["reason"]:
        raise NotRecomputed("the pipeline counts the rows while it reads the source")
    other = str(row["reason"]).rsplit(" ", 1)[-1]
    leaf = row["code"] in ksic(revision).leaves["TOTAL"]
    is_unmapped = leaf and not counterparts(revision, other).get(row["code"])
    return RecomputedRow(
        [
            RecomputedNumber(
                "row_count", int(is_unmapped), f"no link from {row['code']} to KSIC {other}"
            )
        ]
    )


def data_dictionary(row: Row, context: TraceContext) -> RecomputedRow:
    """`data_dictionary`: the position of the column in the mart's Parquet file."""
    import pyarrow.parquet as pq

    path = context.evidence.release / "parquet" / f"{row['mart']}.parquet"
    names = pq.read_schema(path).names
    return RecomputedRow(
        [
            RecomputedNumber(
                "position", names.index(row["column_name"]) + 1, "order in the mart's files"
            )
        ]
    )


def number(text: str) -> Number | None:
    """The number in a field; None where it is empty or not a number."""
    try:
        value = float(text)
    except ValueError:
        return None
    return int(value) if value.is_integer() else value


def _rows_of(file: RawFile) -> int:
    name = file.manifest.file_name
    return len(file.rows()) if ".json" in name else sum(1 for _ in file.records())


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)

"""Provider `sdot_files`: the weekly CSV files of Seoul's sensor network (S-DoT).

Files have old or new headers, UTF-8 or CP949, two formats of time, and `*****` where a sensor gave no
number. Real-time and corrected rows (DATA_NO 1 and 2) are both staged; the marts choose. A partition is
a month: a week that spans two months is in both, each with the rows of its month.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from orchestration.contracts.datasets import LEFT_OUT, SDOT_READINGS
from orchestration.contracts.declaration import Declaration
from orchestration.contracts.snapshot import Snapshot
from orchestration.errors import ArrivalRefused
from orchestration.lake.dropped_files import collect
from orchestration.sources.dropped_file import DroppedFile, Recognised
from orchestration.sources.provider import Tables
from orchestration.sources.sdot_files.layout import (
    IDENTITY,
    STATISTICS,
    Columns,
    SensorFiles,
    columns_of,
)
from orchestration.sources.tables.csv_file import (
    NotNumbers,
    first_record,
    line_numbers,
    read_table,
    width_of,
)
from orchestration.sources.tables.readable_text import ReadableText, readable_text
from orchestration.sources.tables.staged_table import (
    Constants,
    fill_columns,
    location_of,
    provenance_of,
)

__all__ = ["PARSED_ALONE", "collect", "parse", "recognise"]

PARSED_ALONE = True

_NUMBER = r"^\s*[-+]?[0-9]*\.?[0-9]+([eE][-+]?[0-9]+)?\s*$"

_NOT_CLASSIFIED = """
case
    when measured_at is null then 'sdot_time'
    when sensor_id is null then 'sdot_sensor'
    when data_no not in (1, 2) or data_no is null then 'sdot_data_no'
end
"""

_LEFT_OUT = f"""
with checked as (
    select *, coalesce(
        {_NOT_CLASSIFIED}, case when line in (select line from broken) then 'encoding' end
    ) as code_system
    from rows
)
select code_system,
       case code_system when 'sdot_time' then 'unreadable' when 'sdot_sensor' then 'missing'
            when 'encoding' then 'broken byte'
            else coalesce(data_no::varchar, 'unreadable') end as code,
       case code_system when 'sdot_time' then 'the time of measurement cannot be read'
            when 'sdot_sensor' then 'no serial number of the sensor'
            when 'encoding' then 'a byte cannot be read; the columns in use are counted'
            else 'DATA_NO is neither 1 nor 2' end as reason,
       line as raw_row
from checked where code_system is not null order by raw_row
"""

_CLASSIFIED = f"""
select line as raw_row, {{identity}}, [{{readings}}] as readings from rows
where {_NOT_CLASSIFIED} is null and strftime(measured_at, '%Y-%m') = '{{month}}'
order by line
"""


@dataclass(frozen=True)
class Weekly:
    """A weekly file and how it is read. `width` is the number of fields of a row."""

    path: Path
    where: str
    encoding: str
    width: int
    columns: Columns


def recognise(declaration: Declaration, file: DroppedFile) -> Recognised:
    """A file with declared headers only; its partitions are the months of its rows."""
    files = SensorFiles.of(declaration)
    with (
        readable_text(file.path, file.name) as text,
        duckdb.connect(config={"threads": 2}) as connection,
    ):
        found = _weekly_file(text, files, file.name)
        identity = {f: p for f, p in found.columns.fields.items() if "." not in f}
        _load(connection, replace(found, columns=Columns(identity, {}, ())), files)
        months = _months(connection)
    if not months:
        raise ArrivalRefused(
            "no time of measurement can be read",
            where=file.name,
            remedy="declare how times are written under request.time_formats",
        )
    return Recognised(tuple(months), part=Path(file.name).stem)


def parse(declaration: Declaration, snapshots: Sequence[Snapshot]) -> Tables:
    """The rows of one file in the month of the partition, and rows without time, sensor or DATA_NO.

    `raw_row` is the line of the file. Raises `ArrivalRefused`.
    """
    files = SensorFiles.of(declaration)
    (snapshot,) = snapshots
    month, where = snapshot.manifest.partition, location_of(declaration, snapshot)
    source: Constants = {**provenance_of(declaration, snapshot), "label": None}
    with (
        readable_text(snapshot.path, where) as text,
        duckdb.connect(config={"threads": 2}) as connection,
    ):
        weekly = _weekly_file(text, files, where)
        rows = _load(connection, weekly, files)
        text.note_broken_lines(where)
        connection.register("broken", pa.table({"line": pa.array(text.broken_lines, pa.int64())}))
        left_out = connection.sql(_LEFT_OUT).to_arrow_table()
        not_classified = left_out.filter(pc.not_equal(left_out.column("code_system"), "encoding"))
        _check(connection, not_classified.num_rows, rows, files, where)
        # rows left out may have no month: they are listed once, in the first month of the file
        if month not in _months(connection)[:1]:
            left_out = left_out.slice(length=0)
        readings = connection.sql(
            _CLASSIFIED.format(
                identity=", ".join(IDENTITY),
                readings=", ".join(map(_reading, weekly.columns.metrics)),
                month=month,
            )
        ).to_arrow_table()
    return {
        declaration.dataset: fill_columns(readings, source, SDOT_READINGS),
        "left_out": fill_columns(left_out, source, LEFT_OUT),
    }


def _reading(metric: str) -> str:
    values = ", ".join(f"'value_{s}': \"{metric}.{s}\"" for s in STATISTICS)
    return f"{{'metric': '{metric}', {values}}}"


def _weekly_file(text: ReadableText, files: SensorFiles, where: str) -> Weekly:
    width = width_of(text.path, text.encoding, where)
    header = first_record(text.path, text.encoding, where)
    return Weekly(text.path, where, text.encoding, width, columns_of(header, width, files, where))


def _load(connection: duckdb.DuckDBPyConnection, weekly: Weekly, files: SensorFiles) -> int:
    """Read a file into the table `rows`, with typed times and numbers; returns the number of rows."""
    columns, where = weekly.columns, weekly.where
    extra = {f"repeated {p}": p for p in columns.repeated}
    extra |= {f"first {p}": p for p in columns.repeated.values()}
    extra |= {f"unnamed {p}": p for p in columns.unnamed}
    identity = {f: p for f, p in columns.fields.items() if "." not in f}
    texts = read_table(weekly.path, weekly.encoding, identity | extra, weekly.width, where)
    _check_repeated(texts, columns, where)
    lines = line_numbers(weekly.path, weekly.encoding, texts.num_rows)
    connection.register("texts", texts.append_column("line", lines))
    measured = {f: p for f, p in columns.fields.items() if "." in f}
    if measured:
        connection.register("measured", _numbers(weekly, measured, files))
    typed = [_typed(field, columns, files) for field in IDENTITY]
    for field in (
        f"{metric}.{statistic}" for metric in columns.metrics for statistic in STATISTICS
    ):
        value = f'case when isfinite("{field}") then "{field}" end'
        typed.append(f'{value if field in measured else "null::double"} as "{field}"')
    source = "texts positional join measured" if measured else "texts"
    connection.execute(f"create table rows as select line, {', '.join(typed)} from {source}")
    return int(texts.num_rows)


def _numbers(weekly: Weekly, measured: Mapping[str, int], files: SensorFiles) -> pa.Table:
    """The measured columns as doubles, null where the sensor gave no number."""
    no_number = ("", *files.not_numeric)
    columns = (weekly.path, weekly.encoding, measured, weekly.width, weekly.where)
    try:
        return read_table(*columns, numbers=list(measured), no_number=no_number)
    except NotNumbers:
        text = read_table(*columns)
    for field in measured:
        wrong = pc.invert(pc.is_in(text.column(field), pa.array(no_number)))
        wrong = pc.and_(wrong, pc.invert(pc.match_substring_regex(text.column(field), _NUMBER)))
        if count := pc.sum(wrong).as_py():
            raise ArrivalRefused(
                f"{field} is not a number in {count:,} rows",
                where=weekly.where,
                remedy="declare the mark under request.not_numeric, or download the file again",
            )
    raise ArrivalRefused(
        "a measured value is not a number", where=weekly.where, remedy="download the file again"
    )


def _typed(field: str, columns: Columns, files: SensorFiles) -> str:
    """The SQL of an identity field; a file without DATA_NO has only real-time rows."""
    if field not in columns.fields:
        empty = {"time": "null::timestamp", "text": "null::varchar", "number": "1"}
        return f"{empty[IDENTITY[field]]} as {field}"
    trimmed = f"nullif(trim({field}), '')"
    if IDENTITY[field] == "time":
        formats = ", ".join(f"'{form}'" for form in files.time_formats)
        return f"try_strptime({trimmed}, [{formats}]) as {field}"
    if IDENTITY[field] == "number":
        return f"try_cast({trimmed} as integer) as {field}"
    return f"{trimmed} as {field}"


def _months(connection: duckdb.DuckDBPyConnection) -> list[str]:
    found = connection.execute(
        "select distinct strftime(measured_at, '%Y-%m') as month from rows "
        "where measured_at is not null order by month"
    ).fetchall()
    return [month for (month,) in found]


def _check(
    connection: duckdb.DuckDBPyConnection,
    left_out: int,
    rows: int,
    files: SensorFiles,
    where: str,
) -> None:
    if left_out > files.most_left_out * rows:
        raise ArrivalRefused(
            f"{left_out:,} of {rows:,} rows have no readable time, sensor or DATA_NO",
            where=where,
            remedy="declare how times are written under request.time_formats, or download it again",
        )
    _check_clock(connection, where)


def _check_clock(connection: duckdb.DuckDBPyConnection, where: str) -> None:
    """Refuse times on a 12-hour clock: its afternoons cannot be distinguished from its mornings.

    Such a file has no hour after 12. A file of a single day may have only the morning; it is refused if it
    has no hour 0 and rows were received after 13:00, or if a sensor has the same hour twice.
    """
    days, first, latest, received, repeated = connection.execute(
        """
        select count(distinct measured_at::date), min(hour(measured_at)), max(hour(measured_at)),
               max(hour(received_at)),
               count(*) > count(distinct (sensor_id, data_no, date_trunc('minute', measured_at)))
        from rows where measured_at is not null
        """
    ).fetchall()[0]
    if not days or latest > 12:
        return
    if days > 1 or (first >= 1 and ((received or 0) > 13 or repeated)):
        raise ArrivalRefused(
            f"{days} {'days' if days > 1 else 'day'} without an hour after 12: "
            "the times are on a 12-hour clock",
            where=where,
            remedy="get a file with 24 hours from the publisher",
        )


def _check_repeated(text: pa.Table, columns: Columns, where: str) -> None:
    """Refuse columns of one header with different values, and values without a header."""
    for second, first in columns.repeated.items():
        same = pc.all(pc.equal(text.column(f"repeated {second}"), text.column(f"first {first}")))
        if not same.as_py():
            raise ArrivalRefused(
                f"columns {first + 1} and {second + 1} have the same header and different values",
                where=f"{where} line 1",
                remedy="declare the second as NAME#2, or list NAME#2 as ignored",
            )
    for position in columns.unnamed:
        if pc.any(
            pc.not_equal(pc.utf8_trim_whitespace(text.column(f"unnamed {position}")), "")
        ).as_py():
            raise ArrivalRefused(
                f"column {position + 1} has values but no header",
                where=f"{where} line 1",
                remedy="download the file again; its columns may have shifted",
            )

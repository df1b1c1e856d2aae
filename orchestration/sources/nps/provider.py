"""Provider `nps`: the monthly list of workplaces in the national pension, aggregated when it is read.

Columns that identify or locate a company are neither converted nor staged. The staged rows are sums by
month, province and industry name, with `raw_row` 0. Workplaces with an unknown province code have the
region `UNPLACED` and are listed, so that the nation does not depend on the code.

A row with status 2 is a workplace that left the scheme in that month: it is counted as withdrawn, not as a
workplace, and its people are not counted as insured. People who joined or left are counted for both kinds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
from pydantic import Field

from orchestration.contracts.datasets import LEFT_OUT, NPS_WORKPLACES
from orchestration.contracts.declaration import Declaration, Strict
from orchestration.contracts.snapshot import Snapshot
from orchestration.errors import ArrivalRefused
from orchestration.lake.dropped_files import collect
from orchestration.lake.reference import provinces_by_admin_code
from orchestration.sources.dropped_file import DroppedFile, FileRequest, Recognised
from orchestration.sources.nps.header import column_of
from orchestration.sources.nps.names import codes_by_name, normalise
from orchestration.sources.provider import Tables
from orchestration.sources.tables.csv_file import first_record, line_numbers, read_table
from orchestration.sources.tables.readable_text import ReadableText, readable_text
from orchestration.sources.tables.staged_table import (
    WHOLE_FILE,
    Constants,
    fill_columns,
    location_of,
    only_snapshot,
    provenance_of,
)

__all__ = ["UNPLACED", "collect", "parse", "recognise"]

UNPLACED = "UNPLACED"
"""The region of workplaces whose province code is not that of a region in that month."""


class Fields(Strict):
    """The columns of the file that are used, by our names."""

    month: str
    province: str
    status: str
    industry_name: str
    insured: str
    joined: str
    lost: str


class Workplaces(FileRequest):
    """The `request` of a declaration with provider nps."""

    ksic_revision: str
    columns: tuple[str, ...] = Field(description="every column of the file, by its usual name")
    spellings: dict[str, str] = Field({}, description="other name of a column -> usual name")
    fields: Fields
    most_left_out: float = Field(description="share of rows left out above which a file is refused")


_TIDY = """
create table tidy as
select regexp_replace(trim(province), '[.]0$', '') as admin_code,
       regexp_replace(trim(status), '[.]0$', '') as status,
       trim(industry_name) as industry_name,
       trim(insured) as insured_text, trim(joined) as joined_text, trim(lost) as lost_text,
       try_cast(regexp_replace(insured_text, '[.]0$', '') as bigint) as insured,
       try_cast(regexp_replace(joined_text, '[.]0$', '') as bigint) as joined,
       try_cast(regexp_replace(lost_text, '[.]0$', '') as bigint) as lost,
       line
from rows
"""

_NOT_COUNTED = """
case
    when status not in ('1', '2') then 'nps_status'
    when insured is null or joined is null or lost is null then 'nps_count'
end
"""

_SUMS = f"""
select coalesce(region_code, '{UNPLACED}') as region_code, industry_name, ksic_code,
       count(*) filter (status = '1') as workplaces,
       count(*) filter (status = '2') as withdrawn,
       coalesce(sum(insured) filter (status = '1'), 0)::bigint as insured,
       sum(joined)::bigint as joined,
       sum(lost)::bigint as lost
from tidy
left join provinces using (admin_code)
left join names using (industry_name)
where {_NOT_COUNTED} is null
group by all order by all
"""

_LEFT_OUT = f"""
with checked as (
    select *, coalesce(
        {_NOT_COUNTED},
        case when region_code is null then 'region_admin' end,
        case when line in (select line from broken) then 'encoding' end
    ) as code_system
    from tidy left join provinces using (admin_code)
)
select code_system,
       case code_system when 'region_admin' then admin_code when 'nps_status' then status
            when 'encoding' then 'broken byte' else 'missing' end as code,
       case code_system
           when 'region_admin' then 'no province has this code in that month; counted in the nation only'
           when 'nps_status' then 'neither 1 registered nor 2 withdrawn'
           when 'encoding' then 'a byte cannot be read; the columns in use are counted'
           else 'a number of people is missing' end as reason,
       line as raw_row
from checked
where code_system is not null
order by raw_row
"""


def recognise(declaration: Declaration, file: DroppedFile) -> Recognised:
    """A file with the declared columns; its partition is the month of its rows."""
    workplaces = Workplaces.of(declaration)
    with readable_text(file.path, file.name) as text:
        table = _read(text, workplaces, {"month": workplaces.fields.month}, file.name)
    return Recognised((_month_of(table, workplaces, file.name),))


def parse(declaration: Declaration, snapshots: Sequence[Snapshot]) -> Tables:
    """The sums of one month, and the rows that are not counted, or not in a province.

    `raw_row` is 0 for sums and the line of the file for rows left out. Raises `ArrivalRefused`.
    """
    workplaces = Workplaces.of(declaration)
    snapshot = only_snapshot(declaration, snapshots, "month")
    where = location_of(declaration, snapshot)
    with readable_text(snapshot.path, where) as text:
        table = _read(text, workplaces, workplaces.fields.model_dump(), where)
        table = table.append_column("line", line_numbers(text.path, text.encoding, table.num_rows))
    text.note_broken_lines(where)
    month = _month_of(table, workplaces, where)
    if month != snapshot.manifest.partition:
        raise ArrivalRefused(
            f"the rows are of {month}, not {snapshot.manifest.partition}",
            where=where,
            remedy="drop the file again",
        )
    with duckdb.connect(config={"threads": 2}) as connection:
        _tidy(connection, table, workplaces, where)
        connection.register("provinces", _provinces(month))
        connection.register("names", _names(connection, workplaces.ksic_revision))
        connection.register("broken", pa.table({"line": pa.array(text.broken_lines, pa.int64())}))
        sums = connection.sql(_SUMS).to_arrow_table()
        left_out = connection.sql(_LEFT_OUT).to_arrow_table()
    _check_left_out(left_out, table.num_rows, workplaces, where)
    source: Constants = {
        **provenance_of(declaration, snapshot),
        "raw_row": WHOLE_FILE,
        "month": date.fromisoformat(f"{month}-01"),
        "ksic_revision": workplaces.ksic_revision,
        "label": None,
    }
    return {
        declaration.dataset: fill_columns(sums, source, NPS_WORKPLACES),
        "left_out": fill_columns(left_out, source, LEFT_OUT),
    }


def _read(
    text: ReadableText, workplaces: Workplaces, wanted: Mapping[str, str], where: str
) -> pa.Table:
    """The wanted columns (our name -> usual name) as text; no other column is converted."""
    header = first_record(text.path, text.encoding, where)
    names = [column_of(name, workplaces.columns, workplaces.spellings) for name in header]
    missing = [name for name in workplaces.columns if name not in names]
    unknown = [name for name, known in zip(header, names, strict=True) if known is None]
    found = [name for name in names if name is not None]
    twice = [name for name in dict.fromkeys(found) if found.count(name) > 1]
    if missing or unknown or twice:
        complaints = [f"column {name} is missing" for name in missing]
        complaints += [f"column {name!r} is not known" for name in unknown]
        complaints += [f"column {name} occurs twice" for name in twice]
        raise ArrivalRefused(
            "; ".join(complaints),
            where=f"{where} line 1",
            remedy="declare another name under request.spellings, a new column under "
            "request.columns",
        )
    positions = {ours: names.index(column) for ours, column in wanted.items()}
    return read_table(text.path, text.encoding, positions, len(header), where)


def _month_of(table: pa.Table, workplaces: Workplaces, where: str) -> str:
    """The month of all rows, as 2022-04; in the file it is 2022-04, 2022.04 or 202204."""
    written = [text.strip() for text in pc.unique(table.column("month")).to_pylist()]
    found = re.fullmatch(r"([0-9]{4})[-.]?(0[1-9]|1[0-2])", written[0]) if written else None
    if len(written) != 1 or found is None:
        raise ArrivalRefused(
            f"{workplaces.fields.month} is not one month, written as 2022-04 or 202204",
            where=where,
            remedy="a file must have one month; download it again",
        )
    return f"{found[1]}-{found[2]}"


def _tidy(
    connection: duckdb.DuckDBPyConnection, table: pa.Table, workplaces: Workplaces, where: str
) -> None:
    """Create the table `tidy`: codes without the `.0` of spreadsheets, people as numbers or null."""
    connection.register("rows", table)
    connection.execute(_TIDY)
    for ours in ("insured", "joined", "lost"):
        wrong, line = connection.execute(
            f"select count(*), min(line) from tidy where {ours} is null and {ours}_text <> ''"
            f" or {ours} < 0"
        ).fetchall()[0]
        if wrong:
            raise ArrivalRefused(
                f"{getattr(workplaces.fields, ours)} is not a count in {wrong:,} rows",
                where=f"{where} line {line}",
                remedy="download the file again; its columns may have shifted",
            )


def _provinces(month: str) -> pa.Table:
    """The region code of each administrative province code in `month`."""
    codes = provinces_by_admin_code(month)
    return pa.table({"admin_code": list(codes), "region_code": list(codes.values())})


def _names(connection: duckdb.DuckDBPyConnection, revision: str) -> pa.Table:
    """The industry names of the file that match a KSIC code, with the code."""
    codes = codes_by_name(revision)
    written = connection.execute("select distinct industry_name from tidy").fetchall()
    found = {name: codes[normalise(name)] for (name,) in written if normalise(name) in codes}
    return pa.table(
        {
            "industry_name": pa.array(list(found), pa.string()),
            "ksic_code": pa.array(list(found.values()), pa.string()),
        }
    )


def _check_left_out(left_out: pa.Table, rows: int, workplaces: Workplaces, where: str) -> None:
    unplaced = left_out.filter(pc.not_equal(left_out.column("code_system"), "encoding"))
    if unplaced.num_rows > workplaces.most_left_out * rows:
        first = unplaced.slice(0, 1).to_pylist()[0]
        raise ArrivalRefused(
            f"{unplaced.num_rows:,} of {rows:,} rows cannot be classified; the first is "
            f"{first['code_system']} {first['code']!r}: {first['reason']}",
            where=f"{where} line {first['raw_row']}",
            remedy="check seeds/region_admin_codes.csv for that month, and the file",
        )

"""Provider `mdis`: microdata of the census, one row an establishment, aggregated while it is read.

No row of a person or a company goes any further than this module. What leaves it are cells (region
and industry at every level), protected by the rule of the declaration: employees of a cell on few
establishments are suppressed, and those of other cells that would give them away (see `confidentiality`).
`raw_row` of a cell is 0: a cell stands for the whole file.

The file is streamed: pyarrow decodes and splits it, DuckDB groups it; memory does not grow with rows.
Where every byte is ASCII, as in a file of codes alone, nothing needs to be decoded.
A row whose region or industry is not known is in no cell; it is in `left_out`, counted. A row without
a number of employees counts as an establishment, and the employees of its cells are not available.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import pyarrow as pa
import pyarrow.csv as pacsv

from orchestration.contracts.datasets import CENSUS_CELLS, LEFT_OUT
from orchestration.contracts.declaration import Declaration
from orchestration.contracts.snapshot import Snapshot
from orchestration.errors import ArrivalRefused
from orchestration.lake.checks.census import check_census_cells
from orchestration.lake.dropped_files import collect
from orchestration.lake.reference import ksic_parents, region_parents
from orchestration.lake.suppression_counts import with_counts
from orchestration.sources.dropped_file import DroppedFile, Recognised
from orchestration.sources.mdis.cells import cells_of
from orchestration.sources.mdis.form import Form, form_of
from orchestration.sources.mdis.layout import Microdata, Pasted
from orchestration.sources.provider import Tables
from orchestration.sources.tables.constants import Constants, filled
from orchestration.sources.tables.csv_file import broken_row, is_ascii, options

__all__ = ["collect", "parse", "recognise"]

_MISSING = r"^\s*([*]+|[.]+|)\s*$"
"""Runs of stars or of dots."""
_PLAIN = r"regexp_replace(trim({}), '^([0-9]+)\.0+$', '\1')"
_COUNT = r"""case when not contains({0}, '.') or regexp_matches({0}, '^\s*[0-9]+\.0*\s*$')
                 then try_cast({0} as bigint) end"""
"""A count may end in `.0`; a cast alone would round what follows the point."""

_GROUPED = """
create table grouped as
select {keys}, count(*) as establishments, sum(counted)::bigint as employees,
       count(case when counted is null
                  then case when regexp_matches(written, '{missing}') then 1 end end)
           as without_employees,
       count(*) - count(counted) as no_number,
       coalesce(min(counted), 0) as least
from (select *, {employees} as written, {counted} as counted from batches)
group by {keys}
"""
"""The inner case is looked at where the outer one holds: few rows meet the pattern."""

_PLACED = """
create table placed as
with coded as (
    select {district} as district, {section} as section, {industry} as leaf,
           establishments, employees, without_employees
    from grouped
)
select coded.*, provinces.region_code as province,
       case
           when provinces.region_code is null or not regexp_matches(district, '^[0-9]+$')
               then 'region'
           when leaves.leaf is null then 'ksic'
           when leaves.section <> coded.section then 'section'
       end as unplaced
from coded
left join provinces on substr(district, 1, 2) = provinces.region_code
left join leaves on coded.leaf = leaves.leaf
"""

_LEFT_OUT = """
select code_system, code, reason
from (
    select case unplaced when 'region' then 'region' else 'ksic_{revision}' end as code_system,
           case unplaced when 'region' then district else leaf end as code,
           case unplaced
               when 'region' then 'region is not known'
               when 'ksic' then 'not in KSIC {revision}'
               else 'stands under section ' || section || ' in the file'
           end as reason,
           unnest(range(establishments))
    from placed where unplaced is not null
    union all
    select 'employees', 'missing', 'number of employees is missing',
           unnest(range(without_employees))
    from placed where unplaced is null and without_employees > 0
)
order by all
"""


def recognise(declaration: Declaration, file: DroppedFile) -> Recognised:
    """A file that has the columns of a declared layout, and its year in the first row."""
    microdata = Microdata.of(declaration)
    form = form_of(microdata, file.path, file.name, declaration.source_id)
    return Recognised((str(form.layout.year),))


def parse(declaration: Declaration, snapshots: Sequence[Snapshot]) -> Tables:
    """The cells of one year, and what has no place in them."""
    microdata = Microdata.of(declaration)
    if len(snapshots) != 1:
        raise ArrivalRefused(
            f"{len(snapshots)} files for one year", where=declaration.source_id, remedy="keep one"
        )
    snapshot = snapshots[0]
    where = f"{declaration.source_id} {snapshot.manifest.file_name}"
    form = form_of(microdata, snapshot.path, where, declaration.source_id)
    layout = form.layout
    with duckdb.connect(config={"threads": 2, "memory_limit": "1GB"}) as connection:
        _group(connection, form, snapshot, where)
        _check_groups(connection, form, where)
        _restore_zeros(connection, form)
        _place(connection, microdata, form, where)
        cells = cells_of(connection, layout.ksic_revision, microdata.rule, where)
        left_out = connection.sql(_LEFT_OUT.format(revision=layout.ksic_revision)).to_arrow_table()
    source: Constants = {
        "source_id": declaration.source_id,
        "snapshot_id": snapshot.snapshot_id,
        "raw_row": 0,
    }
    table = filled(
        cells.table,
        {
            **source,
            "table_id": microdata.table_id,
            "series": layout.series,
            "year": layout.year,
            "ksic_revision": layout.ksic_revision,
        },
        CENSUS_CELLS,
    )
    check_census_cells(table, declaration.source_id)
    return {
        declaration.dataset: with_counts(table, cells.primary, cells.secondary),
        "left_out": filled(left_out, {**source, "label": None}, LEFT_OUT),
    }


def _group(
    connection: duckdb.DuckDBPyConnection, form: Form, snapshot: Snapshot, where: str
) -> None:
    """One row for each pair of district and industry: its rows, and their employees.

    Grouped as written; blanks and `.0` are taken off the few codes that are left.
    """
    columns = [f"c{i}" for i in range(len(form.columns))]
    wanted = [form.position(name) for name in form.layout.read]
    employees = form.position(form.layout.employees)
    keys = [name for name in wanted if name != employees]
    query = _GROUPED.format(
        keys=", ".join(keys),
        employees=employees,
        counted=_COUNT.format(employees),
        missing=_MISSING,
    )
    encoding = "utf-8" if is_ascii(snapshot.path) else form.encoding
    try:
        read = options(encoding, columns, wanted, skip=int(form.has_header))
        connection.register("batches", pacsv.open_csv(snapshot.path, *read))
        connection.execute(query)
    except (pa.ArrowInvalid, duckdb.Error, UnicodeDecodeError):
        raise broken_row(snapshot.path, form.encoding, len(columns), where) from None
    cleaned = ", ".join(f"{_PLAIN.format(key)} as {key}" for key in keys)
    connection.execute(
        f"create or replace table grouped as select * replace ({cleaned}) from grouped"
    )


def _restore_zeros(connection: duckdb.DuckDBPyConnection, form: Form) -> None:
    """Give the parts of codes the zeros back that were lost when a column was read as numbers.

    A column was if some of its values are too short and none begins with a zero; its width is known.
    """
    for part in (*form.layout.district, *form.layout.industry):
        column = form.position(part.column)
        short, zero = connection.execute(
            f"select bool_or(length({column}) < {part.width} and {column} similar to '[0-9]+'), "
            f"bool_or({column} like '0%') from grouped"
        ).fetchall()[0]
        if short and not zero:
            connection.execute(
                f"update grouped set {column} = lpad({column}, {part.width}, '0') "
                f"where length({column}) < {part.width} and {column} similar to '[0-9]+'"
            )


def _pasted(form: Form, parts: Sequence[Pasted]) -> str:
    """The parts as one code; a part of another width makes a code that no list knows."""
    return " || ".join(
        f"case when length({c}) = {part.width} then {c} else '?' || {c} || '?' end"
        for part, c in ((part, form.position(part.column)) for part in parts)
    )


def _place(
    connection: duckdb.DuckDBPyConnection, microdata: Microdata, form: Form, where: str
) -> None:
    """Find each group's place; a file of which too little has one does not fit its layout."""
    layout = form.layout
    parents = ksic_parents(layout.ksic_revision)
    leaves = [code for code in parents if len(code) == 5 and code.isdigit()]
    sections = [parents[leaf[:2]] for leaf in leaves]
    connection.register("leaves", pa.table({"leaf": leaves, "section": sections}))
    provinces = [code for code, parent in region_parents(layout.year).items() if parent == "00"]
    connection.register("provinces", pa.table({"region_code": provinces}))
    connection.execute(
        _PLACED.format(
            district=_pasted(form, layout.district),
            section=form.position(layout.section),
            industry=_pasted(form, layout.industry),
        )
    )
    counts = "select coalesce(sum(establishments) filter ({}), 0) from placed"
    (unplaced,) = connection.execute(counts.format("unplaced is not null")).fetchall()[0]
    (rows,) = connection.execute(counts.format("true")).fetchall()[0]
    if unplaced > microdata.most_left_out * rows:
        example = connection.execute(
            "select unplaced, case unplaced when 'region' then district else leaf end from placed "
            "where unplaced is not null order by establishments desc, leaf limit 1"
        ).fetchall()[0]
        raise ArrivalRefused(
            f"{unplaced:,} of {rows:,} rows have no place in the classification "
            f"(most often {example[0]} {example[1]!r})",
            where=where,
            remedy=f"compare the file with the layout of {layout.year}: order and width of columns",
        )


def _check_groups(connection: duckdb.DuckDBPyConnection, form: Form, where: str) -> None:
    layout = form.layout
    found = connection.execute(
        f"select sum(establishments), "
        f"sum(establishments) filter ({form.position(layout.year_column)} <> '{layout.year}'), "
        "sum(no_number - without_employees), min(least) from grouped"
    ).fetchall()[0]
    if not found[0]:
        raise ArrivalRefused("holds no rows", where=where, remedy="download it again")
    if found[1]:
        raise ArrivalRefused(
            f"{found[1]:,} rows are not of {layout.year}",
            where=where,
            remedy="one file holds one year",
        )
    if found[2] or found[3] < 0:
        raise ArrivalRefused(
            f"{layout.employees} is no count in {found[2] or 'some'} rows",
            where=where,
            remedy=f"compare the file with the layout of {layout.year}",
        )

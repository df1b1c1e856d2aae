"""Provider `mdis`: microdata of the census, one row per establishment, aggregated while they are read.

No row of an establishment leaves this module. The staged rows are cells (region and industry at every
level), protected by the rule of the declaration: employees of cells with few establishments are
suppressed, and those of other cells from which they could be computed (see `confidentiality`).
`raw_row` is 0, also of rows left out: rows are grouped before they are classified.

The file is streamed: pyarrow decodes and splits it, DuckDB groups it, so that memory does not grow with
the rows. A file in which every byte is ASCII is not decoded. A row with an unknown region or industry
is in no cell but in `left_out`. A row without a number of employees counts as an establishment, and the
employees of its cells are not available.
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
from orchestration.sources.mdis.layout import CodePart, Microdata
from orchestration.sources.provider import Tables
from orchestration.sources.tables.csv_file import broken_row, is_ascii, options
from orchestration.sources.tables.staged_table import (
    WHOLE_FILE,
    Constants,
    fill_columns,
    location_of,
    only_snapshot,
    provenance_of,
)

__all__ = ["collect", "parse", "recognise"]

_MISSING = r"^\s*([*]+|[.]+|)\s*$"
"""Only stars, only dots, or empty."""
_PLAIN = r"regexp_replace(trim({}), '^([0-9]+)\.0+$', '\1')"
_COUNT = r"""case when not contains({0}, '.') or regexp_matches({0}, '^\s*[0-9]+\.0*\s*$')
                 then try_cast({0} as bigint) end"""
"""A count may end in `.0`; a cast would round other fractions."""

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
"""The regular expression runs only where the count is null."""

_CLASSIFIED = """
create table classified as
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
       end as problem
from coded
left join provinces on substr(district, 1, 2) = provinces.region_code
left join leaves on coded.leaf = leaves.leaf
"""

_LEFT_OUT = """
select code_system, code, reason
from (
    select case problem when 'region' then 'region' else 'ksic_{revision}' end as code_system,
           case problem when 'region' then district else leaf end as code,
           case problem
               when 'region' then 'region is not known'
               when 'ksic' then 'not in KSIC {revision}'
               else 'is under section ' || section || ' in the file'
           end as reason,
           unnest(range(establishments))
    from classified where problem is not null
    union all
    select 'employees', 'missing', 'number of employees is missing',
           unnest(range(without_employees))
    from classified where problem is null and without_employees > 0
)
order by all
"""


def recognise(declaration: Declaration, file: DroppedFile) -> Recognised:
    """A file that has the columns of a declared layout, and its year in the first row."""
    microdata = Microdata.of(declaration)
    form = form_of(microdata, file.path, file.name, declaration.source_id)
    return Recognised((str(form.layout.year),))


def parse(declaration: Declaration, snapshots: Sequence[Snapshot]) -> Tables:
    """The cells of one year, and the rows that are left out; raises `ArrivalRefused`."""
    microdata = Microdata.of(declaration)
    snapshot = only_snapshot(declaration, snapshots, "year")
    where = location_of(declaration, snapshot)
    form = form_of(microdata, snapshot.path, where, declaration.source_id)
    layout = form.layout
    with duckdb.connect(config={"threads": 2, "memory_limit": "1GB"}) as connection:
        _group(connection, form, snapshot, where)
        _check_groups(connection, form, where)
        _restore_zeros(connection, form)
        _classify(connection, microdata, form, where)
        cells = cells_of(connection, layout.ksic_revision, microdata.rule, where)
        left_out = connection.sql(_LEFT_OUT.format(revision=layout.ksic_revision)).to_arrow_table()
    source: Constants = {**provenance_of(declaration, snapshot), "raw_row": WHOLE_FILE}
    table = fill_columns(
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
        "left_out": fill_columns(left_out, {**source, "label": None}, LEFT_OUT),
    }


def _group(
    connection: duckdb.DuckDBPyConnection, form: Form, snapshot: Snapshot, where: str
) -> None:
    """Create the table `grouped`: per district, section and industry its rows and their employees.

    The texts of the file are grouped; blanks and `.0` are removed afterwards from the few distinct codes.
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
    """Restore leading zeros of codes that were lost because a column was read as numbers.

    A column lost them if some of its values are too short for its width and none begins with a zero.
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


def _joined_code(form: Form, parts: Sequence[CodePart]) -> str:
    """The SQL of the joined parts; a part of another width gives a code that is not in any list."""
    return " || ".join(
        f"case when length({c}) = {part.width} then {c} else '?' || {c} || '?' end"
        for part, c in ((part, form.position(part.column)) for part in parts)
    )


def _classify(
    connection: duckdb.DuckDBPyConnection, microdata: Microdata, form: Form, where: str
) -> None:
    """Create the table `classified`; refuse a file with too many rows that cannot be classified."""
    layout = form.layout
    parents = ksic_parents(layout.ksic_revision)
    leaves = [code for code in parents if len(code) == 5 and code.isdigit()]
    sections = [parents[leaf[:2]] for leaf in leaves]
    connection.register("leaves", pa.table({"leaf": leaves, "section": sections}))
    provinces = [code for code, parent in region_parents(layout.year).items() if parent == "00"]
    connection.register("provinces", pa.table({"region_code": provinces}))
    connection.execute(
        _CLASSIFIED.format(
            district=_joined_code(form, layout.district),
            section=form.position(layout.section),
            industry=_joined_code(form, layout.industry),
        )
    )
    counts = "select coalesce(sum(establishments) filter ({}), 0) from classified"
    (left_out,) = connection.execute(counts.format("problem is not null")).fetchall()[0]
    (rows,) = connection.execute(counts.format("true")).fetchall()[0]
    if left_out > microdata.most_left_out * rows:
        example = connection.execute(
            "select problem, case problem when 'region' then district else leaf end from classified "
            "where problem is not null order by establishments desc, leaf limit 1"
        ).fetchall()[0]
        raise ArrivalRefused(
            f"{left_out:,} of {rows:,} rows cannot be classified "
            f"(most frequent: {example[0]} {example[1]!r})",
            where=where,
            remedy=f"compare the file with the layout of {layout.year}: order and width of the columns",
        )


def _check_groups(connection: duckdb.DuckDBPyConnection, form: Form, where: str) -> None:
    layout = form.layout
    found = connection.execute(
        f"select sum(establishments), "
        f"sum(establishments) filter ({form.position(layout.year_column)} <> '{layout.year}'), "
        "sum(no_number - without_employees), min(least) from grouped"
    ).fetchall()[0]
    if not found[0]:
        raise ArrivalRefused("the file has no rows", where=where, remedy="download it again")
    if found[1]:
        raise ArrivalRefused(
            f"{found[1]:,} rows are not of {layout.year}",
            where=where,
            remedy="a file must have one year",
        )
    if found[2] or found[3] < 0:
        raise ArrivalRefused(
            f"{layout.employees} is not a count in {found[2] or 'some'} rows",
            where=where,
            remedy=f"compare the file with the layout of {layout.year}",
        )

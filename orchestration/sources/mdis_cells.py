"""From groups of establishments to cells: every region at every level of the classification.

Codes are enumerations in the order of their text: numbers to group by and to sort, text on the way out.
Every level is summed from the one below it, not from the groups again.
"""

from __future__ import annotations

import duckdb
import pyarrow as pa

from orchestration.lake.reference import ksic_parents

_LEAF_DEPTH = 5
"""Steps from a five-digit code up to TOTAL."""

_TYPES = """
create type ksic as enum (select code from codes order by code);
create type region as enum (
    select distinct unnest(['00', province, district]) as code
    from placed where unplaced is null order by code
);
create table parents as
select code::ksic as ksic_code, parent::ksic as parent_code from codes where parent <> ''
"""

_SUMS = """sum(establishments)::bigint as establishments, sum(employees)::bigint as employees,
       sum(without_employees)::bigint as without_employees"""

_LEAVES = f"""
create table level_{_LEAF_DEPTH} as
select district::region as region_code, leaf::ksic as ksic_code, {_SUMS}
from placed where unplaced is null
group by all
"""

_LEVEL = """
create table level_{above} as
select region_code, parent_code as ksic_code, {sums}
from level_{below} join parents using (ksic_code)
group by all
"""

_DISTRICTS = "create view districts as " + " union all ".join(
    f"from level_{depth}" for depth in range(_LEAF_DEPTH + 1)
)

_PROVINCES = f"""
create table provinces_summed as
select substr(region_code::varchar, 1, 2)::region as region_code, ksic_code, {_SUMS}
from districts
group by all
"""

_NATION = f"""
create table nation as
select '00'::region as region_code, ksic_code, {_SUMS} from provinces_summed group by all
"""

_CELLS = """
select region_code::varchar as region_code, ksic_code::varchar as ksic_code,
       unnest(['employees', 'establishments']) as measure,
       unnest([
           case when establishments >= {threshold} and without_employees = 0 then employees end,
           establishments
       ]) as value,
       unnest([
           case when establishments < {threshold} then 'suppressed'
                when without_employees > 0 then 'not_available'
                else 'observed' end,
           'observed'
       ]) as status
from (
    from (from districts union all from provinces_summed union all from nation)
    order by region_code, ksic_code
)
"""


def cells_of(connection: duckdb.DuckDBPyConnection, revision: str, threshold: int) -> pa.Table:
    """The cells of the table `placed`, in order of region_code, ksic_code and measure.

    `placed` has one row a district, section and leaf: district, province, leaf, unplaced (why it is in no
    cell, or null), establishments, employees, without_employees (rows). Employees of a cell with fewer
    than `threshold` establishments are suppressed. Columns: region_code, ksic_code, measure, value, status.
    """
    parents = ksic_parents(revision)
    codes = pa.table({"code": list(parents), "parent": list(parents.values())})
    connection.register("codes", codes)
    connection.execute(_TYPES)
    connection.execute(_LEAVES)
    for above in reversed(range(_LEAF_DEPTH)):
        connection.execute(_LEVEL.format(above=above, below=above + 1, sums=_SUMS))
    for statement in (_DISTRICTS, _PROVINCES, _NATION):
        connection.execute(statement)
    return connection.sql(_CELLS.format(threshold=threshold)).to_arrow_table()

"""Sum groups of establishments to cells: every region at every level of the classification.

Codes are DuckDB enumerations in the order of their text, which are fast to group and sort. Every level
is summed from the one below it. These cells were not published before, so that this module has to
protect them: cells that `confidentiality` withholds are suppressed here, before anything else reads
them.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa

from orchestration.errors import ArrivalRefused
from orchestration.lake.reference import ksic_parents
from orchestration.sources.confidentiality.protect import protect
from orchestration.sources.confidentiality.rule import Mask, ProtectionRule
from orchestration.sources.confidentiality.table import Table

_LEAF_DEPTH = 5
"""Steps from a five-digit code up to TOTAL."""

_TYPES = """
create type ksic as enum (select code from codes order by code);
create type region as enum (
    select distinct unnest(['00', province, district]) as code
    from classified where problem is null order by code
);
create table parents as
select code::ksic as ksic_code, parent::ksic as parent_code from codes where parent <> ''
"""

_SUMS = """sum(establishments)::bigint as establishments, sum(employees)::bigint as employees,
       sum(without_employees)::bigint as without_employees"""

_LEAVES = f"""
create table level_{_LEAF_DEPTH} as
select district::region as region_code, leaf::ksic as ksic_code, {_SUMS}
from classified where problem is null
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

_FINEST = f"""
select region_code::varchar as region_code, ksic_code::varchar as ksic_code, establishments,
       coalesce(employees, 0) as employees, without_employees
from level_{_LEAF_DEPTH}
order by region_code, ksic_code
"""

_CELLS = """
select region_code::varchar as region_code, ksic_code::varchar as ksic_code,
       unnest(['employees', 'establishments']) as measure,
       unnest([
           case when not is_suppressed and without_employees = 0 then employees end,
           establishments
       ]) as value,
       unnest([
           case when is_suppressed then 'suppressed'
                when without_employees > 0 then 'not_available'
                else 'observed' end,
           'observed'
       ]) as status
from (
    select cells.*, suppressed.region_code is not null as is_suppressed
    from (from districts union all from provinces_summed union all from nation) as cells
    left join suppressed
        on cells.region_code = suppressed.region_code::region
        and cells.ksic_code = suppressed.ksic_code::ksic
    order by region_code, ksic_code
)
"""


@dataclass(frozen=True)
class Cells:
    """`table` has the columns region_code, ksic_code, measure, value, status, ordered by the first three.

    `primary` is the number of cells whose employees are suppressed because of too few establishments,
    `secondary` that of cells from which those could be computed.
    """

    table: pa.Table
    primary: int
    secondary: int


def cells_of(
    connection: duckdb.DuckDBPyConnection, revision: str, rule: ProtectionRule, where: str
) -> Cells:
    """The cells of the table `classified`, protected by `rule`.

    `classified` has one row per district, section and leaf: district, province, leaf, problem (why it is in
    no cell, or null), establishments, employees, without_employees (number of establishments). Raises
    `ArrivalRefused`, with `where`, when the protection of a cell cannot be proved.
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
    table = Table.of(connection.sql(_FINEST).fetchnumpy(), parents)
    withheld = protect(table, rule)
    if withheld.unproved.any():
        raise ArrivalRefused(
            f"the protection of {withheld.unproved.sum():,} suppressed cells cannot be proved",
            where=where,
            remedy="nothing of the file is published; report this error with the size of the file",
        )
    connection.register("suppressed", _codes_of(table, withheld.primary | withheld.secondary))
    cells = connection.sql(_CELLS).to_arrow_table()
    return Cells(cells, int(withheld.primary.sum()), int(withheld.secondary.sum()))


def _codes_of(table: Table, cells: Mask) -> pa.Table:
    """The codes of the regions and industries of `cells`."""
    region, industry = np.nonzero(cells)
    return pa.table(
        {
            "region_code": np.array(table.regions.codes)[region],
            "ksic_code": np.array(table.industries.codes)[industry],
        }
    )

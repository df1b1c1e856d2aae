"""Check that census cells are unique and add up, before they are staged.

Where all children of a cell are known, the cell equals their sum: the total of its sections, a section of
its divisions, down to the leaves, and the nation of its provinces. A child that is not listed while
siblings are listed has no establishments and is 0. Where some children are unknown, their sum does not
exceed the cell.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from orchestration.errors import ArrivalRefused
from orchestration.lake.checks.ranked import Ranked
from orchestration.lake.reference import ksic_parents, region_parents

_IN_ORDER = """
select bool_and(key > before)
from (
    select key, lag(key) over () as before
    from (
        select ((year::bigint << 20 | region_code) << 20 | ksic_code) << 4 | measure as key
        from cells
    )
) where before is not null
"""
"""Whether the cells are in strictly ascending order; then there is no duplicate."""

_DUPLICATES = """
select year, region_code, ksic_code, measure, count(*) as rows
from cells group by all having count(*) > 1 order by all limit 1
"""

_INDUSTRY_SUMS = """
with sums as (
    select child.year, child.region_code, child.measure, parents.parent_code as ksic_code,
           sum(child.value) as parts, count(*) filter (not child.is_observed) as unknown
    from cells as child join parents on child.ksic_code = parents.ksic_code
    group by all
)
select sums.year, sums.region_code, sums.ksic_code, sums.measure, sums.parts, cell.value
from sums join cells as cell using (year, region_code, ksic_code, measure)
where cell.is_observed
  and (sums.parts > cell.value or (sums.unknown = 0 and sums.parts <> cell.value))
order by all limit 1
"""

_REGION_SUMS = """
with sums as (
    select child.year, child.ksic_code, child.measure, regions.parent_region_code as region_code,
           sum(child.value) as parts, count(*) filter (not child.is_observed) as unknown
    from cells as child join regions on child.region_code = regions.region_code
    group by all
), listed as (
    select year, region_code as parent, count(distinct part) as parts
    from (
        select cells.year, regions.parent_region_code as region_code, cells.region_code as part
        from cells join regions on cells.region_code = regions.region_code
    ) group by all
), expected as (
    select parent_region_code as parent, count(*) as parts from regions group by all
)
select sums.year, sums.region_code, sums.ksic_code, sums.measure, sums.parts, cell.value
from sums
join cells as cell using (year, region_code, ksic_code, measure)
join listed on listed.year = sums.year and listed.parent = sums.region_code
join expected on expected.parent = sums.region_code
where cell.is_observed
  and (
      sums.parts > cell.value
      or (sums.unknown = 0 and listed.parts = expected.parts and sums.parts <> cell.value)
  )
order by all limit 1
"""


@cache
def _database() -> duckdb.DuckDBPyConnection:
    """One empty database per process: to open one takes longer than to check a workbook."""
    return duckdb.connect()


def check_census_cells(cells: pa.Table, source_id: str) -> None:
    """Raise `ArrivalRefused` for the first duplicate cell or the first cell that its children contradict.

    `cells` has the schema CENSUS_CELLS, with one KSIC revision.
    """
    codes = ksic_parents(cells.column("ksic_revision")[0].as_py())
    parents = region_parents(pc.max(cells.column("year")).as_py())
    region = Ranked.of(cells.column("region_code"), parents)
    industry = Ranked.of(cells.column("ksic_code"), codes)
    measure = Ranked.of(cells.column("measure"))
    ranked = pa.table(
        {
            "year": cells.column("year"),
            "region_code": region.ranks,
            "ksic_code": industry.ranks,
            "measure": measure.ranks,
            "value": cells.column("value"),
            "is_observed": pc.equal(cells.column("status"), "observed"),
        }
    )

    def key(row: tuple[Any, ...]) -> str:
        named = region.texts[row[1]], industry.texts[row[2]], measure.texts[row[3]]
        return "year {} region {} industry {} {}".format(row[0], *named)

    with _database().cursor() as connection:
        connection.register("cells", ranked)
        connection.register("parents", industry.pairs("ksic_code", "parent_code", codes))
        connection.register("regions", region.pairs("region_code", "parent_region_code", parents))
        in_order = connection.execute(_IN_ORDER).fetchone() == (True,)
        if not in_order and (row := connection.execute(_DUPLICATES).fetchone()):
            raise ArrivalRefused(
                f"duplicate row: {row[4]} rows for one cell",
                where=f"{source_id} {key(row)}",
                remedy="fetch or download the data again: rows repeat where a page of a response moved",
            )
        for query, parts in ((_INDUSTRY_SUMS, "industries"), (_REGION_SUMS, "regions")):
            if row := connection.execute(query).fetchone():
                raise ArrivalRefused(
                    f"the {parts} below add up to {row[4]:,}, the published total is {row[5]:,}",
                    where=f"{source_id} {key(row)}",
                    remedy="fetch or download the data again; if it stays, report it to the publisher",
                )

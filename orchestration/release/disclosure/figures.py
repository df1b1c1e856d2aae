"""What a release says about employees, as limits of sums of base cells.

A figure about a set says that what is in the set for certain is no more than its upper bound, and what may
be in it no less than its lower bound. Shares of the nation are limits of the same kind. Indices, ranks and
scores are not linear; tests attack them in other ways (docs/methodology.md, Confidentiality).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

import duckdb

from orchestration.release.disclosure.tables import NATION, Tables, Vector


class Limit(NamedTuple):
    """A linear function of the base cells is at most `most`."""

    weights: Vector
    most: float
    mart: str


_ROUNDING = 1e-6
"""Shares are published with six digits."""
_SETS = """
    select 'smart_city_industry' as mart, taxonomy_id, 'industry/' || layer || '/' || industry as set_id,
           region_code, series, year, measure, value_low, value_high, share_low, share_high
    from smart_city_industry
    union all
    select 'technology_overlap', taxonomy_id, 'combination/' || combination, region_code, series, year,
           measure, value_low, value_high, share_of_nation_low, share_of_nation_high
    from technology_overlap
    union all
    select 'taxonomy_sensitivity', taxonomy_id, 'without/' || dropped_code, region_code, series, year,
           measure, null, null, share_low, share_high
    from taxonomy_sensitivity
    union all
    select mart, taxonomy_id,
           case when combination <> 'all' then 'combination/' || combination
                when layer = 'total' then 'total'
                when layer = 'common' then 'common/' || overlap_rule
                when counting = 'inclusive' then 'layer/' || layer
                else 'exclusive/' || overlap_rule || '/' || layer end,
           region_code, series, year, measure, value_low, value_high, share_low, share_high
    from (
        select 'smart_city_scale' as mart, *, 'all' as combination, null as share_low, null as share_high
        from smart_city_scale
        union all by name
        select 'smart_city_share' as mart, *, 'all' as combination from smart_city_share
        union all by name
        select 'smart_city_estimate' as mart, * from smart_city_estimate
    )
"""
_CELLS = """
    select 'industry_share' as mart, region_code, ksic_code, value as low, value as high from industry_share
    where series = $series and year = $year and measure = 'employees' and value is not null
    union all
    select 'industry_share', '00', ksic_code, national_value, national_value from industry_share
    where series = $series and year = $year and measure = 'employees' and national_value is not null
    union all
    select 'industry_estimate', region_code, ksic_code, value_low, value_high from industry_estimate
    where series = $series and year = $year and measure = 'employees'
    union all
    select 'shift_share', change.region_code, change.ksic_code, other.value + change.change,
           other.value + change.change
    from shift_share as change
    join industry_share as other
        on other.series = change.series and other.year = change.from_year and other.measure = change.measure
        and other.region_code = change.region_code and other.ksic_code = change.ksic_code
    where change.series = $series and change.to_year = $year and change.measure = 'employees'
      and change.change is not null and other.value is not null
    union all
    select 'shift_share', change.region_code, change.ksic_code, other.value - change.change,
           other.value - change.change
    from shift_share as change
    join industry_share as other
        on other.series = change.series and other.year = change.to_year and other.measure = change.measure
        and other.region_code = change.region_code and other.ksic_code = change.ksic_code
    where change.series = $series and change.from_year = $year and change.measure = 'employees'
      and change.change is not null and other.value is not null
"""


def limits(warehouse: duckdb.DuckDBPyConnection, tables: Tables) -> Iterator[Limit]:
    """Every limit of cells without published employees that the marts of this series and year imply."""
    names = {"series": tables.series, "year": tables.year}
    for mart, region, code, low, high in warehouse.execute(_CELLS, names).fetchall():
        bases = tables.holding.get(code, set())
        if not bases & tables.open_codes.get(region, set()):
            continue
        holding = tables.of_codes(region, bases)
        yield Limit(-holding, -float(low), mart)
        if tables.of_codes(region, [code]).any():
            yield Limit(holding, float(high), mart)
    members = _members(warehouse, tables)
    said = warehouse.execute(
        f"""select mart, taxonomy_id, set_id, region_code, value_low, value_high, share_low, share_high
            from ({_SETS}) where series = $series and year = $year and measure = 'employees'
              and coalesce(value_low, share_low) is not null order by taxonomy_id, set_id""",
        names,
    ).fetchall()
    for key, group in groupby(said, key=lambda row: (row[1], row[2])):
        leaves = members.get(key, set())
        bases = {base for leaf in leaves for base in tables.holding.get(leaf, ())}
        if not bases & tables.open_codes[NATION]:
            continue
        rows = list(group)
        own = tables.members({NATION, *(row[3] for row in rows)}, leaves)
        for mart, _, _, region, *ends in rows:
            yield from _of_set(mart, own[region], own[NATION], ends)


def _of_set(
    mart: str, own: tuple[Vector, Vector], nation: tuple[Vector, Vector], ends: list[float | None]
) -> Iterator[Limit]:
    low, high, share_low, share_high = ends
    all_in, some_in = own
    if low is not None and high is not None:
        yield Limit(all_in, float(high), mart)
        yield Limit(-some_in, -float(low), mart)
    if share_low is not None and share_high is not None:
        others_all, others_some = nation[0] - all_in, nation[1] - some_in
        least, most = share_low - _ROUNDING, share_high + _ROUNDING
        yield Limit((1 - most) * all_in - most * others_some, 0.0, mart)
        yield Limit(least * others_all - (1 - least) * some_in, 0.0, mart)


def _members(
    warehouse: duckdb.DuckDBPyConnection, tables: Tables
) -> dict[tuple[str, str], set[str]]:
    """The five-digit codes of every set, in the revision of the tables."""
    rows = warehouse.execute(
        """
        select distinct own.taxonomy_id, own.set_id, link.from_code
        from int_set_leaves as own
        join int_ksic_links as link
            on own.ksic_revision = link.to_revision and own.leaf_code = link.to_code
            and link.from_revision = ?
        """,
        [tables.revision],
    ).fetchall()
    found: dict[tuple[str, str], set[str]] = {}
    for taxonomy, set_id, leaf in rows:
        found.setdefault((taxonomy, set_id), set()).add(leaf)
    return found

"""The rows of the files: one per industry or layer, measure, region and year, from the marts as they are.

Values, bounds, statuses and estimates are columns of the marts; nothing is computed here, so that the files
tell no more than the marts.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import TypeAlias

import duckdb

Line: TypeAlias = tuple[str, str]
"""A row as a line of CSV and as a JSON array."""

COLUMNS = (
    *("series", "year", "region_code", "region_name_ko", "region_name_en"),
    *("taxonomy_id", "layer", "counting", "overlap_rule", "ksic_revision", "ksic_code", "level"),
    *("name_ko", "name_en", "measure", "value", "value_low", "value_high", "status"),
    *("share_of_nation", "share_low", "share_high", "location_quotient"),
    *("estimate", "estimate_low_80", "estimate_high_80", "reliability"),
    *("share_estimate", "share_estimate_low_80", "share_estimate_high_80", "share_reliability"),
    "source_id",
)
"""The columns of every file, in order."""
MARTS = ("industry_share", "industry_estimate", "smart_city_share", "smart_city_estimate")

_QUERY = """
with regions as (
    select region_code, any_value(region_name_ko) as region_name_ko,
        any_value(region_name_en) as region_name_en
    from smart_city_share group by region_code
),
industries as (
    select
        series, year, region_code, ksic_revision, ksic_code, level, measure, value,
        value as value_low, value as value_high, status, share_of_nation,
        share_of_nation as share_low, share_of_nation as share_high, location_quotient,
        null::double as estimate, null::double as estimate_low_80, null::double as estimate_high_80,
        null::varchar as reliability, industry_name_ko as name_ko, industry_name_en as name_en, source_id
    from industry_share
    where level in ('total', 'section', 'division')
    union all by name
    select
        e.series, e.year, e.region_code, e.ksic_revision, e.ksic_code, e.level, e.measure,
        e.value_low, e.value_high, 'unknown' as status,
        e.estimate, e.estimate_low_80, e.estimate_high_80, e.reliability,
        n.industry_name_ko as name_ko, n.industry_name_en as name_en
    from industry_estimate as e
    left join (
        select ksic_code, any_value(industry_name_ko order by year desc) as industry_name_ko,
            any_value(industry_name_en order by year desc) as industry_name_en
        from industry_share where level = 'division' group by ksic_code
    ) as n on e.ksic_code = n.ksic_code
    where e.level = 'division' and not exists (
        select 1 from industry_share as s
        where s.series = e.series and s.year = e.year and s.region_code = e.region_code
            and s.ksic_code = e.ksic_code and s.measure = e.measure
    )
),
layers as (
    select
        s.series, s.year, s.region_code, s.taxonomy_id, s.layer, s.counting, s.overlap_rule, s.measure,
        s.layer_name_ko as name_ko, s.layer_name_en as name_en,
        s.value, s.value_low, s.value_high, s.status,
        s.share as share_of_nation, s.share_low, s.share_high,
        e.estimate, e.estimate_low_80, e.estimate_high_80, e.reliability, e.share_estimate,
        e.share_estimate_low_80, e.share_estimate_high_80, e.reliability_in_nation as share_reliability,
        s.source_id
    from smart_city_share as s
    left join smart_city_estimate as e
        on
            s.taxonomy_id = e.taxonomy_id and s.overlap_rule = e.overlap_rule and s.series = e.series
            and s.year = e.year and s.region_code = e.region_code and s.layer = e.layer
            and s.counting = e.counting and s.measure = e.measure and e.combination = 'all'
),
everything as (
    select *, null as taxonomy_id, null as layer, null as counting, null as overlap_rule,
        null as share_estimate, null as share_estimate_low_80, null as share_estimate_high_80,
        null as share_reliability
    from industries
    union all by name
    select * from layers
)
select
    everything.region_code as region,
    case when layer is not null then 'taxonomies' when level = 'division' then 'industries' end as kind,
    coalesce(taxonomy_id, ksic_code) as "group", layer as part,
    row_number() over (
        order by taxonomy_id nulls first, ksic_revision, ksic_code, layer, counting, overlap_rule, series,
            year, everything.region_code, measure
    ) as place,
    concat_ws(',', {csv}) as csv,
    json_array({json}) as json
from everything
left join regions using (region_code)
"""
_FILES = (
    """select ['regions', region] as file, csv, json from lines order by region, place""",
    """select [kind, "group", part] as file, csv, json from lines where kind is not null
       order by kind, "group", part nulls first, place""",
)
"""The lines of all files, those of a file one after the other: by region, and by industry or layer."""
_FRACTIONS = {
    *("share_of_nation", "share_low", "share_high", "location_quotient"),
}
"""Columns of any precision; they are rounded to nine decimals, which keeps the files small."""
_TEXTS = {
    *("series", "region_code", "region_name_ko", "region_name_en", "taxonomy_id", "layer"),
    *("counting", "overlap_rule", "ksic_revision", "ksic_code", "level", "name_ko", "name_en"),
    *("measure", "status", "reliability", "share_reliability", "source_id"),
}


def has_marts(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the release has all marts that the files are made from."""
    tables = {
        row[0] for row in connection.execute("select table_name from duckdb_tables()").fetchall()
    }
    return set(MARTS) <= tables


def create_lines(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the temporary table `lines`: each row as a CSV line and a JSON array, with its files."""
    connection.execute(
        "create or replace temp macro csv_text(t) as case"
        """ when regexp_matches(t, '[",\\r\\n]') then '"' || replace(t, '"', '""') || '"'"""
        " else coalesce(t, '') end"
    )
    values = {name: f"round({name}, 9)" if name in _FRACTIONS else name for name in COLUMNS}
    csv = ", ".join(
        f"csv_text({value})" if name in _TEXTS else f"coalesce({value}::varchar, '')"
        for name, value in values.items()
    )
    query = _QUERY.format(csv=csv, json=", ".join(values.values()))
    connection.execute(f"create or replace temp table lines as {query}")


def read_files(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[list[str], Iterator[Line]]]:
    """Each file of the table `lines` in turn: the codes of its name, and its lines (CSV and JSON).

    The lines of a file have to be read before the next file. No file is held in memory as a whole.
    """
    for query in _FILES:
        for file, rows in groupby(_read(connection, query), key=itemgetter(0)):
            yield (
                [code for code in file if code is not None],
                ((csv, json) for _, csv, json in rows),
            )


def _read(
    connection: duckdb.DuckDBPyConnection, query: str
) -> Iterator[tuple[list[str], str, str]]:
    rows = connection.execute(query)
    while batch := rows.fetchmany(5_000):
        yield from batch

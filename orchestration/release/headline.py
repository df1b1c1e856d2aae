"""Reads the headline of a release: Seoul's share of the nation, first and latest year.

A share that is known only within wide bounds is given as its estimate with the 80 % interval, where the
release has one that is not graded C.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from orchestration.contracts.featured_taxonomies import FEATURED_TAXONOMIES
from orchestration.release.query import connect, query_on

_HEADLINE = """
with featured as ({featured}),

figures as (
    select
        1 as place, taxonomy_id || ', all layers' as subject, measure, year,
        share_low, share_high
    from smart_city_share
    where region_code = '11' and layer = 'total' and counting = 'inclusive'
      and overlap_rule = 'two_or_more' and taxonomy_id in (select taxonomy_id from featured)
    union all
    -- how far a division approximation depends on its threshold
    select
        1,
        same.taxonomy_id || ', thresholds ' || min(own.threshold_percent) || ' to '
        || max(own.threshold_percent) || ' %',
        own.measure, own.year, min(own.share_low), max(own.share_high)
    from division_approximation as own
    join (
        select distinct taxonomy_id as approximated_id, same_taxonomy_id as taxonomy_id
        from division_approximation
        where same_taxonomy_id is not null
    ) as same on own.taxonomy_id = same.approximated_id
    where
        own.region_code = '11' and own.layer = 'total'
        and same.taxonomy_id in (select taxonomy_id from featured)
    group by same.taxonomy_id, own.measure, own.year
    union all
    select
        2, 'KSIC ' || ksic_code || ' ' || industry_name_ko, measure, year,
        share_of_nation, share_of_nation
    from industry_share
    where region_code = '11' and ksic_code in ('62', '58') and measure = 'employees'
),

ranked as (
    select
        *,
        min(year) over (partition by subject, measure) as first_year,
        -- the last year with a value: a later one may have bounds only
        coalesce(
            max(year) filter (share_low = share_high) over (partition by subject, measure),
            max(year) over (partition by subject, measure)
        ) as last_year,
        max(year) over () as latest_year
    from figures
)

select
    subject, measure,
    max(case when year = first_year then year end),
    max(case when year = first_year then share_low end),
    max(case when year = first_year then share_high end),
    max(case when year = last_year then year end),
    max(case when year = last_year then share_low end),
    max(case when year = last_year then share_high end),
    any_value(latest_year),
    max(case when year = latest_year then share_low end),
    max(case when year = latest_year then share_high end)
from ranked
group by place, subject, measure
order by place, subject, measure
"""


_ESTIMATES = """
select
    taxonomy_id || ', all layers', measure, year,
    share_estimate, share_estimate_low_80, share_estimate_high_80
from smart_city_estimate
where region_code = '11' and layer = 'total' and counting = 'inclusive' and overlap_rule = 'two_or_more'
  and combination = 'all' and reliability_in_nation in ('A', 'B')
"""

Key = tuple[object, object, object]
"""Subject, measure and year."""
Share = tuple[object, ...]
"""Year, lower and upper bound."""


def read_headline(marts: Path) -> list[list[str]]:
    """Rows of subject, measure, and Seoul's share in the first and in the latest year, as text.

    Where the latest year has no value, as in data that end at sections, the last year with a value is
    followed by the bounds of the latest.
    """
    with connect(marts) as connection:
        _, rows = query_on(connection, _HEADLINE.format(featured=_featured(connection)))
        estimates = _read_estimates(connection)
    return [
        [
            str(r[0]),
            str(r[1]),
            _share(r[2:5], estimates.get((r[0], r[1], r[2]))),
            _latest(r[5:8], r[8:11], estimates.get((r[0], r[1], r[5]))),
        ]
        for r in rows
    ]


def _featured(connection: duckdb.DuckDBPyConnection) -> str:
    """The query of the taxonomies in the headline: all, in a release of a version without their list."""
    if _has(connection, "taxonomy_list"):
        return FEATURED_TAXONOMIES
    return "select taxonomy_id from smart_city_share"


def _has(connection: duckdb.DuckDBPyConnection, mart: str) -> bool:
    _, found = query_on(connection, f"select 1 from duckdb_tables() where table_name = '{mart}'")
    return bool(found)


def _read_estimates(connection: duckdb.DuckDBPyConnection) -> dict[Key, str]:
    """Share and interval as text; empty in a release of a version without estimates."""
    if not _has(connection, "smart_city_estimate"):
        return {}
    _, rows = query_on(connection, _ESTIMATES)
    return {
        (r[0], r[1], r[2]): f"about {r[3]:.1%} (80 %: {r[4]:.1%} to {r[5]:.1%})"
        for r in rows
        if r[3] is not None
    }


def _latest(last: Share, latest: Share, estimate: str | None) -> str:
    if last[0] == latest[0]:
        return _share(last, estimate)
    known = "not available" if latest[1] is None else _share(latest).split(": ", 1)[1]
    return f"{_share(last)} ({latest[0]}: {known})"


def _share(share: Share, estimate: str | None = None) -> str:
    year, low, high = share
    if not isinstance(low, float) or not isinstance(high, float):
        return f"{year}: not disclosed"
    if low == high:
        return f"{year}: {low:.1%}"
    return f"{year}: {estimate or f'{low:.1%} to {high:.1%}'}"

-- Exact values: the exclusive layers and the common part add up to the total, and so do the combinations. Bounds: the
-- sum of the parts can reach the total.
with totals as (
    select * from {{ ref('int_set_bounds') }} where set_kind = 'total'
),

parts as (
    select
        taxonomy_id, series, year, region_code, measure, 'exclusive layers and common' as parts_of,
        sum(value_low) as low, sum(value_high) as high
    from {{ ref('int_set_bounds') }}
    where set_kind in ('exclusive', 'common') and overlap_rule = 'two_or_more'
    group by taxonomy_id, series, year, region_code, measure
    union all
    select
        taxonomy_id, series, year, region_code, measure, 'combinations', sum(value_low), sum(value_high)
    from {{ ref('int_set_bounds') }}
    where set_kind = 'combination'
    group by taxonomy_id, series, year, region_code, measure
)

select parts.*, total.value_low, total.value_high
from parts
inner join totals as total
    on
        parts.taxonomy_id = total.taxonomy_id and parts.series = total.series and parts.year = total.year
        and parts.region_code = total.region_code and parts.measure = total.measure
where
    parts.low > total.value_low
    or parts.high < total.value_high
    or (parts.low = parts.high and total.value_low = total.value_high and parts.low <> total.value_low)

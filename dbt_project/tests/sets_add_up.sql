-- Where they are exact: the layers without the common part and the common part make up the total, and so do
-- the combinations. With bounds: no part can exceed the whole.
with whole as (
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

select parts.*, whole.value_low, whole.value_high
from parts
inner join whole
    on
        parts.taxonomy_id = whole.taxonomy_id and parts.series = whole.series and parts.year = whole.year
        and parts.region_code = whole.region_code and parts.measure = whole.measure
where
    parts.low > whole.value_low
    or parts.high < whole.value_high
    or (parts.low = parts.high and whole.value_low = whole.value_high and parts.low <> whole.value_low)

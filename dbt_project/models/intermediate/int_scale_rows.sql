-- The sets of the report's Table 8, once for each overlap rule and way of counting.
with bounds as (
    select * from {{ ref('int_set_bounds') }}
    where set_kind in ('layer', 'exclusive', 'common', 'total') and {{ in_slice('year') }}
),

rules as (
    select distinct taxonomy_id, overlap_rule from {{ ref('int_sets') }} where set_kind = 'common'
),

countings as (
    select 'exclusive' as counting
    union all
    select 'inclusive' as counting
)

select
    bounds.taxonomy_id, rules.overlap_rule, bounds.series, bounds.year, bounds.region_code,
    bounds.layer, countings.counting, bounds.measure,
    bounds.value_low, bounds.value_high, bounds.national_value_low, bounds.national_value_high,
    bounds.share_low, bounds.share_high, bounds.suppressed_cells, bounds.resolution, bounds.is_suppressed,
    bounds.nation_is_suppressed, bounds.source_id
from bounds
inner join rules on bounds.taxonomy_id = rules.taxonomy_id
inner join countings
    on
        bounds.set_kind in ('common', 'total')
        or (bounds.set_kind = 'exclusive' and countings.counting = 'exclusive')
        or (bounds.set_kind = 'layer' and countings.counting = 'inclusive')
where bounds.overlap_rule is null or bounds.overlap_rule = rules.overlap_rule

-- The layers, the common part and the total of each taxonomy, once per overlap rule and way of counting, as they are
-- published. The marts smart_city_scale and smart_city_share are columns of this model.
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
    bounds.taxonomy_id,
    rules.overlap_rule,
    bounds.series,
    bounds.year,
    bounds.region_code,
    bounds.layer,
    countings.counting,
    bounds.measure,
    {{ published_bounds('bounds') }},
    coalesce(not bounds.is_suppressed and bounds.value_low = bounds.value_high, false) as is_exact,
    {{ published_nation('bounds') }},
    {{ published_shares('bounds') }},
    {{ published_status('bounds') }},
    bounds.resolution,
    cast(bounds.suppressed_cells as integer) as suppressed_cells,
    region.name_ko as region_name_ko,
    region.name_en as region_name_en,
    coalesce(label.name_ko, bounds.layer) as layer_name_ko,
    coalesce(label.name_en, bounds.layer) as layer_name_en,
    bounds.source_id
from bounds
inner join rules on bounds.taxonomy_id = rules.taxonomy_id
inner join countings
    on
        bounds.set_kind in ('common', 'total')
        or (bounds.set_kind = 'exclusive' and countings.counting = 'exclusive')
        or (bounds.set_kind = 'layer' and countings.counting = 'inclusive')
left join {{ ref('int_regions') }} as region on bounds.region_code = region.region_code
left join {{ ref('int_taxonomy_levels') }} as label
    on bounds.taxonomy_id = label.taxonomy_id and bounds.layer = label.layer and label.industry = 'all'
where bounds.overlap_rule is null or bounds.overlap_rule = rules.overlap_rule

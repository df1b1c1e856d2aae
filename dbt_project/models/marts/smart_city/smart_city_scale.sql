select
    bounds.taxonomy_id,
    bounds.overlap_rule,
    bounds.series,
    bounds.year,
    bounds.region_code,
    bounds.layer,
    bounds.counting,
    bounds.measure,
    {{ published_bounds('bounds') }},
    coalesce(not bounds.is_suppressed and bounds.value_low = bounds.value_high, false) as is_exact,
    {{ published_status('bounds') }},
    bounds.resolution,
    cast(bounds.suppressed_cells as integer) as suppressed_cells,
    region.name_ko as region_name_ko,
    region.name_en as region_name_en,
    coalesce(label.name_ko, bounds.layer) as layer_name_ko,
    coalesce(label.name_en, bounds.layer) as layer_name_en,
    bounds.source_id
from {{ ref('int_scale_rows') }} as bounds
left join {{ ref('int_regions') }} as region on bounds.region_code = region.region_code
left join {{ ref('labels') }} as label on label.kind = 'layer' and bounds.layer = label.code
where {{ in_slice('bounds.year') }}

select
    bounds.taxonomy_id,
    bounds.series,
    bounds.year,
    bounds.region_code,
    bounds.layer,
    bounds.industry,
    bounds.measure,
    {{ published_bounds('bounds') }},
    {{ published_nation('bounds') }},
    {{ published_shares('bounds') }},
    {{ published_status('bounds') }},
    bounds.resolution,
    cast(bounds.suppressed_cells as integer) as suppressed_cells,
    region.name_ko as region_name_ko,
    region.name_en as region_name_en,
    coalesce(layer_label.name_ko, bounds.layer) as layer_name_ko,
    coalesce(layer_label.name_en, bounds.layer) as layer_name_en,
    coalesce(industry_label.name_ko, bounds.industry) as industry_name_ko,
    coalesce(industry_label.name_en, bounds.industry) as industry_name_en,
    bounds.source_id
from {{ ref('int_set_bounds') }} as bounds
left join {{ ref('int_regions') }} as region on bounds.region_code = region.region_code
left join {{ ref('int_taxonomy_levels') }} as layer_label
    on
        bounds.taxonomy_id = layer_label.taxonomy_id and bounds.layer = layer_label.layer
        and layer_label.industry = 'all'
left join {{ ref('int_taxonomy_levels') }} as industry_label
    on
        bounds.taxonomy_id = industry_label.taxonomy_id and bounds.layer = industry_label.layer
        and bounds.industry = industry_label.industry
where bounds.set_kind = 'industry' and {{ in_slice('bounds.year') }}

select
    taxonomy_id,
    overlap_rule,
    series,
    year,
    region_code,
    layer,
    counting,
    measure,
    value_low,
    value_high,
    value,
    is_exact,
    status,
    resolution,
    suppressed_cells,
    region_name_ko,
    region_name_en,
    layer_name_ko,
    layer_name_en,
    source_id
from {{ ref('int_layer_values') }}
where {{ in_slice('year') }}

-- Every set of every taxonomy over the pension data of each month. Counts of people on fewer workplaces than the
-- disclosure threshold are suppressed.
select
    bounds.taxonomy_id,
    'pension' as series,
    cast(bounds.month as date) as month,
    bounds.region_code,
    bounds.set_id,
    bounds.measure,
    catalogue.set_kind,
    coalesce(catalogue.layer, 'all') as layer,
    coalesce(catalogue.industry, 'all') as industry,
    coalesce(catalogue.combination, 'all') as combination,
    {{ combination_letter('catalogue.combination') }} as combination_letter,
    coalesce(catalogue.overlap_rule, 'none') as overlap_rule,
    {{ published_bounds('bounds') }},
    {{ published_nation('bounds') }},
    {{ published_shares('bounds') }},
    {{ published_status('bounds') }},
    bounds.whole_code as whole_region_code,
    region.name_ko as region_name_ko,
    region.name_en as region_name_en,
    coalesce(layer_label.name_ko, catalogue.layer) as layer_name_ko,
    coalesce(layer_label.name_en, catalogue.layer) as layer_name_en,
    coalesce(industry_label.name_ko, catalogue.industry) as industry_name_ko,
    coalesce(industry_label.name_en, catalogue.industry) as industry_name_en,
    bounds.source_id
from {{ ref('int_pension_set_bounds') }} as bounds
inner join {{ ref('int_sets') }} as catalogue
    on bounds.taxonomy_id = catalogue.taxonomy_id and bounds.set_id = catalogue.set_id
left join {{ ref('regions') }} as region on bounds.region_code = region.region_code
left join {{ ref('int_taxonomy_levels') }} as layer_label
    on
        catalogue.taxonomy_id = layer_label.taxonomy_id and catalogue.layer = layer_label.layer
        and layer_label.industry = 'all'
left join {{ ref('int_taxonomy_levels') }} as industry_label
    on
        catalogue.taxonomy_id = industry_label.taxonomy_id and catalogue.layer = industry_label.layer
        and catalogue.industry = industry_label.industry

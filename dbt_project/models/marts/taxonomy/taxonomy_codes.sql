select
    own.taxonomy_id,
    own.layer,
    coalesce(own.industry, 'all') as industry,
    own.ksic_revision,
    own.ksic_code,
    own.coverage,
    own.part_share,
    layer.name_ko as layer_name_ko,
    layer.name_en as layer_name_en,
    industry.own_code,
    industry.name_ko as industry_name_ko,
    industry.name_en as industry_name_en,
    code.name_ko as ksic_name_ko,
    code.name_en as ksic_name_en,
    own.evidence,
    own.note,
    own.source_id
from {{ ref('stg_taxonomies__codes') }} as own
inner join {{ ref('ksic') }} as code on own.ksic_revision = code.ksic_revision and own.ksic_code = code.ksic_code
inner join {{ ref('int_taxonomy_levels') }} as layer
    on own.taxonomy_id = layer.taxonomy_id and own.layer = layer.layer and layer.industry = 'all'
inner join {{ ref('int_taxonomy_levels') }} as industry
    on
        own.taxonomy_id = industry.taxonomy_id and own.layer = industry.layer
        and coalesce(own.industry, 'all') = industry.industry

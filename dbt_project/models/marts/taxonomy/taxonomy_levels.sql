select
    level.taxonomy_id,
    level.layer,
    level.industry,
    level.parent,
    cast(level.depth as integer) as depth,
    level.own_code,
    level.name_ko,
    level.name_en,
    file.source_id
from {{ ref('int_taxonomy_levels') }} as level
inner join {{ ref('taxonomy_list') }} as file on level.taxonomy_id = file.taxonomy_id
where level.position is not null

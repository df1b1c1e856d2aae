-- The set parts, of codes one level down, that each set part consists of.
select distinct parent.set_part_id, child.set_part_id as child_part_id
from {{ ref('int_set_nodes') }} as parent
inner join {{ ref('int_set_nodes') }} as child
    on
        parent.taxonomy_id = child.taxonomy_id and parent.set_id = child.set_id
        and parent.ksic_revision = child.ksic_revision and parent.ksic_code = child.parent_code

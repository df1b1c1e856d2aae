-- Which pieces of the codes below make up each piece.
select distinct whole.piece_id, part.piece_id as part_id
from {{ ref('int_set_nodes') }} as whole
inner join {{ ref('int_set_nodes') }} as part
    on
        whole.taxonomy_id = part.taxonomy_id and whole.set_id = part.set_id
        and whole.ksic_revision = part.ksic_revision and whole.ksic_code = part.parent_code

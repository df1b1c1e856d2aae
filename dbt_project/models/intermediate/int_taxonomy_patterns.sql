-- The patterns of layers that leaves have (int_taxonomy_leaf_layers): how many layers have a leaf completely (full) and
-- in part, and the same for the layers of the report that the rule of its Table 8 needs.
select
    taxonomy_id, pattern,
    sum(case when is_full then 1 else 0 end) as full_layers,
    sum(case when is_full then 0 else 1 end) as part_layers,
    max(case when layer = 'general_purpose' and is_full then 1 else 0 end) as full_general_purpose,
    max(case when layer = 'general_purpose' then 1 else 0 end) as any_general_purpose,
    max(case when layer in ('infrastructure', 'application') and is_full then 1 else 0 end) as full_others,
    max(case when layer in ('infrastructure', 'application') then 1 else 0 end) as any_others
from (
    select distinct taxonomy_id, pattern, layer, is_full from {{ ref('int_taxonomy_leaf_layers') }}
) as pattern_layers
group by taxonomy_id, pattern

-- The layers of each leaf. The pattern of a leaf is its layers in order, with * after those that have only part of it.
with own as {{ once() }} (
    select
        taxonomy_id, ksic_revision, leaf_code, layer, layer_order,
        max(case when is_full then 1 else 0 end) = 1 as is_full,
        {{ combined_share('is_full', 'part_share') }} as part_share
    from {{ ref('int_taxonomy_members') }}
    group by taxonomy_id, ksic_revision, leaf_code, layer, layer_order
),

patterns as (
    select
        taxonomy_id, ksic_revision, leaf_code,
        {{ ordered_list("layer || case when is_full then '' else '*' end", 'layer_order, layer') }} as pattern
    from own
    group by taxonomy_id, ksic_revision, leaf_code
)

select own.*, patterns.pattern
from own
inner join patterns
    on
        own.taxonomy_id = patterns.taxonomy_id and own.ksic_revision = patterns.ksic_revision
        and own.leaf_code = patterns.leaf_code

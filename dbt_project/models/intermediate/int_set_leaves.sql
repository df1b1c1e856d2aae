-- The leaves of every set that a mart needs: the five-digit codes of the taxonomy or, for a taxonomy with several KSIC
-- revisions, joint codes (int_ksic_links), so that its layers can be compared. A set is a layer (inclusive), a layer
-- without its common part (exclusive), the common part, the total, an industry, a combination of layers, the total
-- without a combination (rest), or the total without one code.
with listed as {{ once() }} (
    select distinct
        tax.taxonomy_id,
        tax.ksic_revision,
        tax.layer,
        tax.industry,
        tax.ksic_code,
        tree.ksic_code as leaf_code,
        coalesce(label.sort_order, 99) as layer_order
    from {{ ref('stg_taxonomies__codes') }} as tax
    inner join {{ ref('int_ksic_ancestors') }} as tree
        on tax.ksic_revision = tree.ksic_revision and tax.ksic_code = tree.ancestor_code
    inner join {{ ref('ksic') }} as leaf
        on tree.ksic_revision = leaf.ksic_revision and tree.ksic_code = leaf.ksic_code and leaf.depth = 5
    left join {{ ref('labels') }} as label
        on label.kind = 'layer' and tax.layer = label.code
),

revisions as (
    select taxonomy_id, min(ksic_revision) < max(ksic_revision) as has_several
    from listed
    group by taxonomy_id
),

members as {{ once() }} (
    select
        listed.taxonomy_id, listed.ksic_revision, listed.layer, listed.industry, listed.ksic_code, listed.leaf_code,
        listed.layer_order
    from listed
    inner join revisions on listed.taxonomy_id = revisions.taxonomy_id and not revisions.has_several
    union
    select
        listed.taxonomy_id, link.to_revision, listed.layer, listed.industry, listed.ksic_code, link.to_code,
        listed.layer_order
    from listed
    inner join revisions on listed.taxonomy_id = revisions.taxonomy_id and revisions.has_several
    inner join {{ ref('int_ksic_links') }} as link
        on
            listed.ksic_revision = link.from_revision and listed.leaf_code = link.from_code
            and link.to_revision = 'joint'
),

leaf_layers as {{ once() }} (
    select
        taxonomy_id,
        ksic_revision,
        leaf_code,
        {{ ordered_list('layer', 'layer_order, layer') }} as combination,
        count(*) >= 2 as in_two_or_more,
        max(case when layer = 'general_purpose' then 1 else 0 end) = 1
        and max(case when layer in ('infrastructure', 'application') then 1 else 0 end) = 1 as in_table_8
    from (select distinct taxonomy_id, ksic_revision, leaf_code, layer, layer_order from members) as distinct_layers
    group by taxonomy_id, ksic_revision, leaf_code
),

leaf_rules as (
    select taxonomy_id, ksic_revision, leaf_code, 'two_or_more' as overlap_rule, in_two_or_more as is_common
    from leaf_layers
    union all
    select taxonomy_id, ksic_revision, leaf_code, 'table_8' as overlap_rule, in_table_8 as is_common
    from leaf_layers
),

combinations as (
    select distinct taxonomy_id, combination from leaf_layers
),

single_code_leaves as (
    select taxonomy_id, leaf_code, min(ksic_code) as ksic_code
    from members
    group by taxonomy_id, leaf_code
    having count(distinct ksic_code) = 1
)

select distinct
    taxonomy_id, 'layer/' || layer as set_id, ksic_revision, leaf_code
from members
union all
select distinct
    members.taxonomy_id,
    'exclusive/' || leaf_rules.overlap_rule || '/' || members.layer,
    members.ksic_revision,
    members.leaf_code
from members
inner join leaf_rules
    on
        members.taxonomy_id = leaf_rules.taxonomy_id and members.leaf_code = leaf_rules.leaf_code
        and not leaf_rules.is_common
union all
select taxonomy_id, 'common/' || overlap_rule, ksic_revision, leaf_code
from leaf_rules
where is_common
union all
select taxonomy_id, 'total', ksic_revision, leaf_code
from leaf_layers
union all
select distinct
    taxonomy_id, 'industry/' || layer || '/' || industry, ksic_revision, leaf_code
from members
where industry is not null
union all
select taxonomy_id, 'combination/' || combination, ksic_revision, leaf_code
from leaf_layers
union all
select leaf_layers.taxonomy_id, 'rest/' || combinations.combination, leaf_layers.ksic_revision, leaf_layers.leaf_code
from leaf_layers
inner join combinations
    on leaf_layers.taxonomy_id = combinations.taxonomy_id and leaf_layers.combination <> combinations.combination
union all
select leaf_layers.taxonomy_id, 'without/' || dropped.ksic_code, leaf_layers.ksic_revision, leaf_layers.leaf_code
from leaf_layers
inner join (select distinct taxonomy_id, ksic_code from members) as dropped
    on leaf_layers.taxonomy_id = dropped.taxonomy_id
left join single_code_leaves
    on
        leaf_layers.taxonomy_id = single_code_leaves.taxonomy_id
        and leaf_layers.leaf_code = single_code_leaves.leaf_code
        and dropped.ksic_code = single_code_leaves.ksic_code
where single_code_leaves.leaf_code is null

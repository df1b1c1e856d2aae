-- Every set of leaves that a mart asks for, as the taxonomy's own five-digit codes; those of a taxonomy in several
-- KSIC revisions as joint codes (int_ksic_links), so that layers can be compared. A set is a layer
-- (inclusive), a layer without what is common, the common part, the total, an industry, a combination of
-- layers, the rest beside a combination, or the total without one code.
with listed as {{ once() }} (
    select distinct
        tax.taxonomy_id,
        tax.ksic_revision,
        tax.layer,
        tax.industry,
        tax.ksic_code,
        tree.ksic_code as leaf_code,
        coalesce(label.sort_order, 99) as layer_order
    from {{ source('staged', 'taxonomies') }} as tax
    inner join {{ ref('int_ksic_ancestors') }} as tree
        on tax.ksic_revision = tree.ksic_revision and tax.ksic_code = tree.ancestor_code
    inner join {{ ref('ksic') }} as leaf
        on tree.ksic_revision = leaf.ksic_revision and tree.ksic_code = leaf.ksic_code and leaf.depth = 5
    left join {{ ref('labels') }} as label
        on label.kind = 'layer' and tax.layer = label.code
),

revisions as (
    select taxonomy_id, min(ksic_revision) < max(ksic_revision) as are_several
    from listed
    group by taxonomy_id
),

members as {{ once() }} (
    select
        listed.taxonomy_id, listed.ksic_revision, listed.layer, listed.industry, listed.ksic_code, listed.leaf_code,
        listed.layer_order
    from listed
    inner join revisions on listed.taxonomy_id = revisions.taxonomy_id and not revisions.are_several
    union
    select
        listed.taxonomy_id, link.to_revision, listed.layer, listed.industry, listed.ksic_code, link.to_code,
        listed.layer_order
    from listed
    inner join revisions on listed.taxonomy_id = revisions.taxonomy_id and revisions.are_several
    inner join {{ ref('int_ksic_links') }} as link
        on
            listed.ksic_revision = link.from_revision and listed.leaf_code = link.from_code
            and link.to_revision = 'joint'
),

layered as {{ once() }} (
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

ruled as (
    select taxonomy_id, ksic_revision, leaf_code, 'two_or_more' as overlap_rule, in_two_or_more as is_common
    from layered
    union all
    select taxonomy_id, ksic_revision, leaf_code, 'table_8' as overlap_rule, in_table_8 as is_common
    from layered
),

combinations as (
    select distinct taxonomy_id, combination from layered
),

codes as (
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
    'exclusive/' || ruled.overlap_rule || '/' || members.layer,
    members.ksic_revision,
    members.leaf_code
from members
inner join ruled
    on members.taxonomy_id = ruled.taxonomy_id and members.leaf_code = ruled.leaf_code and not ruled.is_common
union all
select taxonomy_id, 'common/' || overlap_rule, ksic_revision, leaf_code
from ruled
where is_common
union all
select taxonomy_id, 'total', ksic_revision, leaf_code
from layered
union all
select distinct
    taxonomy_id, 'industry/' || layer || '/' || industry, ksic_revision, leaf_code
from members
union all
select taxonomy_id, 'combination/' || combination, ksic_revision, leaf_code
from layered
union all
select layered.taxonomy_id, 'rest/' || combinations.combination, layered.ksic_revision, layered.leaf_code
from layered
inner join combinations
    on layered.taxonomy_id = combinations.taxonomy_id and layered.combination <> combinations.combination
union all
select layered.taxonomy_id, 'without/' || dropped.ksic_code, layered.ksic_revision, layered.leaf_code
from layered
inner join (select distinct taxonomy_id, ksic_code from members) as dropped
    on layered.taxonomy_id = dropped.taxonomy_id
left join codes
    on
        layered.taxonomy_id = codes.taxonomy_id
        and layered.leaf_code = codes.leaf_code
        and dropped.ksic_code = codes.ksic_code
where codes.leaf_code is null

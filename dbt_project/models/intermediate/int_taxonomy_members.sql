-- The leaves of each code of a taxonomy, by layer and industry: five-digit codes or, for a taxonomy with several KSIC
-- revisions, joint codes (int_ksic_links), so that its layers can be compared. part_share is what the taxonomy states
-- of a partly covered code. The industry is null where the code belongs to the layer itself.
with listed as {{ once() }} (
    select
        tax.taxonomy_id, tax.ksic_revision, tax.layer, tax.industry, tax.ksic_code, tree.ksic_code as leaf_code,
        coalesce(tax.coverage, 'full') = 'full' as is_full, tax.part_share,
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

comparable as (
    select listed.*
    from listed
    inner join revisions on listed.taxonomy_id = revisions.taxonomy_id and not revisions.has_several
    union all
    select
        listed.taxonomy_id, link.to_revision, listed.layer, listed.industry, listed.ksic_code, link.to_code,
        listed.is_full, listed.part_share, listed.layer_order
    from listed
    inner join revisions on listed.taxonomy_id = revisions.taxonomy_id and revisions.has_several
    inner join {{ ref('int_ksic_links') }} as link
        on
            listed.ksic_revision = link.from_revision and listed.leaf_code = link.from_code
            and link.to_revision = 'joint'
)

select
    taxonomy_id, ksic_revision, layer, industry, ksic_code, leaf_code, layer_order,
    max(case when is_full then 1 else 0 end) = 1 as is_full,
    {{ combined_share('is_full', 'part_share') }} as part_share
from comparable
group by taxonomy_id, ksic_revision, layer, industry, ksic_code, leaf_code, layer_order

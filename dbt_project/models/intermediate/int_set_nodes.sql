-- For each set and each KSIC revision of the data: the codes of all levels that contain leaves of the set, and whether
-- all leaves of the code belong to the set (is_full) or only some. Codes of another revision are joined by the
-- concordance: a code is full only if all of its counterparts belong completely to the set.
-- The part of a code that belongs to a set is a set part. Sets with the same leaves of a code share the set part, so
-- that its bounds are computed once (the total without one code is the total nearly everywhere).
with revisions as (
    select distinct ksic_revision from {{ source('staged', 'census_cells') }}
),

counterparts as {{ once() }} (
    select
        link.from_revision as ksic_revision,
        link.from_code as leaf_code,
        link.to_revision as taxonomy_revision,
        link.to_code as taxonomy_leaf_code,
        count(*) over (partition by link.from_revision, link.from_code, link.to_revision) as counterpart_count
    from {{ ref('int_ksic_links') }} as link
    inner join revisions on link.from_revision = revisions.ksic_revision
),

leaves as {{ once() }} (
    select
        member.taxonomy_id,
        member.set_id,
        counterparts.ksic_revision,
        counterparts.leaf_code,
        {{ has_all_counterparts() }} as is_full,
        counterparts.leaf_code || case when {{ has_all_counterparts() }} then '' else '*' end as leaf
    from {{ ref('int_set_leaves') }} as member
    inner join counterparts
        on
            member.ksic_revision = counterparts.taxonomy_revision
            and member.leaf_code = counterparts.taxonomy_leaf_code
    group by member.taxonomy_id, member.set_id, counterparts.ksic_revision, counterparts.leaf_code
),

leaf_counts as {{ once() }} (
    select tree.ksic_revision, tree.ancestor_code as ksic_code, count(*) as leaf_count
    from {{ ref('int_ksic_ancestors') }} as tree
    inner join {{ ref('ksic') }} as leaf
        on tree.ksic_revision = leaf.ksic_revision and tree.ksic_code = leaf.ksic_code and leaf.depth = 5
    group by tree.ksic_revision, tree.ancestor_code
),

codes as {{ once() }} (
    select
        leaves.taxonomy_id,
        leaves.set_id,
        leaves.ksic_revision,
        tree.ancestor_code as ksic_code,
        tree.ancestor_depth as depth,
        sum(case when leaves.is_full then 1 else 0 end) as full_count,
        {{ ordered_list('leaves.leaf', 'leaves.leaf') }} as contents
    from leaves
    inner join {{ ref('int_ksic_ancestors') }} as tree
        on leaves.ksic_revision = tree.ksic_revision and leaves.leaf_code = tree.ksic_code
    group by leaves.taxonomy_id, leaves.set_id, leaves.ksic_revision, tree.ancestor_code, tree.ancestor_depth
),

parts as {{ once() }} (
    select
        codes.taxonomy_id,
        codes.set_id,
        codes.ksic_revision,
        codes.ksic_code,
        codes.depth,
        code.parent_code,
        codes.full_count = leaf_counts.leaf_count as is_full,
        dense_rank() over (order by codes.ksic_revision, codes.ksic_code, codes.contents) as set_part_id
    from codes
    inner join leaf_counts
        on codes.ksic_revision = leaf_counts.ksic_revision and codes.ksic_code = leaf_counts.ksic_code
    inner join {{ ref('ksic') }} as code
        on codes.ksic_revision = code.ksic_revision and codes.ksic_code = code.ksic_code
)

-- codes below a full code are not needed
select parts.*
from parts
left join parts as above
    on
        parts.taxonomy_id = above.taxonomy_id and parts.set_id = above.set_id
        and parts.ksic_revision = above.ksic_revision and parts.parent_code = above.ksic_code
where above.is_full is null or not above.is_full

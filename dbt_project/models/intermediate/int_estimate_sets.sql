-- Estimates of the sets of the taxonomies that the census leaves open.
-- `scale` is how much a set leaves to the association: of a known sum T of which a share p is estimated to be
-- inside, T p (1 - p), and the root of the sum of squares over all of them. It is 0 for a set of whole sums. Errors are
-- measured and intervals made in this unit, so that what is measured for some codes serves for others
-- (int_estimate_drawn_sets). Where the sums T are themselves estimated from another census year, `outer_scale` is the
-- same against the sums of this year.
-- The nation is the sum of its provinces, and has an estimate where all of these have. Sums are grouped by test_id, one
-- number for association, years, series and measure, because that costs a third of grouping by the names.
{% set key = 'test_id, taxonomy_id, set_id' %}
with open_sets as (
    select distinct taxonomy_id, set_id
    from {{ ref('int_set_bounds') }}
    where
        set_kind in ('layer', 'exclusive', 'common', 'total', 'combination') and value_low < value_high
        and length(region_code) = 2
),

-- which part of a code of the data belongs to a set of another KSIC revision: the part of its counterparts. A set with
-- part of a code and no stated share of it (has_fraction) has no estimate.
counterparts as (
    {{ counted_links() }}
),

members as (
    select
        member.taxonomy_id, member.set_id, links.from_revision as ksic_revision, links.from_code as ksic_code,
        sum(coalesce(member.part_share, 0)) / max(links.parts) as fraction,
        count(member.part_share) = count(*) as has_fraction
    from {{ ref('int_set_leaves') }} as member
    inner join open_sets on member.taxonomy_id = open_sets.taxonomy_id and member.set_id = open_sets.set_id
    inner join counterparts as links
        on member.ksic_revision = links.to_revision and member.leaf_code = links.to_code
    inner join (select distinct ksic_revision from {{ ref('stg_census__cells') }}) as revisions
        on links.from_revision = revisions.ksic_revision
    group by member.taxonomy_id, member.set_id, links.from_revision, links.from_code
),

leaf_counts as (
    select ksic_revision, ancestor_code, count(*) as leaves
    from {{ ref('int_ksic_ancestors') }}
    where length(ksic_code) = 5
    group by ksic_revision, ancestor_code
),

release_parts as {{ once() }} (
    select
        own.test_id, members.taxonomy_id, members.set_id, own.region_code, own.group_code, own.scale_code,
        max(own.group_value) as group_value, max(own.scale_value) as scale_value,
        case
            when sum(members.fraction) = max(leaf_counts.leaves) then max(own.scale_value)
            else {{ exact_sum('coalesce(own.estimate, 0) * members.fraction') }}
        end as estimate,
        max(case when own.is_stand_in then 1 else 0 end) = 1
        or max(case when not members.has_fraction and coalesce(own.estimate, 1) > 0 then 1 else 0 end) = 1
        or (
            max(case when not own.has_figure and own.scale_value > 0 then 1 else 0 end) = 1
            and sum(members.fraction) < max(leaf_counts.leaves)
        ) as is_hidden
    from {{ ref('int_estimate_units') }} as own
    inner join members on own.ksic_revision = members.ksic_revision and own.ksic_code = members.ksic_code
    left join leaf_counts
        on own.ksic_revision = leaf_counts.ksic_revision and own.scale_code = leaf_counts.ancestor_code
    where own.experiment = 'release'
    group by own.test_id, members.taxonomy_id, members.set_id, own.region_code, own.group_code, own.scale_code
),

placed as (
    select {{ key }}, region_code, group_code, group_value, scale_value, estimate, is_hidden from release_parts
    union all
    select
        {{ key }}, '00', group_code, sum(group_value), sum(scale_value), {{ exact_sum('estimate') }},
        max(case when is_hidden then 1 else 0 end) = 1
    from release_parts
    group by {{ key }}, group_code, scale_code
),

grouped as (
    select
        {{ key }}, region_code, group_code, max(group_value) as group_value,
        {{ exact_sum('estimate') }} as estimate,
        {{ exact_part(left_open('estimate', 'scale_value')) }} as squares,
        max(case when is_hidden then 1 else 0 end) as hidden
    from placed
    group by {{ key }}, region_code, group_code
),

summed as (
    select
        {{ key }}, region_code,
        {{ exact_sum('estimate') }} as estimate,
        sqrt(cast(sum(squares) as double)) * 1e6 as scale,
        sqrt({{ exact_sum(left_open('estimate', 'group_value')) }}) * 1e6 as outer_scale,
        max(hidden) = 1 as is_hidden
    from grouped
    group by {{ key }}, region_code
),

{{ beside_nation('summed', ['taxonomy_id', 'set_id'], ['scale', 'outer_scale'], 'is_hidden') }}

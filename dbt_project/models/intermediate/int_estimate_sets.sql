-- Estimates of sets of codes. Experiment `release` has the sets of the taxonomies that the census leaves open; the
-- others have sets of hidden codes that are drawn by arithmetic, others each year, some with few codes and some with
-- many, with their truth (empty where a part of it is suppressed).
-- `scale` is how much the set leaves to the association: of a known sum T of which a share p is estimated to be
-- inside, T p (1 - p), and the root of the sum of squares over all of them. It is 0 for a set of whole sums. Errors are
-- measured and intervals made in this unit, so that what is measured for some codes serves for others. Where the sums T
-- are themselves estimated from another census year, `outer_scale` is the same against the sums of this year.
-- The nation is the sum of its provinces, and has an estimate where all of these have.
{% set number_of_sets = 48 %}
{% set key = 'experiment, association, reference_year, taxonomy_id, set_id, series, year, measure' %}
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

numbers as (
    {% for number in range(number_of_sets) %}
    select {{ number }} as number, {{ [10, 15, 25, 40][number % 4] }} as density
    {{ "union all" if not loop.last }}
    {% endfor %}
),

draws as (
    select
        years.series, years.year, numbers.number, numbers.density,
        numbers.number + {{ number_of_sets }} * (years.year % 10) as seed
    from numbers
    cross join (select distinct series, year from {{ ref('int_estimate_groups') }}) as years
),

-- codes whose truth is known everywhere
disclosed as (
    select experiment, ksic_revision, ksic_code
    from {{ ref('int_estimate_units') }}
    where
        experiment not in ('release', 'divisions_of_known_nation') and association = 'none' and is_of_nation
    group by experiment, ksic_revision, ksic_code
    having count(truth) = count(*)
),

drawn as (
    select code.experiment, code.ksic_revision, code.ksic_code, draws.series, draws.year, draws.number
    from disclosed as code
    cross join draws
    where
        (
            cast(code.ksic_code as bigint) * cast(code.ksic_code as bigint) * 31
            + cast(code.ksic_code as bigint) * (draws.seed + 3) * 7919 + draws.seed * 104729
        ) % 1009 % 100 < draws.density
),

leaf_counts as (
    select ksic_revision, ancestor_code, count(*) as leaves
    from {{ ref('int_ksic_ancestors') }}
    where length(ksic_code) = 5
    group by ksic_revision, ancestor_code
),

parts as {{ once() }} (
    select
        own.experiment, own.association, own.reference_year, members.taxonomy_id, members.set_id,
        own.series, own.year, own.measure, own.region_code, own.group_code, own.scale_code,
        max(own.group_value) as group_value, max(own.scale_value) as scale_value,
        case
            when sum(members.fraction) = max(leaf_counts.leaves) then max(own.scale_value)
            else {{ exact_sum('coalesce(own.estimate, 0) * members.fraction') }}
        end as estimate,
        cast(null as bigint) as truth,
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
    group by
        own.experiment, own.association, own.reference_year, members.taxonomy_id, members.set_id,
        own.series, own.year, own.measure, own.region_code, own.group_code, own.scale_code
    union all
    select
        own.experiment, own.association, own.reference_year, 'drawn', cast(drawn.number as {{ dbt.type_string() }}),
        own.series, own.year, own.measure, own.region_code, own.group_code, own.scale_code,
        max(own.group_value), max(own.scale_value),
        {{ exact_sum('coalesce(own.estimate, 0)') }},
        case when count(own.truth) = count(*) then cast(sum(own.truth) as bigint) end,
        false
    from {{ ref('int_estimate_units') }} as own
    inner join drawn
        on
            own.experiment = drawn.experiment and own.ksic_revision = drawn.ksic_revision
            and own.ksic_code = drawn.ksic_code and own.series = drawn.series and own.year = drawn.year
    where own.experiment <> 'release' and own.has_figure and own.is_of_nation
    group by
        own.experiment, own.association, own.reference_year, drawn.number,
        own.series, own.year, own.measure, own.region_code, own.group_code, own.scale_code
),

-- years in which every province is there
complete_years as (
    {{ complete_years() }}
),

placed as (
    select {{ key }}, region_code, group_code, group_value, scale_value, estimate, truth, is_hidden from parts
    union all
    select
        {{ key }}, '00', group_code, sum(group_value), sum(scale_value), {{ exact_sum('estimate') }},
        case when count(truth) = count(*) then cast(sum(truth) as bigint) end,
        max(case when is_hidden then 1 else 0 end) = 1
    from parts
    group by {{ key }}, group_code, scale_code
),

grouped as (
    select
        {{ key }}, region_code, group_code, max(group_value) as group_value,
        {{ exact_sum('estimate') }} as estimate,
        {{ exact_part(left_open('estimate', 'scale_value')) }} as squares,
        case when count(truth) = count(*) then cast(sum(truth) as bigint) end as truth,
        max(case when is_hidden then 1 else 0 end) as hidden
    from placed
    group by {{ key }}, region_code, group_code
),

summed as (
    select
        {{ key }}, region_code,
        {{ exact_sum('estimate') }} as estimate,
        sqrt(cast(sum(squares) as double)) * 1e6 as scale,
        sqrt({{ exact_sum(
            'case when association = ' ~ "'census'" ~ ' then ' ~ left_open('estimate', 'group_value') ~ ' else 0e0 end'
        ) }}) * 1e6 as outer_scale,
        case when count(truth) = count(*) then cast(sum(truth) as bigint) end as truth,
        max(hidden) = 1 as is_hidden
    from grouped
    group by {{ key }}, region_code
)

select
    own.*,
    nation.estimate as national_estimate,
    nation.truth as national_truth,
    not nation.is_hidden and complete_years.provinces is not null as has_nation,
    own.estimate / nullif(nation.estimate, 0) as share,
    {% for scale in ['scale', 'outer_scale'] %}
    sqrt(
        power((1 - own.estimate / nullif(nation.estimate, 0)) * own.{{ scale }}, 2)
        + power(own.estimate / nullif(nation.estimate, 0), 2)
        * greatest(0e0, power(nation.{{ scale }}, 2) - power(own.{{ scale }}, 2))
    ) / nullif(nation.estimate, 0) as share_{{ scale }}{{ "," if not loop.last }}
    {% endfor %}
from summed as own
inner join summed as nation
    on
        own.experiment = nation.experiment and own.association = nation.association
        and coalesce(own.reference_year, 0) = coalesce(nation.reference_year, 0)
        and own.taxonomy_id = nation.taxonomy_id and own.set_id = nation.set_id
        and own.series = nation.series and own.year = nation.year and own.measure = nation.measure
        and nation.region_code = '00'
left join complete_years
    on own.series = complete_years.series and own.year = complete_years.year and own.measure = complete_years.measure

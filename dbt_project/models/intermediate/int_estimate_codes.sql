-- Estimates of the release by code: five digits and every code above them, down from below the known sum. A code
-- that is all of the sum is known and has no row, nor has one that holds a part without
-- figures or a suppressed cell. The nation is the sum
-- of its provinces, and has a row where all of these have one. scale_value is
-- the finest sum in a census that the code is below, outer_scale_value the sum of this year where the structure is of
-- another.
{% set lengths = [5, 4, 3, 2] %}
with units as {{ once() }} (
    select
        own.sum_id, own.ksic_code, length(own.scale_code) as scale_length, own.scale_value,
        own.has_figure and not own.is_stand_in as may_be_told, own.estimate,
        case when own.group_code = 'TOTAL' then 0 else length(own.group_code) end as group_length
    from {{ ref('int_estimate_units') }} as own
    where own.experiment = 'release'
),

sums as {{ once() }} (
    select known.*, own.leaves, own.group_value
    from (
        select sum_id, count(*) as leaves, {{ exact_sum('estimate') }} as group_value
        from units
        group by sum_id
    ) as own
    inner join (
        select distinct sum_id, association, reference_year, series, year, region_code, ksic_revision, measure
        from {{ ref('int_estimate_groups') }}
    ) as known on own.sum_id = known.sum_id
),

leveled as (
    {% for length in lengths %}
    select
        sum_id, substr(ksic_code, 1, {{ length }}) as ksic_code,
        {% if length == 5 %}
        1 as leaves, scale_value, true as is_below_scale, may_be_told, estimate
        {% else %}
        count(*) as leaves, max(scale_value) as scale_value, max(scale_length) < {{ length }} as is_below_scale,
        min(case when may_be_told then 1 else 0 end) = 1 as may_be_told,
        {{ exact_sum('estimate') }} as estimate
        {% endif %}
    from units
    where estimate is not null and group_length < {{ length }}
    {% if length < 5 %}
    group by sum_id, substr(ksic_code, 1, {{ length }})
    {% endif %}
    {{ "union all" if not loop.last }}
    {% endfor %}
),

provinces as {{ once() }} (
    select
        sums.association, sums.reference_year, sums.series, sums.year, sums.region_code, sums.ksic_revision,
        sums.measure, leveled.ksic_code, leveled.estimate, cast(round(sums.group_value) as bigint) as value_high,
        case when leveled.is_below_scale then leveled.scale_value end as scale_value,
        case when sums.association = 'census' then sums.group_value end as outer_scale_value
    from leveled
    inner join sums on leveled.sum_id = sums.sum_id
    where leveled.may_be_told and leveled.leaves < sums.leaves and sums.group_value > 0
),

-- provinces in which the code is known as well: it is nothing there, or all of the sum
known as (
    select sums.series, sums.year, sums.measure, leveled.ksic_code, leveled.estimate
    from leveled
    inner join sums on leveled.sum_id = sums.sum_id
    where leveled.leaves = sums.leaves or (leveled.may_be_told and sums.group_value = 0)
),

complete_years as (
    {{ complete_years() }}
)

select * from provinces
union all
select
    own.association, own.reference_year, own.series, own.year, '00', own.ksic_revision, own.measure, own.ksic_code,
    {{ exact_sum('own.estimate') }} + coalesce(max(others.estimate), 0), cast(sum(own.value_high) as bigint),
    sum(own.scale_value), sum(own.outer_scale_value)
from provinces as own
inner join complete_years
    on own.series = complete_years.series and own.year = complete_years.year and own.measure = complete_years.measure
left join (
    select series, year, measure, ksic_code, count(*) as provinces, {{ exact_sum('estimate') }} as estimate
    from known
    group by series, year, measure, ksic_code
) as others
    on
        own.series = others.series and own.year = others.year and own.measure = others.measure
        and own.ksic_code = others.ksic_code
group by
    own.association, own.reference_year, own.series, own.year, own.ksic_revision, own.measure, own.ksic_code
having count(*) + coalesce(max(others.provinces), 0) = max(complete_years.provinces)

-- Sets of hidden codes that are drawn by arithmetic, others each year, some with few codes and some with many, with
-- their estimates and their truth (empty where a part of it is suppressed). `scale` is as in int_estimate_sets.
{% set number_of_sets = 48 %}
with numbers as (
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

-- one row for each known sum of a drawn set
parts as {{ once() }} (
    select
        own.test_id, drawn.number, own.region_code, own.group_code, max(own.group_value) as group_value,
        {{ exact_sum('coalesce(own.estimate, 0)') }} as estimate,
        case when count(own.truth) = count(*) then cast(sum(own.truth) as bigint) end as truth
    from {{ ref('int_estimate_units') }} as own
    inner join drawn
        on
            own.experiment = drawn.experiment and own.ksic_revision = drawn.ksic_revision
            and own.ksic_code = drawn.ksic_code and own.series = drawn.series and own.year = drawn.year
    where own.experiment <> 'release' and own.has_figure and own.is_of_nation
    group by own.test_id, drawn.number, own.region_code, own.group_code
),

placed as (
    select test_id, number, region_code, group_value, estimate, truth from parts
    union all
    select
        test_id, number, '00', sum(group_value), {{ exact_sum('estimate') }},
        case when count(truth) = count(*) then cast(sum(truth) as bigint) end
    from parts
    group by test_id, number, group_code
),

summed as (
    select
        test_id, number, region_code,
        {{ exact_sum('estimate') }} as estimate,
        sqrt({{ exact_sum(left_open('estimate', 'group_value')) }}) * 1e6 as scale,
        case when count(truth) = count(*) then cast(sum(truth) as bigint) end as truth
    from placed
    group by test_id, number, region_code
),

{{ beside_nation('summed', ['number'], ['scale'], 'truth') }}

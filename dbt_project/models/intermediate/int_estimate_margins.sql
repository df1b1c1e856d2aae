-- National values of the cells that share a known sum in some province: national_value is published, national_rest what
-- the provinces with a value of their own leave of it. There is no rest where a province has no value that may be used,
-- so that no estimate follows from a suppressed cell by subtraction. Sums are raked only if all of their cells are
-- here: a suppressed cell of the nation has its establishments as a value to start from.
with shared as (
    select experiment, series, year, measure, group_code, end_code
    from {{ ref('int_estimate_groups') }}
    where group_code <> end_code
    group by experiment, series, year, measure, group_code, end_code
),

released as (
    select
        series, year, measure, end_code, count(*) as places, max(case when is_stand_in then 1 else 0 end) as stand_ins,
        sum(case when group_code = end_code then value else 0e0 end) as known
    from {{ ref('int_estimate_groups') }}
    where experiment = 'release'
    group by series, year, measure, end_code
),

nation as (
    select series, year, ksic_code, measure, value, status
    from {{ ref('int_cells') }}
    where region_code = '00'
),

complete_years as (
    {{ complete_years() }}
),

-- sums that are not published in a province
closed as (
    select distinct series, year, measure, ksic_code
    from {{ ref('int_cells') }}
    where length(region_code) = 2 and depth = 1 and value is null
),

known as (
    select
        shared.experiment, shared.series, shared.year, shared.measure, shared.group_code, shared.end_code,
        coalesce(nation.value, case when nation.status = 'suppressed' then places.value end) * 1e0 as national_value,
        case
            when shared.experiment <> 'release'
                then case when closed.ksic_code is null then nation.value * 1e0 end
            when released.stand_ins = 0 and released.places = complete_years.provinces
                then case when nation.value * 1e0 >= released.known then nation.value - released.known end
        end as national_rest
    from shared
    left join nation
        on
            shared.series = nation.series and shared.year = nation.year and shared.end_code = nation.ksic_code
            and shared.measure = nation.measure
    left join nation as places
        on
            shared.series = places.series and shared.year = places.year and shared.end_code = places.ksic_code
            and places.measure = 'establishments'
    left join released
        on
            shared.series = released.series and shared.year = released.year and shared.measure = released.measure
            and shared.end_code = released.end_code
    left join complete_years
        on
            shared.series = complete_years.series and shared.year = complete_years.year
            and shared.measure = complete_years.measure
    left join closed
        on
            shared.series = closed.series and shared.year = closed.year and shared.measure = closed.measure
            and shared.group_code = closed.ksic_code
),

judged as (
    select
        *,
        min(case when national_value is null then 0 else 1 end)
            over (partition by experiment, series, year, measure, group_code) as has_values,
        count(national_rest) over (partition by experiment, series, year, measure, group_code) as rests
    from known
)

select
    experiment, series, year, measure, end_code,
    dense_rank() over (order by experiment, series, year, measure, end_code) as margin_id,
    max(national_value) as national_value,
    max(national_rest) as national_rest
from judged
where has_values = 1 and rests > 0
group by experiment, series, year, measure, end_code

-- The month of pension figures that the estimates use, in one row that is empty where there are none: the latest month,
-- and of a month with both a monthly file and published aggregates the file (is_complete). A file in which a province
-- has no insured persons is not one of the whole nation, and is not used.
with provinces as (
    select months.month, region.region_code
    from (select distinct month from {{ source('staged', 'nps_workplaces') }}) as months
    inner join {{ ref('regions') }} as region
        on
            region.region_level = 'province'
            and months.month >= coalesce(region.valid_from, months.month)
            and months.month <= coalesce(region.valid_to, months.month)
),

listed as (
    select distinct month, region_code
    from {{ source('staged', 'nps_workplaces') }}
    where insured > 0
),

-- a file may have a merged province for months before the merger, or its parts after it
found as (
    select month, region_code from listed
    union
    select listed.month, change.from_region_code
    from listed
    inner join {{ ref('region_changes') }} as change
        on change.kind = 'merger' and listed.region_code = change.to_region_code
    union
    select listed.month, change.to_region_code
    from listed
    inner join {{ ref('region_changes') }} as change
        on change.kind = 'merger' and listed.region_code = change.from_region_code
),

usable as (
    select provinces.month, true as is_complete
    from provinces
    left join found on provinces.month = found.month and provinces.region_code = found.region_code
    group by provinces.month
    having count(found.region_code) = count(*)
    union all
    select distinct month, false from {{ ref('stg_pension__published_totals') }}
),

ordered as (
    select month, is_complete, row_number() over (order by month desc, is_complete desc) as precedence
    from usable
)

select
    max(month) as month,
    max(case when is_complete then 1 else 0 end) = 1 as is_complete,
    substr(cast(max(month) as {{ dbt.type_string() }}), 1, 7) as period
from ordered
where precedence = 1

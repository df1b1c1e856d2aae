-- The provinces of each month. Data that are written after a merger have the merged province for months before it:
-- then the merged province and its parts (whole_code) are both listed, and only rows without whole_code add up to the
-- nation. They stay listed when a monthly file replaces the aggregates.
with found as (
    select month, region_code from {{ source('staged', 'nps_workplaces') }}
    where region_code <> 'UNPLACED'
    union
    select month, region_code from {{ ref('stg_pension__published_totals') }}
    where region_code not in ('00', 'UNPLACED')
),

parts as (
    select found.month, change.from_region_code as region_code, found.region_code as whole_code
    from found
    inner join {{ ref('region_changes') }} as change
        on change.kind = 'merger' and found.region_code = change.to_region_code and found.month < change.effective_date
)

select found.month, found.region_code, parts.whole_code
from found
left join parts on found.month = parts.month and found.region_code = parts.region_code
union
select month, region_code, whole_code from parts

with own as (
    select *, series || ' ' || cast(year as varchar) as period
    from industry_share where ksic_revision = {revision} and region_level <> 'district'
),
places as (
    select key, measure, region_code, period
    from (select distinct ksic_code as key from own)
    cross join (select distinct measure from own)
    cross join (select distinct region_code from own)
    cross join (select distinct period from own)
)
select places.key, places.measure, places.region_code, places.period,
       coalesce(own.value, -1) as value,
       case own.status when 'observed' then 1 when 'derived' then 2 when 'suppressed' then 3 when 'unknown' then 4
            when 'absent' then 5 else 0 end as status
from places
left join own on places.key = own.ksic_code and places.measure = own.measure and places.region_code = own.region_code
    and places.period = own.period
order by places.key, places.measure, places.region_code, places.period

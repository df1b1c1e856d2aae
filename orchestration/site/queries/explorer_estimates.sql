with own as (
    select *, series || ' ' || cast(year as varchar) as period
    from industry_estimate where ksic_revision = {revision}
),
places as (
    select key, measure, region_code, period
    from (select distinct ksic_code as key from own)
    cross join (select distinct measure from own)
    cross join (select distinct region_code from own where length(region_code) = 2)
    cross join (select distinct period from own)
)
-- estimates in tenths, their intervals in whole numbers: finer than the pages write them
select places.key, places.measure, places.region_code, places.period,
       coalesce(round(own.estimate * 10), -1) as estimate,
       coalesce(round(own.estimate_low_80), -1) as estimate_low,
       coalesce(round(own.estimate_high_80), -1) as estimate_high,
       coalesce(own.value_low, -1) as value_low,
       coalesce(own.value_high, -1) as value_high,
       case own.reliability when 'A' then 1 when 'B' then 2 when 'C' then 3 else 0 end as grade
from places
left join own on places.key = own.ksic_code and places.measure = own.measure and places.region_code = own.region_code
    and places.period = own.period
order by places.key, places.measure, places.region_code, places.period

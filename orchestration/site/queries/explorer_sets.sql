-- every layer, combination and industry of a layer, by the rule that two or more layers are common
with layers as (
    select share.taxonomy_id || ' layer ' || share.layer || ' ' || share.counting as key,
           share.series, share.year, share.region_code, share.measure, share.value_low, share.value_high,
           share.share_low, share.share_high, share.status,
           guess.estimate, guess.estimate_low_80, guess.estimate_high_80, guess.reliability, guess.share_estimate,
           guess.share_estimate_low_80, guess.share_estimate_high_80, guess.reliability_in_nation
    from smart_city_share as share
    left join smart_city_estimate as guess
        on guess.taxonomy_id = share.taxonomy_id and guess.overlap_rule = share.overlap_rule
        and guess.series = share.series and guess.year = share.year and guess.region_code = share.region_code
        and guess.layer = share.layer and guess.counting = share.counting and guess.combination = 'all'
        and guess.measure = share.measure
    where share.overlap_rule = 'two_or_more' and (share.counting = 'exclusive' or share.layer not in ('common', 'total'))
),
combinations as (
    select own.taxonomy_id || ' combination ' || own.combination as key,
           own.series, own.year, own.region_code, own.measure, own.value_low, own.value_high,
           own.share_of_nation_low as share_low, own.share_of_nation_high as share_high, own.status,
           guess.estimate, guess.estimate_low_80, guess.estimate_high_80, guess.reliability, guess.share_estimate,
           guess.share_estimate_low_80, guess.share_estimate_high_80, guess.reliability_in_nation
    from technology_overlap as own
    left join smart_city_estimate as guess
        on guess.taxonomy_id = own.taxonomy_id and guess.overlap_rule = 'all' and guess.series = own.series
        and guess.year = own.year and guess.region_code = own.region_code and guess.combination = own.combination
        and guess.measure = own.measure
),
industries as (
    select taxonomy_id || ' industry ' || layer || ' ' || industry as key,
           series, year, region_code, measure, value_low, value_high, share_low, share_high, status,
           cast(null as double) as estimate, cast(null as double) as estimate_low_80,
           cast(null as double) as estimate_high_80, cast(null as varchar) as reliability,
           cast(null as double) as share_estimate, cast(null as double) as share_estimate_low_80,
           cast(null as double) as share_estimate_high_80, cast(null as varchar) as reliability_in_nation
    from smart_city_industry
),
own as (
    select *, series || ' ' || cast(year as varchar) as period
    from (
        select * from layers
        union all
        select * from combinations
        union all
        select * from industries
    )
    where length(region_code) = 2
),
places as (
    select key, measure, region_code, period
    from (select distinct key from own)
    cross join (select distinct measure from own)
    cross join (select distinct region_code from own)
    cross join (select distinct period from own)
)
-- estimates in tenths, their intervals in whole numbers, shares in millionths
select places.key, places.measure, places.region_code, places.period,
       coalesce(round(own.estimate * 10), -1) as estimate,
       coalesce(round(own.estimate_low_80), -1) as estimate_low,
       coalesce(round(own.estimate_high_80), -1) as estimate_high,
       coalesce(own.value_low, -1) as value_low,
       coalesce(own.value_high, -1) as value_high,
       case own.reliability when 'A' then 1 when 'B' then 2 when 'C' then 3 else 0 end as grade,
       coalesce(round(own.share_estimate * 1e6), -1) as share_estimate,
       coalesce(round(own.share_estimate_low_80 * 1e6), -1) as share_estimate_low,
       coalesce(round(own.share_estimate_high_80 * 1e6), -1) as share_estimate_high,
       coalesce(round(own.share_low * 1e6), -1) as share_low,
       coalesce(round(own.share_high * 1e6), -1) as share_high,
       case own.reliability_in_nation when 'A' then 1 when 'B' then 2 when 'C' then 3 else 0 end as share_grade,
       case own.status when 'exact' then 1 when 'observed' then 1 when 'derived' then 2 when 'suppressed' then 3
            when 'not_applicable' then 6 when 'bounded' then 7 when 'unknown' then 4 when 'absent' then 5 else 0 end as status
from places
left join own on places.key = own.key and places.measure = own.measure and places.region_code = own.region_code
    and places.period = own.period
order by places.key, places.measure, places.region_code, places.period

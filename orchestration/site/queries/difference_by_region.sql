with totals as (
    select own.taxonomy_id, own.region_code, own.region_name_ko, own.region_name_en, own.share_low, own.share_high,
           own.status,
           guess.share_estimate as estimate, guess.share_estimate_low_80 as estimate_low,
           guess.share_estimate_high_80 as estimate_high, guess.reliability_in_nation as reliability,
           case
               when own.share_low = own.share_high then own.share_low
               when guess.reliability_in_nation in ('A', 'B') then guess.share_estimate
           end as number
    from smart_city_share as own
    left join smart_city_estimate as guess
        on guess.taxonomy_id = own.taxonomy_id and guess.overlap_rule = own.overlap_rule
        and guess.series = own.series and guess.year = own.year and guess.region_code = own.region_code
        and guess.layer = own.layer and guess.counting = own.counting and guess.combination = 'all'
        and guess.measure = own.measure
    where own.layer = 'total' and own.counting = 'inclusive' and own.overlap_rule = 'two_or_more'
        and own.series = {series} and own.year = {year} and own.measure = {measure} and own.region_code <> '00'
)
select one.region_code, one.region_name_ko, one.region_name_en,
       one.share_low as first_low, one.share_high as first_high,
       two.share_low as second_low, two.share_high as second_high,
       one.estimate as first_estimate, two.estimate as second_estimate,
       one.estimate_low as first_estimate_low, one.estimate_high as first_estimate_high,
       two.estimate_low as second_estimate_low, two.estimate_high as second_estimate_high,
       one.reliability as first_reliability, two.reliability as second_reliability,
       one.status as first_status, two.status as second_status,
       two.number - one.number as change,
       two.share_low - one.share_high as change_low, two.share_high - one.share_low as change_high
from totals as one
inner join totals as two on one.region_code = two.region_code
where one.taxonomy_id = {first} and two.taxonomy_id = {second}
order by one.region_code

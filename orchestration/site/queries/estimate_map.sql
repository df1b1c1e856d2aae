select own.taxonomy_id, own.year, own.region_code, own.measure,
       own.value_low, own.value_high, own.national_value_high, own.share_low, own.share_high, own.status,
       guess.estimate, guess.estimate_low_80, guess.estimate_high_80, guess.reliability,
       guess.share_estimate, guess.share_estimate_low_80, guess.share_estimate_high_80, guess.reliability_in_nation,
       guess.association, guess.association_period, own.region_name_ko, own.region_name_en, own.source_id
from smart_city_share as own
left join smart_city_estimate as guess
    on guess.taxonomy_id = own.taxonomy_id and guess.overlap_rule = own.overlap_rule and guess.series = own.series
    and guess.year = own.year and guess.region_code = own.region_code and guess.layer = own.layer
    and guess.counting = own.counting and guess.combination = 'all' and guess.measure = own.measure
where own.taxonomy_id = {taxonomy} and own.series = {series} and own.year = {year}
    and own.overlap_rule = 'two_or_more' and own.counting = 'exclusive' and own.layer = 'total'
    and own.region_code <> '00' and length(own.region_code) = 2
order by own.measure, own.region_code

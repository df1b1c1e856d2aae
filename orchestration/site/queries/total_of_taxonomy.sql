select own.region_code, coalesce(own.value, guess.estimate) as value, own.value is null as is_estimate
from smart_city_share as own
left join smart_city_estimate as guess
    on guess.taxonomy_id = own.taxonomy_id and guess.overlap_rule = own.overlap_rule and guess.series = own.series
    and guess.year = own.year and guess.region_code = own.region_code and guess.layer = own.layer
    and guess.counting = own.counting and guess.combination = 'all' and guess.measure = own.measure
where own.taxonomy_id = {taxonomy} and own.layer = 'total' and own.counting = 'inclusive'
    and own.overlap_rule = 'two_or_more' and own.series = {series} and own.year = {year}
    and own.measure = {measure} and own.region_code in {regions}

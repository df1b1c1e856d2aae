select taxonomy_id, year, region_code, region_name_ko, region_name_en, measure,
       estimate, estimate_low_80, estimate_high_80, share_estimate, share_estimate_low_80, share_estimate_high_80,
       share_low, share_high, reliability, reliability_in_nation, source_id
from smart_city_estimate
where series = {series} and taxonomy_id = {taxonomy} and layer = 'total' and counting = 'exclusive'
    and overlap_rule = 'two_or_more' and combination = 'all' and region_code <> '00' and length(region_code) = 2
    and year = (select max(year) from smart_city_estimate where series = {series})
order by measure, region_code

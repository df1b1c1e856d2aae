select year, region_code, overlap_rule, layer, counting, combination, measure,
       estimate, estimate_low_80, estimate_high_80, share_estimate, share_estimate_low_80, share_estimate_high_80,
       reliability, reliability_in_nation
from smart_city_estimate
where series = {series} and region_code = {region} and taxonomy_id = {taxonomy}
order by all

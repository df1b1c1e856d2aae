select taxonomy_id, series, year, region_code, layer, counting, measure,
       share_low, share_high, share, status, layer_name_ko, layer_name_en, source_id
from smart_city_share
where overlap_rule = 'two_or_more' and counting = 'exclusive' and region_code = {region} and measure = 'employees'
order by taxonomy_id, layer, year, series

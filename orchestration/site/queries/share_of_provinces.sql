select taxonomy_id, year, region_code, region_name_ko, region_name_en, measure,
       value_low, value_high, share_low, share_high, share, status, source_id
from smart_city_share
where overlap_rule = 'two_or_more' and counting = 'exclusive' and layer = 'total'
    and series = {series} and year = {year} and region_code <> '00' and length(region_code) = 2
order by taxonomy_id, measure, region_code

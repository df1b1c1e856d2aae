select taxonomy_id, year, region_code, layer, industry, measure,
       value_low, value_high, national_value_low, national_value_high,
       share_low, share_high, share, status,
       layer_name_ko, layer_name_en, industry_name_ko, industry_name_en, source_id
from smart_city_industry
where series = {series} and year = {year} and region_code = {region}
order by taxonomy_id, measure, layer, share_low desc nulls last, share_high, industry

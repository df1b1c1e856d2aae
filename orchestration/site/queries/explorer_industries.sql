select distinct layer, industry, industry_name_ko, industry_name_en
from smart_city_industry where taxonomy_id = {taxonomy}
order by layer, industry

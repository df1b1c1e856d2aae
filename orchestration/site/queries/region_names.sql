select distinct region_code, region_name_ko, region_name_en
from industry_share
order by region_code, region_name_ko

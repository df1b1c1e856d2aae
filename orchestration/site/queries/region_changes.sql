select distinct region_code, from_year, to_year, region_change_ko, region_change_en
from shift_share
where series = {series} and crosses_region_change
order by region_code, from_year, to_year

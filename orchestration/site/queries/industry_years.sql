select region_code, year, value as employees, status
from industry_share
where series = {series} and ksic_code = {industry} and measure = 'employees' and region_level <> 'district'
order by region_code, year

select year, region_code, ksic_code, measure, value, status,
       share_of_region, share_of_nation, location_quotient, rank_in_nation, rank_low, rank_high, source_id
from industry_share
where series = {series} and year = {year} and region_code = {region} and level = 'division'
    and measure = 'employees'
order by location_quotient desc nulls last, ksic_code

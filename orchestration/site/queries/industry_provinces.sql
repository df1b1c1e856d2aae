select own.year, own.region_code, own.ksic_code, own.value as employees, own.status,
       own.share_of_nation, own.share_of_region, own.location_quotient, own.rank_low, own.rank_high,
       firms.value as establishments, own.source_id
from industry_share as own
left join industry_share as firms
    on firms.series = own.series and firms.year = own.year and firms.region_code = own.region_code
    and firms.ksic_code = own.ksic_code and firms.measure = 'establishments'
where own.series = {series} and own.year = {year} and own.ksic_code = {industry}
    and own.measure = 'employees' and own.region_level <> 'district'
order by own.value desc nulls last, own.region_code

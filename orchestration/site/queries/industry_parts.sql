with parts as (
    select * from industry_estimate
    where series = {series} and year = {year} and measure = 'employees' and level <> 'division'
        and substr(ksic_code, 1, 2) = {industry} and region_code in ('00', {region})
)
select ksic_code, level, region_code, year, ksic_revision, estimate, estimate_low_80, estimate_high_80,
       value_low, value_high, reliability
from parts
where length(ksic_code) = (select min(length(ksic_code)) from parts)
order by ksic_code, region_code

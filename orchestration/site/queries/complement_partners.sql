select base_region_code, partner_region_code, year, count(*) as industries,
       count(*) filter (where complement_value is null) as industries_not_disclosed,
       sum(complement_value_low) as value_low, sum(complement_value_high) as value_high,
       min(source_id) as source_id
from regional_complement
where series = {series} and year = {year} and measure = 'employees' and base_region_code = {region}
group by base_region_code, partner_region_code, year
order by value_low desc, value_high desc, partner_region_code

select base_region_code, partner_region_code, year, count(*) as industries,
       count(*) filter (where complement_value is null) as industries_not_disclosed,
       sum(complement_value_low) as value_low, sum(complement_value_high) as value_high,
       min(source_id) as source_id
from regional_complement
where series = {series} and year = {year} and measure = 'employees' and base_region_code = {region}
    and ({taxonomy} = '' or substr(industry, 1, 2) in (
        select substr(dropped_code, 1, 2) from taxonomy_sensitivity where taxonomy_id = {taxonomy}
    ))
group by base_region_code, partner_region_code, year
order by value_low desc, value_high desc, partner_region_code

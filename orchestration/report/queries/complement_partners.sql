select base_region_code, partner_region_code, year, count(*) as industries,
       sum(complement_score) as score, arg_max(industry_name_ko, complement_score) as first_industry_ko,
       arg_max(industry_name_en, complement_score) as first_industry_en, min(source_id) as source_id
from regional_complement
where series = {series} and year = {year} and measure = 'employees' and base_region_code = {region}
group by base_region_code, partner_region_code, year
order by score desc, partner_region_code

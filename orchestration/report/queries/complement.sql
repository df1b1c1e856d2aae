select base_region_code, partner_region_code, year, measure, industry,
       industry_name_ko, industry_name_en, base_location_quotient, partner_location_quotient,
       complement_score, source_id
from regional_complement
where series = {series} and year = {year} and measure = 'employees' and base_region_code = {region}
order by complement_score desc, partner_region_code, industry
limit 12

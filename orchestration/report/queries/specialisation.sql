select year, region_code, region_name_ko, region_name_en, measure, hhi_low, hhi_high, hhi,
       krugman_low, krugman_high, krugman, specialised_industries, industries, unpublished_industries
from regional_specialisation
where series = {series} and year = {year} and region_code <> '00' and length(region_code) = 2 and measure = 'employees'
order by coalesce(krugman, krugman_low) desc, region_code

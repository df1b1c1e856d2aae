select measure, region_code, ksic_code, density_low, density_high, is_specialised
from relatedness_density
where series = {series} and year = {year}
order by measure, region_code, density_low desc nulls last, density_high desc, ksic_code

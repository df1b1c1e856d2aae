select region_code, year, estimate, estimate_low_80, estimate_high_80, value_low, value_high, reliability
from industry_estimate
where series = {series} and ksic_code = {industry} and level = 'division' and measure = 'employees'
    and year > {year}
order by region_code, year

select own.association, own.association_period, own.year, own.region_code, own.ksic_code,
       own.truth, round(own.estimate, 1) as estimate,
       round(own.estimate_low_80, 1) as estimate_low_80, round(own.estimate_high_80, 1) as estimate_high_80, own.is_inside_80
from estimate_test as own
where own.experiment = 'divisions_below_sections' and own.series = {series} and own.measure = 'employees'
    and (own.association = 'pension' or (own.association = 'census' and own.association_period = 'previous_year'))
    and own.year = (select max(year) from estimate_test where experiment = 'divisions_below_sections' and series = {series})
order by own.association desc, own.region_code, own.ksic_code

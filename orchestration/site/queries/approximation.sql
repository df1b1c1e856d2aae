select threshold_percent, series, year, region_code, measure, share_low, share_high
from division_approximation
where layer = 'total' and region_code = {region} and series = {series}
    and taxonomy_id in (select taxonomy_id from division_approximation where same_taxonomy_id = {taxonomy})
order by threshold_percent, measure, year

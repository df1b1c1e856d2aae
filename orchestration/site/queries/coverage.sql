select measure, coverage_80
from estimate_quality
-- codes below divisions rest on the pension structure
where association = 'pension' and unit = 'share' and breakdown = 'region' and breakdown_value = {region}
    and series = {series} and experiment = 'divisions_below_sections'

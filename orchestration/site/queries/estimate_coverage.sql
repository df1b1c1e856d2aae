select association, association_period, unit, measure, breakdown, breakdown_value, tested,
       coverage_80, coverage_90, coverage_other_years_80, coverage_other_years_90
from estimate_quality
where experiment = 'divisions_below_sections' and series = {series} and coverage_80 is not null
    and association in ('pension', 'census') and breakdown_value <> '00' and breakdown <> 'source'
order by measure, unit, association desc, breakdown = 'all' desc, breakdown, breakdown_value

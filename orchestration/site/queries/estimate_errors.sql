select association, association_period, unit, measure, breakdown, breakdown_value, tested, misplaced_share,
       relative_error_median, relative_error_p90, share_error_median, share_error_p90,
       coverage_80, coverage_90, coverage_other_years_80, coverage_other_years_90
from estimate_quality
where experiment = 'divisions_below_sections' and series = {series} and breakdown = 'all'
order by measure, unit, association, association_period

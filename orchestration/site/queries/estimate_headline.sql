select taxonomy_id, year, measure, share_estimate, share_estimate_low_80, share_estimate_high_80,
       share_low, share_high
from smart_city_estimate
where region_code = {region} and series = {series} and layer = 'total' and counting = 'exclusive'
    and overlap_rule = 'two_or_more' and combination = 'all' and reliability_in_nation in ('A', 'B')
    and year = (select max(year) from smart_city_estimate where series = {series})
order by taxonomy_id, measure

select own.taxonomy_id, own.year, own.measure, own.share_estimate, own.share_estimate_low_80, own.share_estimate_high_80,
       own.share_low, own.share_high,
       -- how often such an interval had the truth in this region; codes below divisions rest on the pension structure
       (
           select min(quality.coverage_80) from estimate_quality as quality
           where quality.association = 'pension' and quality.unit = 'share' and quality.measure = own.measure
               and quality.breakdown = 'region' and quality.breakdown_value = own.region_code
       ) as coverage_80
from smart_city_estimate as own
where own.region_code = {region} and own.series = {series} and own.layer = 'total' and own.counting = 'exclusive'
    and own.overlap_rule = 'two_or_more' and own.combination = 'all' and own.reliability_in_nation in ('A', 'B')
    and own.year = (select max(year) from smart_city_estimate where series = {series})
order by own.taxonomy_id, own.measure

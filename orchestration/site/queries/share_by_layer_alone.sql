select share.taxonomy_id, share.year, share.region_code, share.layer, share.counting, share.measure,
       share.value_low, share.value_high, share.national_value_low, share.national_value_high,
       share.share_low, share.share_high, share.share, share.status,
       share.layer_name_ko, share.layer_name_en, share.source_id
from smart_city_share as share
where share.overlap_rule = {rule} and share.counting = 'exclusive'
    and share.series = {series} and share.year = {year} and share.region_code = {region}
order by share.taxonomy_id, share.measure, share.layer

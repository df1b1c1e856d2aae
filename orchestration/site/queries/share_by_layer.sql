select share.taxonomy_id, share.year, share.region_code, share.layer, share.counting, share.measure,
       share.value_low, share.value_high, share.national_value_low, share.national_value_high,
       share.share_low, share.share_high, share.share, share.status,
       here.value / nation.value as printed_share_2017,
       share.layer_name_ko, share.layer_name_en,
       concat_ws(';', share.source_id, here.source_id) as source_id
from smart_city_share as share
left join published_figures as here
    on here.place = 'table_8' and here.counting = 'exclusive' and here.region_code = share.region_code
    and here.layer = share.layer and here.measure = share.measure
    -- only a classification in the report's layers compares with the report
    and share.taxonomy_id in (select taxonomy_id from smart_city_share where overlap_rule = 'table_8')
left join published_figures as nation
    on nation.place = 'table_8' and nation.counting = 'exclusive' and nation.region_code = '00'
    and nation.layer = share.layer and nation.measure = share.measure
where share.overlap_rule = {rule} and share.counting = 'exclusive'
    and share.series = {series} and share.year = {year} and share.region_code = {region}
order by share.taxonomy_id, share.measure, share.layer

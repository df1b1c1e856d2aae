select ours.taxonomy_id, ours.year, ours.region_code, ours.measure, ours.layer, ours.counting,
       ours.value_low, ours.value_high, ours.value, ours.status,
       printed.value as printed_2017,
       ours.region_name_ko, ours.region_name_en, ours.layer_name_ko, ours.layer_name_en,
       concat_ws(';', ours.source_id, printed.source_id) as source_id
from smart_city_scale as ours
left join published_figures as printed
    on printed.place = 'table_8' and printed.region_code = ours.region_code
    and printed.layer = ours.layer and printed.counting = ours.counting
    and printed.measure = ours.measure
where ours.overlap_rule = 'table_8' and ours.series = {series} and ours.year = {year}
    and ours.region_code in ('00', {region})
    and (ours.counting = 'exclusive' or ours.layer not in ('common', 'total'))
order by ours.taxonomy_id, ours.region_code desc, ours.measure, ours.layer, ours.counting

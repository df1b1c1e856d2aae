select ours.taxonomy_id, ours.year, ours.region_code, ours.layer, ours.industry, ours.measure,
       ours.value_low, ours.value_high, ours.national_value_low, ours.national_value_high,
       ours.share_low, ours.share_high, ours.share, ours.status,
       printed.value / 100 as printed_share_2017,
       ours.industry_name_ko, ours.industry_name_en,
       concat_ws(';', ours.source_id, printed.source_id) as source_id
from smart_city_industry as ours
left join published_figures as printed
    on printed.place = 'chapter_3' and printed.statistic = 'share_of_nation'
    and printed.unit = 'percent' and printed.decimals = 1 and not printed.approximate
    and printed.region_code = ours.region_code and printed.layer = ours.layer
    and printed.industry = ours.industry and printed.measure = ours.measure
where ours.series = {series} and ours.year = {year} and ours.region_code = {region}
    and ours.layer = {layer}
order by ours.taxonomy_id, ours.measure, printed.value desc nulls last, ours.industry

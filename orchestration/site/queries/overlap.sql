select ours.taxonomy_id, ours.year, ours.region_code, ours.combination, ours.combination_letter,
       ours.measure, ours.value_low, ours.value_high,
       ours.share_of_region_total_low, ours.share_of_region_total_high,
       ours.share_of_nation_low, ours.share_of_nation_high, ours.status,
       total.value_high as total_value_high,
       printed.stated_share_of_region_total as stated_share_of_region_total_2017,
       printed.share_of_region_total as solved_share_of_region_total_2017,
       printed.stated_share_of_nation as stated_share_of_nation_2017,
       printed.share_of_nation as solved_share_of_nation_2017,
       concat_ws(';', ours.source_id, printed.source_id) as source_id
from technology_overlap as ours
left join (
    select taxonomy_id, series, year, region_code, measure, max(value_high) as value_high
    from smart_city_scale where layer = 'total' group by all
) as total using (taxonomy_id, series, year, region_code, measure)
left join report_overlap as printed
    on printed.region_code = ours.region_code and printed.measure = ours.measure
    and printed.combination_letter = ours.combination_letter
where ours.series = {series} and ours.year = {year} and ours.region_code = {region}
order by ours.taxonomy_id, ours.measure, ours.combination

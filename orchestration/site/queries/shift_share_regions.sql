select region_code, min(region_name_ko) as region_name_ko, min(region_name_en) as region_name_en,
       from_year, to_year, measure, count(*) as sections,
       count(*) filter (where change is null and status <> 'reclassified') as sections_not_published,
       string_agg(ksic_code, ', ' order by ksic_code) filter (where status = 'reclassified') as sections_reclassified,
       bool_or(crosses_region_change) as crosses_region_change, min(region_change_ko) as region_change_ko,
       min(region_change_en) as region_change_en,
       sum(change) as change, sum(national) as national, sum(mix) as mix, sum(regional) as regional,
       case when count(dynamic_regional) = count(change) then sum(dynamic_regional) end as dynamic_regional,
       case when count(competitive) = count(change) then sum(competitive) end as competitive,
       case when count(allocation) = count(change) then sum(allocation) end as allocation
from shift_share
where series = {series} and from_year = {first_year} and to_year = {year}
    and measure = 'employees' and level = 'section' and region_code <> '00' and length(region_code) = 2
group by region_code, from_year, to_year, measure
order by region_code

select region_code, min(region_name_ko) as region_name_ko, min(region_name_en) as region_name_en,
       from_year, to_year, measure, count(*) as sections,
       count(*) filter (where status <> 'observed') as sections_not_published,
       sum(change) as change, sum(national) as national, sum(mix) as mix, sum(regional) as regional
from shift_share
where series = {series} and from_year = {first_year} and to_year = {year}
    and measure = 'employees' and level = 'section' and region_code <> '00' and length(region_code) = 2
group by region_code, from_year, to_year, measure
order by region_code

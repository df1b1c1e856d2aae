select year, region_code, region_name_ko, region_name_en,
       max(value) filter (where level = 'total' and measure = 'establishments') as establishments,
       max(value) filter (where level = 'total' and measure = 'employees') as employees,
       count(*) filter (where level = 'subclass' and measure = 'employees') as subclasses,
       count(*) filter (where level = 'subclass' and measure = 'employees' and status = 'suppressed') as withheld,
       min(source_id) as source_id
from industry_share
where series = {series} and region_level = 'district'
group by year, region_code, region_name_ko, region_name_en
order by region_code, year

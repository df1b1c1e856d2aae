-- the change of sections up to the latest year, and of divisions up to the latest year that has them
select level, measure, region_code, ksic_code, from_year, to_year, change, national, mix, regional, status,
       crosses_region_change
from shift_share
where series = {series} and from_year = {first_year} and region_code <> '00'
    and ((level = 'section' and to_year = {year}) or (level = 'division' and to_year = {division_year}))
order by level, measure, region_code, ksic_code

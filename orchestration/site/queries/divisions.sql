select ksic_code, min(ksic_revision) as ksic_revision,
       min(industry_name_ko) as industry_name_ko, min(industry_name_en) as industry_name_en
from industry_share
where series = {series} and year = {year} and level = 'division' and region_code = '00'
group by ksic_code
order by ksic_code

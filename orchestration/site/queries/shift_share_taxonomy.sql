select parts.region_code, parts.ksic_code, names.industry_name_ko, names.industry_name_en,
       parts.from_year, parts.to_year, parts.measure, parts.change, parts.national, parts.mix,
       parts.regional, parts.dynamic_regional, parts.competitive, parts.allocation,
       parts.status, parts.crosses_region_change
from shift_share as parts
left join (
    select ksic_code, min(industry_name_ko) as industry_name_ko, min(industry_name_en) as industry_name_en
    from industry_share where series = {series} and year = {year} group by ksic_code
) as names on parts.ksic_code = names.ksic_code
where parts.series = {series} and parts.from_year = {first_year} and parts.to_year = {year}
    and parts.measure = 'employees' and parts.level = 'division' and parts.region_code = {region}
    and parts.ksic_code in (
        select distinct substr(dropped_code, 1, 2) from taxonomy_sensitivity where taxonomy_id = {taxonomy}
    )
order by parts.ksic_code

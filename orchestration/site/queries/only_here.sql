select industry, industry_name_ko, industry_name_en, year, measure,
       max(partner_location_quotient) as location_quotient,
       max(base_location_quotient) as neighbours_highest,
       arg_max(base_region_code, base_location_quotient) as nearest_region_code,
       count(*) as neighbours_that_may_lack_it,
       count(*) filter (where complement_score is null) as neighbours_not_disclosed,
       min(source_id) as source_id
from regional_complement as pair
where series = {series} and year = {year} and measure = 'employees'
    and partner_region_code = {region} and base_region_code in {others}
    and exists (
        from industry_share as own
        where own.series = pair.series and own.year = pair.year and own.measure = pair.measure
            and own.region_code = pair.partner_region_code and own.ksic_code = pair.industry
            and (own.value is null or own.value >= {minimum})
    )
group by industry, industry_name_ko, industry_name_en, year, measure
having count(*) = {number}
qualify neighbours_not_disclosed > 0
    or row_number() over (
        partition by neighbours_not_disclosed > 0 order by location_quotient desc, industry
    ) <= 12
order by neighbours_not_disclosed > 0, location_quotient desc nulls last, industry

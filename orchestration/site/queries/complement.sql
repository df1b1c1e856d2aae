select base_region_code, partner_region_code, year, measure, industry,
       industry_name_ko, industry_name_en, base_location_quotient, partner_location_quotient,
       complement_score, complement_score_low, complement_score_high, status,
       count(*) filter (where complement_score is null) over () as undisclosed_pairs, source_id
from regional_complement
where series = {series} and year = {year} and measure = 'employees' and base_region_code = {region}
    and ({taxonomy} = '' or substr(industry, 1, 2) in (
        select substr(dropped_code, 1, 2) from taxonomy_sensitivity where taxonomy_id = {taxonomy}
    ))
qualify row_number() over (
    partition by complement_score is null
    order by complement_score desc, complement_score_high desc, partner_region_code, industry
) <= case when complement_score is null then 4 else 12 end
order by complement_score desc nulls last, complement_score_high desc, partner_region_code, industry

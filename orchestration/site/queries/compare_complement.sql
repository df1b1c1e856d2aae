-- per base and partner the five industries with the highest scores, and the sum over all industries
with ranked as (
    select base_region_code, partner_region_code, measure, industry, complement_score_low, complement_score_high,
           sum(complement_value_low) over own as value_low, sum(complement_value_high) over own as value_high,
           count(*) filter (where complement_value is null) over own as undisclosed,
           row_number() over (
               partition by base_region_code, partner_region_code, measure
               order by complement_score_low desc, complement_score_high desc, industry
           ) as place
    from regional_complement
    where series = {series} and year = {year}
    window own as (partition by base_region_code, partner_region_code, measure)
)
select * from ranked where place <= 5
order by measure, base_region_code, partner_region_code, place

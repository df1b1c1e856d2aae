with provinces as (
    select year, region_code, region_name_ko, region_name_en, measure, hhi_low, hhi_high, hhi,
           effective_industries_low, effective_industries_high, effective_industries,
           krugman_low, krugman_high, krugman, krugman_rest_low, krugman_rest_high, krugman_rest,
           specialised_industries_low, specialised_industries_high, specialised_industries,
           industries, unpublished_industries
    from regional_specialisation
    where series = {series} and year = {year} and region_code <> '00' and length(region_code) = 2
        and measure = 'employees'
)
select own.*,
       1 + count(*) filter (other.krugman_low > own.krugman_high) as rank_low,
       1 + count(*) filter (other.krugman_high > own.krugman_low and other.region_code <> own.region_code)
           as rank_high,
       1 + count(*) filter (other.krugman_rest_low > own.krugman_rest_high) as rest_rank_low,
       1 + count(*) filter (
           other.krugman_rest_high > own.krugman_rest_low and other.region_code <> own.region_code
       ) as rest_rank_high
from provinces as own cross join provinces as other
group by all
order by own.krugman_low desc, own.region_code

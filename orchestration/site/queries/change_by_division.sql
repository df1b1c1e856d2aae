with codes as (
    select distinct taxonomy_id, dropped_code as ksic_code from taxonomy_sensitivity
),
known as (
    select year, ksic_code, measure, estimate as value
    from industry_estimate where region_code = {region} and series = {series}
    union all
    select year, ksic_code, measure, value
    from industry_share where region_code = {region} and series = {series} and value is not null
),
names as (
    select ksic_code, min(industry_name_ko) as industry_name_ko, min(industry_name_en) as industry_name_en
    from industry_share where level = 'division' group by ksic_code
)
select codes.taxonomy_id, known.measure, known.year, names.ksic_code as division,
       names.industry_name_ko, names.industry_name_en, sum(known.value) as value
from codes
inner join known using (ksic_code)
inner join names on names.ksic_code = substr(codes.ksic_code, 1, 2)
group by all
order by codes.taxonomy_id, known.measure, known.year, names.ksic_code

with compared as (
    select *, similarity_high >= max(similarity_low) over () as may_be_first
    from regional_similarity
    where series = {series} and year = {year} and measure = 'employees' and region_code = {region}
)
select year, other_region_code, other_region_name_ko, other_region_name_en,
       similarity_low, similarity_high, similarity, undisclosed_divisions, may_be_first,
       count(*) filter (where may_be_first) over () as candidates
from compared
order by similarity_low desc, similarity_high desc, other_region_code
limit 5

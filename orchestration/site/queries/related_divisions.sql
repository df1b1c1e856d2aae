with related as (
    select *, proximity_high >= max(proximity_low) over () as may_be_first
    from industry_relatedness
    where series = {series} and measure = 'employees' and ksic_code = {industry} and proximity_low is not null
        and ksic_revision in (select ksic_revision from industry_share where series = {series} and year = {year})
)
select related_code, proximity_low, proximity_high, jackknife_low, jackknife_high, jackknife_error,
       linked_years_low, linked_years_high, years, provinces, may_be_first,
       count(*) filter (where may_be_first) over () as candidates
from related
order by proximity_low desc, proximity_high desc, related_code
limit 5

-- industries with a location quotient of at most 1, by how far the province has what is related to them
with open_industries as (
    select *, density_high >= max(density_low) over () as may_be_first
    from relatedness_density
    where series = {series} and year = {year} and measure = 'employees' and region_code = {region}
        and not is_specialised and density_low is not null
)
select own.year, own.ksic_code, own.density_low, own.density_high, own.undecided_industries,
       quotients.location_quotient, own.may_be_first,
       count(*) filter (where own.may_be_first) over () as candidates
from open_industries as own
left join industry_share as quotients
    on quotients.series = own.series and quotients.year = own.year and quotients.region_code = own.region_code
    and quotients.ksic_code = own.ksic_code and quotients.measure = own.measure
order by own.density_low desc, own.density_high desc, own.ksic_code
limit 8

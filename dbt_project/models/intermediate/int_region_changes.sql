-- Changes of territory, one row per change and affected region. The reference day of the census is 31 December, so the
-- year of a change is the first year with the new territory. A new code for an unchanged territory is not a change.
with affected as (
    select from_region_code as region_code, effective_date, what_ko, what_en
    from {{ ref('region_changes') }}
    where kind <> 'code'
    union all
    select to_region_code, effective_date, what_ko, what_en
    from {{ ref('region_changes') }}
    where kind <> 'code' and to_region_code is not null
)

select
    region_code, cast(extract(year from effective_date) as integer) as first_year, effective_date, what_ko, what_en
from affected

-- Changes of territory, one row for each region that one concerns. The census counts on 31 December, so that the
-- year of a change is the first in its new territory. New codes for an unchanged territory are no change.
with concerned as (
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
from concerned

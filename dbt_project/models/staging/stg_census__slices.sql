-- The years that the census data name, and how many cells they have. Models of cells are built some of them
-- at a time (in_slice).
select
    cast(row_number() over (order by year, series) as bigint) as slice_id,
    series, year, cells
from (
    select series, year, count(*) as cells
    from {{ source('staged', 'census_cells') }}
    group by series, year
) as slices

-- The years that the census data name. Models of cells are built one of them at a time (in_slice).
select
    cast(row_number() over (order by year, series) as bigint) as slice_id,
    series, year
from (select distinct series, year from {{ source('staged', 'census_cells') }}) as slices

-- The years of the census data and their numbers of cells. Models of cells are built in slices of years (in_slice).
select
    cast(row_number() over (order by year, series) as bigint) as slice_id,
    series, year, cells, has_several_snapshots
from (
    select
        series, year, count(*) as cells,
        min(snapshot_id) < max(snapshot_id) as has_several_snapshots
    from {{ source('staged', 'census_cells') }}
    group by series, year
) as slices

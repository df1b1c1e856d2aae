-- The nearest code at or above each cell that is itself published in the region, and whether the agency
-- suppressed it. A cell that is not listed counts as suppressed also where the region above has it so.
with listed as {{ once() }} (
    select series, year, region_code, ksic_code, employees_status = 'suppressed' as is_suppressed
    from {{ ref('stg_census__cells') }}
    where establishments_status = 'observed' or employees_status in ('observed', 'suppressed')
),

above as (
    select
        cell.series, cell.year, cell.region_code, cell.parent_region_code, cell.ksic_code,
        tree.ancestor_code, listed.is_suppressed,
        row_number() over (
            partition by cell.series, cell.year, cell.region_code, cell.ksic_code order by tree.ancestor_depth desc
        ) as distance
    from {{ ref('int_cell_bounds') }} as cell
    inner join {{ ref('int_ksic_ancestors') }} as tree
        on cell.ksic_revision = tree.ksic_revision and cell.ksic_code = tree.ksic_code
    inner join listed
        on
            cell.series = listed.series and cell.year = listed.year
            and cell.region_code = listed.region_code and tree.ancestor_code = listed.ksic_code
),

nearest as {{ once() }} (
    select series, year, region_code, parent_region_code, ksic_code, ancestor_code as cover_code, is_suppressed
    from above
    where distance = 1
)

select
    own.series, own.year, own.region_code, own.ksic_code,
    own.cover_code,
    own.cover_code = own.ksic_code as is_listed,
    own.is_suppressed or (own.cover_code <> own.ksic_code and coalesce(whole.is_suppressed, false)) as is_suppressed
from nearest as own
left join nearest as whole
    on
        own.series = whole.series and own.year = whole.year
        and own.parent_region_code = whole.region_code and own.ksic_code = whole.ksic_code

-- Cells that hold a suppressed one: how many establishments the largest suppressed cell inside them has.
-- A figure that has no more establishments than a suppressed cell inside it is that cell, under another name.
with suppressed as (
    select
        cell.series, cell.year, cell.ksic_revision, cell.region_code, cell.ksic_code,
        cell.parent_region_code, cell.e_hi
    from {{ ref('int_cell_bounds') }} as cell
    inner join {{ ref('stg_census__cells') }} as listed
        on
            cell.series = listed.series and cell.year = listed.year
            and cell.region_code = listed.region_code and cell.ksic_code = listed.ksic_code
    where listed.employees_status = 'suppressed'
),

in_regions as (
    select series, year, ksic_revision, region_code, ksic_code, e_hi from suppressed
    union all
    select series, year, ksic_revision, parent_region_code, ksic_code, e_hi
    from suppressed
    where parent_region_code is not null
    union all
    select series, year, ksic_revision, '00', ksic_code, e_hi
    from suppressed
    where parent_region_code <> '00'
)

select
    inside.series, inside.year, inside.region_code, tree.ancestor_code as ksic_code,
    max(inside.e_hi) as establishments
from in_regions as inside
inner join {{ ref('int_ksic_ancestors') }} as tree
    on inside.ksic_revision = tree.ksic_revision and inside.ksic_code = tree.ksic_code
group by inside.series, inside.year, inside.region_code, tree.ancestor_code

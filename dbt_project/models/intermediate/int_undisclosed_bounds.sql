-- Bounds of the cells without a value (suppressed, unknown) that reveal no suppressed value. Lower bound: the
-- establishments of the cell, each of which has at least one employee. Upper bound: the parent code in the same region
-- or the same code in the parent region, where they have a value. No subtraction is used, so a sum less the other cells
-- has no effect. Ranks and complements use these bounds; int_cells has the tight bounds.
with cells as {{ once() }} (
    select series, year, region_code, ksic_revision, ksic_code, level, measure, value, status
    from {{ ref('int_cells') }}
    where {{ in_slice('year') }}
),

undisclosed as (
    select cells.*, code.parent_code, region.parent_region_code
    from cells
    inner join {{ ref('ksic') }} as code
        on cells.ksic_revision = code.ksic_revision and cells.ksic_code = code.ksic_code
    inner join {{ ref('int_regions') }} as region on cells.region_code = region.region_code
    where cells.value is null
)

select
    cell.series, cell.year, cell.region_code, cell.ksic_revision, cell.ksic_code, cell.level,
    cell.measure, cell.status,
    coalesce(establishments.value, 0) as value_low,
    least(coalesce(upper_code.value, upper_region.value), coalesce(upper_region.value, upper_code.value)) as value_high
from undisclosed as cell
left join cells as establishments
    on
        cell.measure = 'employees' and establishments.measure = 'establishments'
        and cell.series = establishments.series and cell.year = establishments.year
        and cell.region_code = establishments.region_code and cell.ksic_code = establishments.ksic_code
left join cells as upper_code
    on
        cell.series = upper_code.series and cell.year = upper_code.year and cell.measure = upper_code.measure
        and cell.region_code = upper_code.region_code and cell.parent_code = upper_code.ksic_code
left join cells as upper_region
    on
        cell.series = upper_region.series and cell.year = upper_region.year and cell.measure = upper_region.measure
        and cell.parent_region_code = upper_region.region_code and cell.ksic_code = upper_region.ksic_code

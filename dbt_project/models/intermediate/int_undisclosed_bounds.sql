-- Bounds of the cells that carry no value (suppressed, unknown) that reveal nothing: from below the establishments
-- of the cell itself, each of which has an employee; from above the code above in the region and the code in the
-- region above, where these carry a value. Nothing is subtracted, so that what published cells leave over for a
-- suppressed one plays no part. Ranks and complements use these bounds; int_cells has the tight ones.
with cells as {{ once() }} (
    select series, year, region_code, ksic_revision, ksic_code, level, measure, value, status
    from {{ ref('int_cells') }}
    where {{ in_slice('year') }}
),

closed as (
    select cells.*, code.parent_code, region.parent_region_code
    from cells
    inner join {{ ref('ksic') }} as code
        on cells.ksic_revision = code.ksic_revision and cells.ksic_code = code.ksic_code
    inner join {{ ref('int_regions') }} as region on cells.region_code = region.region_code
    where cells.value is null
)

select
    closed.series, closed.year, closed.region_code, closed.ksic_revision, closed.ksic_code, closed.level,
    closed.measure, closed.status,
    coalesce(places.value, 0) as value_low,
    least(coalesce(above.value, whole.value), coalesce(whole.value, above.value)) as value_high
from closed
left join cells as places
    on
        closed.measure = 'employees' and places.measure = 'establishments'
        and closed.series = places.series and closed.year = places.year
        and closed.region_code = places.region_code and closed.ksic_code = places.ksic_code
left join cells as above
    on
        closed.series = above.series and closed.year = above.year and closed.measure = above.measure
        and closed.region_code = above.region_code and closed.parent_code = above.ksic_code
left join cells as whole
    on
        closed.series = whole.series and closed.year = whole.year and closed.measure = whole.measure
        and closed.parent_region_code = whole.region_code and closed.ksic_code = whole.ksic_code

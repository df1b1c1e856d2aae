-- Every cell of the classification, one row per measure: its bounds, and its value where it may be disclosed.
-- observed: a publisher lists the value. derived: no publisher does, but the published cells allow one value only (a
-- sum, or a sum less the other cells). suppressed: published as confidential, known only through such a cell, or
-- derived and below the agency's threshold. absent: no publisher lists the cell, and its greatest value is 0.
-- unknown: only bounds are known. A cell that a publisher lists as not available, without a value, is listed too.
with cells as (
    select
        cell.series, cell.year, cell.ksic_revision, cell.region_code, cell.ksic_code, cell.is_named as is_listed,
        cell.has_establishments, cell.has_employees, cell.e_lo, cell.e_hi, cell.w_lo, cell.w_hi,
        cell.w_hi > 0 and (
            coalesce(cover.is_suppressed, false)
            or (
                not cell.has_employees
                and (
                    cell.e_hi < {{ var('disclosure_threshold') }}
                    or (cell.w_lo = cell.w_hi and cell.e_lo < {{ var('disclosure_threshold') }})
                    or cell.e_hi <= coalesce(inside.establishments, 0)
                )
            )
        ) as is_suppressed
    from {{ ref('int_cell_bounds') }} as cell
    left join {{ ref('int_cell_covers') }} as cover
        on cell.cell_id = cover.cell_id and {{ in_slice('cover.year') }}
    left join {{ ref('int_suppressed_inside') }} as inside
        on cell.cell_id = inside.cell_id and {{ in_slice('inside.year') }}
    where {{ in_slice('cell.year') }}
),

long as (
    select
        series, year, ksic_revision, region_code, ksic_code, is_listed, has_establishments as is_published,
        'establishments' as measure, e_lo as value_low, e_hi as value_high, false as is_suppressed
    from cells
    union all
    select
        series, year, ksic_revision, region_code, ksic_code, is_listed, has_employees,
        'employees', w_lo, w_hi, is_suppressed
    from cells
),

with_status as (
    select
        *,
        case
            when value_high = 0 and not is_listed then 'absent'
            when is_suppressed then 'suppressed'
            when value_low = value_high and is_published then 'observed'
            when value_low = value_high then 'derived'
            else 'unknown'
        end as status
    from long
)

select
    with_status.series,
    with_status.year,
    with_status.region_code,
    with_status.ksic_revision,
    with_status.ksic_code,
    code.level,
    code.depth,
    with_status.measure,
    case when with_status.status in ('observed', 'derived', 'absent') then with_status.value_low end as value,
    with_status.value_low,
    with_status.value_high,
    with_status.status,
    with_status.is_listed
from with_status
inner join {{ ref('ksic') }} as code
    on with_status.ksic_revision = code.ksic_revision and with_status.ksic_code = code.ksic_code

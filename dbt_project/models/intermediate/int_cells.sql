-- Every cell of the classification, one row a measure: its bounds, and its value where that may be said.
-- observed: a publisher lists it. derived: no publisher does, and published cells leave it one value only (a sum,
-- or what a sum leaves over). suppressed: published as confidential, known only through such a cell, or derived and
-- below the agency's threshold. absent: no publisher names it, and nothing is left over for it. unknown: known within
-- bounds. A cell that a publisher names as not available, without any value, is listed too.
with judged as (
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
        ) as is_hidden
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
        'establishments' as measure, e_lo as value_low, e_hi as value_high, false as is_hidden
    from judged
    union all
    select
        series, year, ksic_revision, region_code, ksic_code, is_listed, has_employees,
        'employees', w_lo, w_hi, is_hidden
    from judged
),

graded as (
    select
        *,
        case
            when value_high = 0 and not is_listed then 'absent'
            when is_hidden then 'suppressed'
            when value_low = value_high and is_published then 'observed'
            when value_low = value_high then 'derived'
            else 'unknown'
        end as status
    from long
)

select
    graded.series,
    graded.year,
    graded.region_code,
    graded.ksic_revision,
    graded.ksic_code,
    code.level,
    code.depth,
    graded.measure,
    case when graded.status in ('observed', 'derived', 'absent') then graded.value_low end as value,
    graded.value_low,
    graded.value_high,
    graded.status,
    graded.is_listed
from graded
inner join {{ ref('ksic') }} as code
    on graded.ksic_revision = code.ksic_revision and graded.ksic_code = code.ksic_code

-- Every cell of the classification, one row a measure: its bounds, and its value where that may be said.
-- observed: published. suppressed: published as confidential, or known only through such a cell.
-- absent: not listed, and nothing is left over for it. unknown: finer than what is published.
with long as (
    select
        series, year, ksic_revision, region_code, ksic_code, cover_code, cover_is_suppressed,
        'establishments' as measure, e_lo as value_low, e_hi as value_high, e_hi as establishments_high
    from {{ ref('int_cell_bounds') }}
    union all
    select
        series, year, ksic_revision, region_code, ksic_code, cover_code, cover_is_suppressed,
        'employees', w_lo, w_hi, e_hi
    from {{ ref('int_cell_bounds') }}
),

graded as (
    select
        long.*,
        case
            when long.value_low = 0 and long.value_high = 0 and long.cover_code <> long.ksic_code then 'absent'
            when long.measure = 'employees' and long.cover_is_suppressed then 'suppressed'
            when long.value_low = long.value_high then 'observed'
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
    case when graded.status in ('observed', 'absent') then graded.value_low end as value,
    graded.value_low,
    graded.value_high,
    graded.status,
    graded.cover_code = graded.ksic_code as is_listed
from graded
inner join {{ ref('ksic') }} as code
    on graded.ksic_revision = code.ksic_revision and graded.ksic_code = code.ksic_code

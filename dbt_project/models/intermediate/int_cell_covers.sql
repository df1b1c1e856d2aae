-- Whether a cell may be told. The nearest code at or above it whose employees are published or suppressed in the
-- region covers it: it is suppressed if its cover is. A cell whose own employees are neither counts as suppressed
-- also where the region above has it so. A listed cell without a cover covers itself; others have no row.
{% set levels = ['above_1', 'above_2', 'above_3', 'above_4', 'above_5'] %}
with cells as {{ once() }} (
    select cell_id, above_id, whole_id, series, year, region_code, ksic_code, is_listed, has_employees, is_closed
    from {{ ref('int_cell_bounds') }}
    where {{ in_slice('year') }}
),

covered as {{ once() }} (
    select
        cell_id, whole_id, series, year, region_code, ksic_code, is_listed, has_employees,
        is_closed as is_suppressed
    from cells
    where has_employees
    union all
    select
        cell.cell_id, cell.whole_id, cell.series, cell.year, cell.region_code, cell.ksic_code, cell.is_listed,
        cell.has_employees,
        case
            {% for above in levels %}
            when {{ above }}.has_employees then {{ above }}.is_closed
            {% endfor %}
            else false
        end
    from cells as cell
    {% for above in levels %}
    left join cells as {{ above }} on {{ 'cell' if loop.first else loop.previtem }}.above_id = {{ above }}.cell_id
    {% endfor %}
    where
        not cell.has_employees
        and (cell.is_listed or {{ levels | join('.has_employees or ') }}.has_employees)
)

select
    own.cell_id, own.series, own.year, own.region_code, own.ksic_code, own.is_listed,
    own.is_suppressed or (not own.has_employees and coalesce(whole.is_suppressed, false)) as is_suppressed
from covered as own
left join covered as whole on own.whole_id = whole.cell_id

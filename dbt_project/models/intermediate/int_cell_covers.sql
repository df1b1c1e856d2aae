-- Whether the employees of a cell must be suppressed. The cover of a cell is the nearest code at or above it, in the
-- same region, whose employees are published or suppressed: the cell is suppressed if its cover is. A cell whose own
-- employees are neither published nor suppressed is also suppressed where the same code is suppressed in the parent
-- region. A listed cell without a cover is its own cover; other cells without a cover have no row.
{% set levels = ['above_1', 'above_2', 'above_3', 'above_4', 'above_5'] %}
with cells as {{ once() }} (
    select
        cell_id, parent_code_cell_id, parent_region_cell_id, series, year, region_code, ksic_code, is_listed,
        has_employees, is_suppressed_by_agency
    from {{ ref('int_cell_bounds') }}
    where {{ in_slice('year') }}
),

covered as {{ once() }} (
    select
        cell_id, parent_region_cell_id, series, year, region_code, ksic_code, is_listed, has_employees,
        is_suppressed_by_agency as is_suppressed
    from cells
    where has_employees
    union all
    select
        cell.cell_id, cell.parent_region_cell_id, cell.series, cell.year, cell.region_code, cell.ksic_code,
        cell.is_listed, cell.has_employees,
        case
            {% for above in levels %}
            when {{ above }}.has_employees then {{ above }}.is_suppressed_by_agency
            {% endfor %}
            else false
        end
    from cells as cell
    {% for above in levels %}
    left join cells as {{ above }}
        on {{ 'cell' if loop.first else loop.previtem }}.parent_code_cell_id = {{ above }}.cell_id
    {% endfor %}
    where
        not cell.has_employees
        and (cell.is_listed or {{ levels | join('.has_employees or ') }}.has_employees)
)

select
    own.cell_id, own.series, own.year, own.region_code, own.ksic_code, own.is_listed,
    own.is_suppressed or (not own.has_employees and coalesce(parent.is_suppressed, false)) as is_suppressed
from covered as own
left join covered as parent on own.parent_region_cell_id = parent.cell_id

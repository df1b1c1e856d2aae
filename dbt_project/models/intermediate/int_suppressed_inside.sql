-- Cells that contain a suppressed cell, with the number of establishments of the largest suppressed cell inside.
-- An aggregate with no more establishments than a suppressed cell inside it has the same value as that cell.
with cells as {{ once() }} (
    select
        cell_id, parent_code_cell_id, parent_region_cell_id, series, year, region_code, parent_region_code, ksic_code,
        is_suppressed_by_agency, e_hi
    from {{ ref('int_cell_bounds') }}
    where {{ in_slice('year') }}
),

-- a suppressed cell is inside the cells of its own code in its parent regions
step_0 as {{ once() }} (
    select cell_id, max(e_hi) as e_hi
    from (
        select cell_id, e_hi from cells
        where is_suppressed_by_agency
        union all
        select parent_region_cell_id, e_hi from cells
        where is_suppressed_by_agency
        union all
        select nation.cell_id, cell.e_hi
        from cells as cell
        inner join cells as nation
            on
                cell.series = nation.series and cell.year = nation.year
                and cell.ksic_code = nation.ksic_code and nation.region_code = '00'
        where cell.is_suppressed_by_agency and cell.parent_region_code <> '00'
    ) as regions
    where cell_id is not null
    group by cell_id
),

-- and inside the cells of their parent codes
{% for step in range(1, 6) %}
step_{{ step }} as {{ once() }} (
    select cell.parent_code_cell_id as cell_id, max(inside.e_hi) as e_hi
    from step_{{ step - 1 }} as inside
    inner join cells as cell on inside.cell_id = cell.cell_id
    where cell.parent_code_cell_id is not null
    group by cell.parent_code_cell_id
),
{% endfor %}

largest as (
    select cell_id, max(e_hi) as establishments
    from (
        {% for step in range(6) %}
        select cell_id, e_hi from step_{{ step }}
        {{ "union all" if not loop.last }}
        {% endfor %}
    ) as steps
    group by cell_id
)

select
    cell.cell_id, cell.series, cell.year, cell.region_code, cell.ksic_code, largest.establishments
from largest
inner join cells as cell on largest.cell_id = cell.cell_id

-- Cells that hold a suppressed one: how many establishments the largest suppressed cell inside them has.
-- A figure that has no more establishments than a suppressed cell inside it is that cell, under another name.
with cells as {{ once() }} (
    select
        cell_id, above_id, whole_id, series, year, region_code, parent_region_code, ksic_code, is_closed, e_hi
    from {{ ref('int_cell_bounds') }}
    where {{ in_slice('year') }}
),

-- a suppressed cell is inside the cells of its own code in the regions above
step_0 as {{ once() }} (
    select cell_id, max(e_hi) as e_hi
    from (
        select cell_id, e_hi from cells
        where is_closed
        union all
        select whole_id, e_hi from cells
        where is_closed
        union all
        select nation.cell_id, cell.e_hi
        from cells as cell
        inner join cells as nation
            on
                cell.series = nation.series and cell.year = nation.year
                and cell.ksic_code = nation.ksic_code and nation.region_code = '00'
        where cell.is_closed and cell.parent_region_code <> '00'
    ) as regions
    where cell_id is not null
    group by cell_id
),

-- and inside the codes above those
{% for step in range(1, 6) %}
step_{{ step }} as {{ once() }} (
    select cell.above_id as cell_id, max(inside.e_hi) as e_hi
    from step_{{ step - 1 }} as inside
    inner join cells as cell on inside.cell_id = cell.cell_id
    where cell.above_id is not null
    group by cell.above_id
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

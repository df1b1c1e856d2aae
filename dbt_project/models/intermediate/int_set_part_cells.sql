-- The cells of the code of each set part, in every region and year, with the sums over all child codes. The bounds are
-- those of the cell itself (e, x) and of the nation without its province (oe, ox; 0 to unbounded where not known).
{% set columns = ['e_lo', 'e_hi', 'x_lo', 'x_hi', 'oe_lo', 'oe_hi', 'ox_lo', 'ox_hi'] %}
with cells as {{ once() }} (
    select
        cell.*,
        {% for column in columns[4:] %}
        coalesce(
            others.{{ column }}, {{ 'cast(0 as bigint)' if column.endswith('_lo') else unbounded() }}
        ) as {{ column }}{{ "," if not loop.last }}
        {% endfor %}
    from {{ ref('int_cell_bounds') }} as cell
    left join {{ ref('int_cell_others') }} as others
        on cell.cell_id = others.cell_id and {{ in_slice('others.year') }}
    where {{ in_slice('cell.year') }}
),

child_sums as (
    select
        parent_code_cell_id
        {%- for column in columns %},
        cast(sum({{ column }}) as bigint) as {{ column }}
        {%- endfor %}
    from cells
    where parent_code_cell_id is not null
    group by parent_code_cell_id
)

select
    part.set_part_id, part.depth, part.is_full,
    children.parent_code_cell_id is null as is_terminal,
    cell.series, cell.year, cell.region_code, cell.cell_id, cell.parent_code_cell_id, cell.parent_region_cell_id,
    cell.regions_complete, cell.w_hi
    {%- for column in columns %},
    cell.{{ column }}, children.{{ column }} as f_{{ column }}
    {%- endfor %}
from {{ ref('int_set_parts') }} as part
inner join cells as cell on part.ksic_revision = cell.ksic_revision and part.ksic_code = cell.ksic_code
left join child_sums as children on cell.cell_id = children.parent_code_cell_id

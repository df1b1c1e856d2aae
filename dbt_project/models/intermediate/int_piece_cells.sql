-- The cells that a piece lies in, in every region and year, with the sums over all children of each. Beside the bounds
-- of the cell itself (e, x) are those of the nation without its province (oe, ox): 0 to unbounded where not known.
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

families as (
    select
        above_id
        {%- for column in columns %},
        cast(sum({{ column }}) as bigint) as {{ column }}
        {%- endfor %}
    from cells
    where above_id is not null
    group by above_id
)

select
    piece.piece_id, piece.depth, piece.is_full,
    family.above_id is null as is_terminal,
    cell.series, cell.year, cell.region_code, cell.cell_id, cell.above_id, cell.whole_id, cell.regions_complete,
    cell.w_hi
    {%- for column in columns %},
    cell.{{ column }}, family.{{ column }} as f_{{ column }}
    {%- endfor %}
from {{ ref('int_pieces') }} as piece
inner join cells as cell on piece.ksic_revision = cell.ksic_revision and piece.ksic_code = cell.ksic_code
left join families as family on cell.cell_id = family.above_id

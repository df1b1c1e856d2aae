-- What each piece stands on in a region: the published cells that may contribute, how fine they are, and how
-- many establishments the largest suppressed cell inside it has. A piece that is a whole code, or that the data
-- do not take apart, stands on its cell; any other on what its pieces of the codes below stand on.
{% set counts = ['suppressed_cells', 'told_cells', 'fine_cells', 'coarse_cells'] %}
with cells as {{ once() }} (
    select
        cell.piece_id, cell.depth, cell.year, cell.cell_id, cell.above_id,
        cell.is_full or cell.is_terminal as stands_itself,
        case when cell.w_hi > 0 and cover.is_suppressed then 1 else 0 end as suppressed_cells,
        case when cell.w_hi > 0 and not cover.is_suppressed then 1 else 0 end as told_cells,
        case
            when cell.e_hi > 0 and cell.is_full and (cover.is_listed or cell.e_lo = cell.e_hi) then 1 else 0
        end as fine_cells,
        case
            when cell.e_hi > 0 and not (cell.is_full and (cover.is_listed or cell.e_lo = cell.e_hi)) then 1 else 0
        end as coarse_cells,
        case when cell.is_full then inside.establishments end as suppressed_inside
    from {{ ref('int_piece_cells') }} as cell
    left join {{ ref('int_cell_covers') }} as cover
        on cell.cell_id = cover.cell_id and {{ in_slice('cover.year') }}
    left join {{ ref('int_suppressed_inside') }} as inside
        on cell.cell_id = inside.cell_id and {{ in_slice('inside.year') }}
    where {{ in_slice('cell.year') }}
),

{% for depth in [5, 4, 3, 2, 1, 0] %}
standing_{{ depth }} as {{ once() }} (
    select
        cell.piece_id, cell.year, cell.cell_id, cell.above_id,
        {% if depth == 5 %}
        {{ counts | join(', ') }}, suppressed_inside
    from cells as cell
        {% else %}
        {% for count in counts %}
        case when cell.stands_itself then cell.{{ count }} else coalesce(below.{{ count }}, 0) end as {{ count }},
        {% endfor %}
        case when cell.stands_itself then cell.suppressed_inside else below.suppressed_inside end as suppressed_inside
    from cells as cell
    left join (
        select
            link.piece_id, part.above_id as cell_id,
            {% for count in counts %}
            cast(sum(part.{{ count }}) as bigint) as {{ count }},
            {% endfor %}
            max(part.suppressed_inside) as suppressed_inside
        from standing_{{ depth + 1 }} as part
        inner join {{ ref('int_piece_links') }} as link on part.piece_id = link.part_id
        group by link.piece_id, part.above_id
    ) as below on cell.piece_id = below.piece_id and cell.cell_id = below.cell_id
        {% endif %}
    where cell.depth = {{ depth }}
){{ "," if depth }}
{% endfor %}

select piece_id, year, cell_id, {{ counts | join(', ') }}, suppressed_inside
from standing_0

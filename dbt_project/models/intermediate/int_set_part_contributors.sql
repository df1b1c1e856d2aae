-- The published cells that may contribute to each set part in a region: how many there are, how fine they are, and how
-- many establishments the largest suppressed cell inside has. A set part that is a complete code, or whose code the
-- data do not divide, has its own cell as contributor; any other has the contributors of its child parts.
{% set counts = ['suppressed_cells', 'disclosable_cells', 'fine_cells', 'coarse_cells'] %}
with cells as {{ once() }} (
    select
        cell.set_part_id, cell.depth, cell.year, cell.cell_id, cell.parent_code_cell_id,
        cell.is_full or cell.is_terminal as is_contributor,
        case when cell.w_hi > 0 and cover.is_suppressed then 1 else 0 end as suppressed_cells,
        case when cell.w_hi > 0 and not cover.is_suppressed then 1 else 0 end as disclosable_cells,
        case
            when cell.e_hi > 0 and cell.is_full and (cover.is_listed or cell.e_lo = cell.e_hi) then 1 else 0
        end as fine_cells,
        case
            when cell.e_hi > 0 and not (cell.is_full and (cover.is_listed or cell.e_lo = cell.e_hi)) then 1 else 0
        end as coarse_cells,
        case when cell.is_full then inside.establishments end as suppressed_inside
    from {{ ref('int_set_part_cells') }} as cell
    left join {{ ref('int_cell_covers') }} as cover
        on cell.cell_id = cover.cell_id and {{ in_slice('cover.year') }}
    left join {{ ref('int_suppressed_inside') }} as inside
        on cell.cell_id = inside.cell_id and {{ in_slice('inside.year') }}
    where {{ in_slice('cell.year') }}
),

{% for depth in [5, 4, 3, 2, 1, 0] %}
contributors_{{ depth }} as {{ once() }} (
    select
        cell.set_part_id, cell.year, cell.cell_id, cell.parent_code_cell_id,
        {% if depth == 5 %}
        {{ counts | join(', ') }}, suppressed_inside
    from cells as cell
        {% else %}
        {% for count in counts %}
        case when cell.is_contributor then cell.{{ count }} else coalesce(children.{{ count }}, 0) end as {{ count }},
        {% endfor %}
        case when cell.is_contributor then cell.suppressed_inside else children.suppressed_inside end
            as suppressed_inside
    from cells as cell
    left join (
        select
            link.set_part_id, part.parent_code_cell_id as cell_id,
            {% for count in counts %}
            cast(sum(part.{{ count }}) as bigint) as {{ count }},
            {% endfor %}
            max(part.suppressed_inside) as suppressed_inside
        from contributors_{{ depth + 1 }} as part
        inner join {{ ref('int_set_part_links') }} as link on part.set_part_id = link.child_part_id
        group by link.set_part_id, part.parent_code_cell_id
    ) as children on cell.set_part_id = children.set_part_id and cell.cell_id = children.cell_id
        {% endif %}
    where cell.depth = {{ depth }}
){{ "," if depth }}
{% endfor %}

select set_part_id, year, cell_id, {{ counts | join(', ') }}, suppressed_inside
from contributors_0

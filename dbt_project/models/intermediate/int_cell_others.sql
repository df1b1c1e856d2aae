-- For every cell of a province, bounds of the nation without that province, which a share of the nation needs besides
-- the bounds of the province. Upwards from the leaves, the tightest of: the sum over the child codes, the nation less
-- the province, and the sum of the other provinces. Then downwards: the parent code less the sibling codes. Districts
-- have no row, because the list of districts may be incomplete.
{% set counts = ['e', 'x'] %}
{% set columns = ['oe_lo', 'oe_hi', 'ox_lo', 'ox_hi'] %}
with cells as {{ once() }} (
    select
        cell.cell_id, cell.parent_code_cell_id, cell.parent_region_cell_id, cell.year, code.depth,
        cell.e_lo, cell.e_hi, cell.x_lo, cell.x_hi
    from {{ ref('int_cell_bounds') }} as cell
    inner join {{ ref('ksic') }} as code
        on cell.ksic_revision = code.ksic_revision and cell.ksic_code = code.ksic_code
    where {{ in_slice('cell.year') }} and (cell.regions_complete or cell.parent_region_cell_id is null)
),

region_sums as (
    select
        parent_region_cell_id
        {%- for m in counts %},
        cast(sum({{ m }}_lo) as bigint) as {{ m }}_lo, cast(sum({{ m }}_hi) as bigint) as {{ m }}_hi
        {%- endfor %}
    from cells
    where parent_region_cell_id is not null
    group by parent_region_cell_id
),

by_region as {{ once() }} (
    select
        own.cell_id, own.parent_code_cell_id, own.year, own.depth
        {%- for m in counts %},
        greatest(0, nation.{{ m }}_lo - own.{{ m }}_hi, sums.{{ m }}_lo - own.{{ m }}_lo) as o{{ m }}_lo,
        least(nation.{{ m }}_hi - own.{{ m }}_lo, sums.{{ m }}_hi - own.{{ m }}_hi) as o{{ m }}_hi
        {%- endfor %}
    from cells as own
    inner join cells as nation on own.parent_region_cell_id = nation.cell_id
    inner join region_sums as sums on own.parent_region_cell_id = sums.parent_region_cell_id
),

{% for depth in [5, 4, 3, 2, 1, 0] %}
{% if depth == 5 %}
up_5 as (
    select * from by_region
    where depth = 5
),
{% else %}
children_{{ depth }} as {{ once() }} (
    select
        parent_code_cell_id as cell_id
        {%- for column in columns %},
        cast(sum({{ column }}) as bigint) as {{ column }}
        {%- endfor %}
    from up_{{ depth + 1 }}
    group by parent_code_cell_id
),

up_{{ depth }} as {{ once() }} (
    select
        own.cell_id, own.parent_code_cell_id, own.year, own.depth,
        {% for column in columns %}
        {{ 'greatest' if column.endswith('_lo') else 'least' }}(
            own.{{ column }}, coalesce(children.{{ column }}, own.{{ column }})
        ) as {{ column }}{{ "," if not loop.last }}
        {% endfor %}
    from by_region as own
    left join children_{{ depth }} as children on own.cell_id = children.cell_id
    where own.depth = {{ depth }}
),
{% endif %}
{% endfor %}

down_0 as (select * from up_0),

{% for depth in [1, 2, 3, 4, 5] %}
down_{{ depth }} as {{ once() }} (
    select
        own.cell_id, own.parent_code_cell_id, own.year, own.depth
        {%- for m in counts %},
        greatest(own.o{{ m }}_lo, parent.o{{ m }}_lo - (sums.o{{ m }}_hi - own.o{{ m }}_hi)) as o{{ m }}_lo,
        least(own.o{{ m }}_hi, parent.o{{ m }}_hi - (sums.o{{ m }}_lo - own.o{{ m }}_lo)) as o{{ m }}_hi
        {%- endfor %}
    from up_{{ depth }} as own
    inner join down_{{ depth - 1 }} as parent on own.parent_code_cell_id = parent.cell_id
    inner join children_{{ depth - 1 }} as sums on own.parent_code_cell_id = sums.cell_id
),

{% endfor %}
all_depths as (
    {% for depth in [0, 1, 2, 3, 4, 5] %}
    select * from down_{{ depth }}
    {{ "union all" if not loop.last }}
    {% endfor %}
)

select cell_id, parent_code_cell_id, year, {{ columns | join(', ') }} from all_depths

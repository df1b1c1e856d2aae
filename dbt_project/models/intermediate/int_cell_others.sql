-- For every cell of a province, what the nation has of its code without that province: the bounds that a share of
-- the nation needs beside the province's own. From the leaves up they are the sum of the children's, the nation's
-- less the province's own and the sum of the other provinces', whichever says most; then down again, the parent's
-- less the siblings'. Districts have no row: the list of districts may be incomplete.
{% set counts = ['e', 'x'] %}
{% set columns = ['oe_lo', 'oe_hi', 'ox_lo', 'ox_hi'] %}
with cells as {{ once() }} (
    select
        cell.cell_id, cell.above_id, cell.whole_id, cell.year, code.depth,
        cell.e_lo, cell.e_hi, cell.x_lo, cell.x_hi
    from {{ ref('int_cell_bounds') }} as cell
    inner join {{ ref('ksic') }} as code
        on cell.ksic_revision = code.ksic_revision and cell.ksic_code = code.ksic_code
    where {{ in_slice('cell.year') }} and (cell.regions_complete or cell.whole_id is null)
),

families as (
    select
        whole_id
        {%- for m in counts %},
        cast(sum({{ m }}_lo) as bigint) as {{ m }}_lo, cast(sum({{ m }}_hi) as bigint) as {{ m }}_hi
        {%- endfor %}
    from cells
    where whole_id is not null
    group by whole_id
),

compared as {{ once() }} (
    select
        own.cell_id, own.above_id, own.year, own.depth
        {%- for m in counts %},
        greatest(0, nation.{{ m }}_lo - own.{{ m }}_hi, family.{{ m }}_lo - own.{{ m }}_lo) as o{{ m }}_lo,
        least(nation.{{ m }}_hi - own.{{ m }}_lo, family.{{ m }}_hi - own.{{ m }}_hi) as o{{ m }}_hi
        {%- endfor %}
    from cells as own
    inner join cells as nation on own.whole_id = nation.cell_id
    inner join families as family on own.whole_id = family.whole_id
),

{% for depth in [5, 4, 3, 2, 1, 0] %}
{% if depth == 5 %}
up_5 as (
    select * from compared
    where depth = 5
),
{% else %}
children_{{ depth }} as {{ once() }} (
    select
        above_id as cell_id
        {%- for column in columns %},
        cast(sum({{ column }}) as bigint) as {{ column }}
        {%- endfor %}
    from up_{{ depth + 1 }}
    group by above_id
),

up_{{ depth }} as {{ once() }} (
    select
        own.cell_id, own.above_id, own.year, own.depth,
        {% for column in columns %}
        {{ 'greatest' if column.endswith('_lo') else 'least' }}(
            own.{{ column }}, coalesce(children.{{ column }}, own.{{ column }})
        ) as {{ column }}{{ "," if not loop.last }}
        {% endfor %}
    from compared as own
    left join children_{{ depth }} as children on own.cell_id = children.cell_id
    where own.depth = {{ depth }}
),
{% endif %}
{% endfor %}

down_0 as (select * from up_0),

{% for depth in [1, 2, 3, 4, 5] %}
down_{{ depth }} as {{ once() }} (
    select
        own.cell_id, own.above_id, own.year, own.depth
        {%- for m in counts %},
        greatest(own.o{{ m }}_lo, top.o{{ m }}_lo - (family.o{{ m }}_hi - own.o{{ m }}_hi)) as o{{ m }}_lo,
        least(own.o{{ m }}_hi, top.o{{ m }}_hi - (family.o{{ m }}_lo - own.o{{ m }}_lo)) as o{{ m }}_hi
        {%- endfor %}
    from up_{{ depth }} as own
    inner join down_{{ depth - 1 }} as top on own.above_id = top.cell_id
    inner join children_{{ depth - 1 }} as family on own.above_id = family.cell_id
),

{% endfor %}
everything as (
    {% for depth in [0, 1, 2, 3, 4, 5] %}
    select * from down_{{ depth }}
    {{ "union all" if not loop.last }}
    {% endfor %}
)

select cell_id, above_id, year, {{ columns | join(', ') }} from everything

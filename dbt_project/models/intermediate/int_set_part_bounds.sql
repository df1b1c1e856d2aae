-- Bounds of each set in each region and year: of its part of all industries (TOTAL). Every code splits into the part
-- inside the set (s) and the part outside it (n). From the leaves upwards both are summed over the child codes, then
-- tightened with the bounds of the code and with those of the other regions. The same is done for the nation without
-- the province (oe, ox), because a share of the nation needs both.
{% set bounds = ['_lo', '_hi'] %}
{% set parts = ['s_lo', 's_hi', 'n_lo', 'n_hi'] %}

{% for depth in [5, 4, 3, 2, 1, 0] %}
{{ "with" if loop.first }} split_{{ depth }} as (
    select
        node.set_part_id, node.year, node.cell_id, node.parent_code_cell_id, node.parent_region_cell_id,
        node.regions_complete,
        {% for m in bounded_measures().split() %}
        node.{{ m }}_lo, node.{{ m }}_hi,
        {% endfor %}
        {% for m in bounded_measures().split() %}
        {% if depth == 5 %}
        case when node.is_full then node.{{ m }}_lo else 0 end as {{ m }}s_lo,
        node.{{ m }}_hi as {{ m }}s_hi,
        cast(0 as bigint) as {{ m }}n_lo,
        case when node.is_full then 0 else node.{{ m }}_hi end as {{ m }}n_hi
        {% else %}
        case when node.is_full then node.{{ m }}_lo else coalesce(children.{{ m }}s_lo, 0) end as {{ m }}s_lo,
        case
            when node.is_full or node.is_terminal then node.{{ m }}_hi
            else coalesce(children.{{ m }}s_hi, 0)
        end as {{ m }}s_hi,
        case
            when node.is_full or node.is_terminal then 0
            else node.f_{{ m }}_lo + coalesce(children.{{ m }}n_lo - children.{{ m }}_lo, 0)
        end as {{ m }}n_lo,
        case
            when node.is_full then 0
            when node.is_terminal then node.{{ m }}_hi
            else node.f_{{ m }}_hi + coalesce(children.{{ m }}n_hi - children.{{ m }}_hi, 0)
        end as {{ m }}n_hi
        {% endif %}{{ "," if not loop.last }}
        {% endfor %}
    from {{ ref('int_set_part_cells') }} as node
    {% if depth < 5 %}
    left join (
        select
            link.set_part_id, part.parent_code_cell_id as cell_id
            {%- for m in bounded_measures().split() %}{% for part in bounds + parts %},
            sum(part.{{ m ~ part }}) as {{ m ~ part }}
            {%- endfor %}{% endfor %}
        from parts_{{ depth + 1 }} as part
        inner join {{ ref('int_set_part_links') }} as link on part.set_part_id = link.child_part_id
        group by link.set_part_id, part.parent_code_cell_id
    ) as children on node.set_part_id = children.set_part_id and node.cell_id = children.cell_id
    {% endif %}
    where node.depth = {{ depth }} and {{ in_slice('node.year') }}
),

tightened_{{ depth }} as {{ once() }} ({{ tightened_parts('split_' ~ depth) }}),

region_sums_{{ depth }} as {{ once() }} ({{ region_sums('tightened_' ~ depth) }}),

-- parent regions from the sums of their subregions, then subregions from what their parent leaves for them
regions_{{ depth }} as {{ once() }} ({{ parts_from_subregions('tightened_' ~ depth, 'region_sums_' ~ depth) }}),

parts_{{ depth }} as {{ once() }} (
    {{ parts_from_parent_region('regions_' ~ depth, 'region_sums_' ~ depth) }}
){{ "," if depth }}
{% endfor %}

select
    set_part_id, year, cell_id,
    es_lo as e_lo, es_hi as e_hi, es_lo + xs_lo as w_lo, es_hi + xs_hi as w_hi,
    oes_lo as other_e_lo, oes_hi as other_e_hi, oes_lo + oxs_lo as other_w_lo, oes_hi + oxs_hi as other_w_hi
from parts_0

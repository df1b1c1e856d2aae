-- Each set in each region and year: the part of all industries inside it, between its least and its greatest.
-- Every code splits into the part inside the set (s) and the part outside (n). From the leaves upwards both
-- are summed over the children, held against the code's own bounds, and then against the other regions.
-- So is what the nation has without the province (oe, ox): a share of the nation stands on both.
{% set bounds = ['_lo', '_hi'] %}
{% set parts = ['s_lo', 's_hi', 'n_lo', 'n_hi'] %}

{% for depth in [5, 4, 3, 2, 1, 0] %}
{{ "with" if loop.first }} summed_{{ depth }} as (
    select
        node.piece_id, node.year, node.cell_id, node.above_id, node.whole_id, node.regions_complete,
        {% for m in measured().split() %}
        node.{{ m }}_lo, node.{{ m }}_hi,
        {% endfor %}
        {% for m in measured().split() %}
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
    from {{ ref('int_piece_cells') }} as node
    {% if depth < 5 %}
    left join (
        select
            link.piece_id, part.above_id as cell_id
            {%- for m in measured().split() %}{% for part in bounds + parts %},
            sum(part.{{ m ~ part }}) as {{ m ~ part }}
            {%- endfor %}{% endfor %}
        from part_{{ depth + 1 }} as part
        inner join {{ ref('int_piece_links') }} as link on part.piece_id = link.part_id
        group by link.piece_id, part.above_id
    ) as children on node.piece_id = children.piece_id and node.cell_id = children.cell_id
    {% endif %}
    where node.depth = {{ depth }} and {{ in_slice('node.year') }}
),

held_{{ depth }} as {{ once() }} ({{ parts_held_together('summed_' ~ depth) }}),

families_{{ depth }} as {{ once() }} ({{ region_families('held_' ~ depth) }}),

-- the region above takes the sums of its parts, then the parts take what it leaves over
wholes_{{ depth }} as {{ once() }} ({{ wholes_from_parts('held_' ~ depth, 'families_' ~ depth) }}),

part_{{ depth }} as {{ once() }} ({{ parts_from_wholes('wholes_' ~ depth, 'families_' ~ depth) }}){{ "," if depth }}
{% endfor %}

select
    piece_id, year, cell_id,
    es_lo as e_lo, es_hi as e_hi, es_lo + xs_lo as w_lo, es_hi + xs_hi as w_hi,
    oes_lo as other_e_lo, oes_hi as other_e_hi, oes_lo + oxs_lo as other_w_lo, oes_hi + oxs_hi as other_w_hi
from part_0

{#-
    Steps of int_set_part_bounds. A row has the bounds of a code (e_lo .. x_hi), of its part inside the set
    (es_lo .. xs_hi) and of its part outside the set (en_lo .. xn_hi), and the same for the nation without the
    province of the row (oe_lo .. oxn_hi).
-#}

{#- Prefixes: establishments, employees in excess of one per establishment, and both for the nation without the province. -#}
{% macro bounded_measures() -%} e x oe ox {%- endmacro %}

{#- Prefixes of the parts inside (s) and outside (n) of the region itself. -#}
{% macro region_parts() -%} es en xs xn {%- endmacro %}

{% macro set_part_columns() -%}
    set_part_id year cell_id parent_code_cell_id parent_region_cell_id regions_complete e_lo e_hi x_lo x_hi oe_lo oe_hi ox_lo ox_hi
{%- endmacro %}

{#-
    Tightens inside and outside against each other: they add up to the code, and there is no establishment without
    an employee and no employee without an establishment.
-#}
{% macro tightened_parts(parts) %}
    {%- set excess_of = {'e': 'x', 'oe': 'ox'} -%}
    {%- set establishments_of = {'x': 'e', 'ox': 'oe'} %}
    select
        {{ set_part_columns().split() | join(', ') }}
        {%- for m in bounded_measures().split() %}{% for part, other in [('s', 'n'), ('n', 's')] %},
        cast(greatest(
            {{ m ~ part }}_lo, {{ m }}_lo - {{ m ~ other }}_hi
            {%- if m in excess_of %}{% set x = excess_of[m] %},
            case when {{ x ~ part }}_lo > 0 or {{ x }}_lo > {{ x ~ other }}_hi then 1 else 0 end
            {%- endif %}
        ) as bigint) as {{ m ~ part }}_lo,
        cast(
            {% if m in establishments_of %}case when {{ establishments_of[m] ~ part }}_hi = 0 then 0 else {% endif -%}
            least({{ m ~ part }}_hi, {{ m }}_hi - {{ m ~ other }}_lo)
            {%- if m in establishments_of %} end{% endif %} as bigint
        ) as {{ m ~ part }}_hi
        {%- endfor %}{% endfor %}
    from {{ parts }}
{% endmacro %}

{#- Sums over the regions of one parent region. -#}
{% macro region_sums(parts) %}
    select
        set_part_id, parent_region_cell_id,
        bool_and(regions_complete) as is_complete
        {%- for part in region_parts().split() %},
        cast(sum({{ part }}_lo) as bigint) as {{ part }}_lo,
        cast(sum({{ part }}_hi) as bigint) as {{ part }}_hi
        {%- endfor %}
    from {{ parts }}
    where parent_region_cell_id is not null
    group by set_part_id, parent_region_cell_id
{% endmacro %}

{#- Tightens the bounds of a region with the sums of its subregions. -#}
{% macro parts_from_subregions(parts, sums) %}
    select
        {% for column in set_part_columns().split() %}own.{{ column }}, {% endfor %}
        {%- for part in region_parts().split() %}
        own.o{{ part }}_lo, own.o{{ part }}_hi,
        greatest(own.{{ part }}_lo, coalesce(subregions.{{ part }}_lo, 0)) as {{ part }}_lo,
        case
            when subregions.is_complete then least(own.{{ part }}_hi, subregions.{{ part }}_hi) else own.{{ part }}_hi
        end as {{ part }}_hi{{ "," if not loop.last }}
        {%- endfor %}
    from {{ parts }} as own
    left join {{ sums }} as subregions
        on own.set_part_id = subregions.set_part_id and own.cell_id = subregions.parent_region_cell_id
{% endmacro %}

{#- Tightens the bounds of a region with those of its parent region less the other regions of that parent. -#}
{% macro parts_from_parent_region(parts, sums) %}
    select
        {% for column in set_part_columns().split() %}own.{{ column }}, {% endfor %}
        {%- for part in region_parts().split() %}
        case
            when own.regions_complete and sums.parent_region_cell_id is not null
                then greatest(
                    own.{{ part }}_lo, parent.{{ part }}_lo - (sums.{{ part }}_hi - own.{{ part }}_hi),
                    parent.{{ part }}_lo - own.o{{ part }}_hi
                )
            else own.{{ part }}_lo
        end as {{ part }}_lo,
        case
            when sums.parent_region_cell_id is not null
                then least(
                    own.{{ part }}_hi, parent.{{ part }}_hi - (sums.{{ part }}_lo - own.{{ part }}_lo),
                    parent.{{ part }}_hi - own.o{{ part }}_lo
                )
            else own.{{ part }}_hi
        end as {{ part }}_hi,
        case
            when own.regions_complete and sums.parent_region_cell_id is not null
                then greatest(
                    own.o{{ part }}_lo, parent.{{ part }}_lo - own.{{ part }}_hi, sums.{{ part }}_lo - own.{{ part }}_lo
                )
            else own.o{{ part }}_lo
        end as o{{ part }}_lo,
        case
            when own.regions_complete and sums.parent_region_cell_id is not null
                then least(
                    own.o{{ part }}_hi, parent.{{ part }}_hi - own.{{ part }}_lo, sums.{{ part }}_hi - own.{{ part }}_hi
                )
            else own.o{{ part }}_hi
        end as o{{ part }}_hi{{ "," if not loop.last }}
        {%- endfor %}
    from {{ parts }} as own
    left join {{ parts }} as parent on own.set_part_id = parent.set_part_id and own.parent_region_cell_id = parent.cell_id
    left join {{ sums }} as sums
        on parent.set_part_id = sums.set_part_id and parent.cell_id = sums.parent_region_cell_id
{% endmacro %}

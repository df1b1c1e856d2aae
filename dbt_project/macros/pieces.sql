{#-
    Steps of int_piece_bounds on rows with a code's bounds (e_lo .. x_hi) and those of its part inside the piece
    (es_lo .. xs_hi) and outside it (en_lo .. xn_hi), and the same for the nation without the row's province
    (oe_lo .. oxn_hi).
-#}

{#- What is bounded: establishments, employees beyond one for each, and both for the nation without the province. -#}
{% macro measured() -%} e x oe ox {%- endmacro %}

{#- The parts of these, inside and outside: of the region itself, or of the other provinces. -#}
{% macro own_parts() -%} es en xs xn {%- endmacro %}

{% macro piece_columns() -%}
    piece_id year cell_id above_id whole_id regions_complete e_lo e_hi x_lo x_hi oe_lo oe_hi ox_lo ox_hi
{%- endmacro %}

{#- Inside and outside make up the code; no establishment without an employee, no employee without an establishment. -#}
{% macro parts_held_together(parts) %}
    {%- set excess = {'e': 'x', 'oe': 'ox'} -%}
    {%- set counted = {'x': 'e', 'ox': 'oe'} %}
    select
        {{ piece_columns().split() | join(', ') }}
        {%- for m in measured().split() %}{% for part, other in [('s', 'n'), ('n', 's')] %},
        cast(greatest(
            {{ m ~ part }}_lo, {{ m }}_lo - {{ m ~ other }}_hi
            {%- if m in excess %}{% set x = excess[m] %},
            case when {{ x ~ part }}_lo > 0 or {{ x }}_lo > {{ x ~ other }}_hi then 1 else 0 end
            {%- endif %}
        ) as bigint) as {{ m ~ part }}_lo,
        cast(
            {% if m in counted %}case when {{ counted[m] ~ part }}_hi = 0 then 0 else {% endif -%}
            least({{ m ~ part }}_hi, {{ m }}_hi - {{ m ~ other }}_lo)
            {%- if m in counted %} end{% endif %} as bigint
        ) as {{ m ~ part }}_hi
        {%- endfor %}{% endfor %}
    from {{ parts }}
{% endmacro %}

{#- Sums over the regions that make up one region. -#}
{% macro region_families(parts) %}
    select
        piece_id, whole_id,
        bool_and(regions_complete) as is_complete
        {%- for part in own_parts().split() %},
        cast(sum({{ part }}_lo) as bigint) as {{ part }}_lo,
        cast(sum({{ part }}_hi) as bigint) as {{ part }}_hi
        {%- endfor %}
    from {{ parts }}
    where whole_id is not null
    group by piece_id, whole_id
{% endmacro %}

{% macro wholes_from_parts(parts, families) %}
    select
        {% for column in piece_columns().split() %}own.{{ column }}, {% endfor %}
        {%- for part in own_parts().split() %}
        own.o{{ part }}_lo, own.o{{ part }}_hi,
        greatest(own.{{ part }}_lo, coalesce(family.{{ part }}_lo, 0)) as {{ part }}_lo,
        case
            when family.is_complete then least(own.{{ part }}_hi, family.{{ part }}_hi) else own.{{ part }}_hi
        end as {{ part }}_hi{{ "," if not loop.last }}
        {%- endfor %}
    from {{ parts }} as own
    left join {{ families }} as family on own.piece_id = family.piece_id and own.cell_id = family.whole_id
{% endmacro %}

{% macro parts_from_wholes(parts, families) %}
    select
        {% for column in piece_columns().split() %}own.{{ column }}, {% endfor %}
        {%- for part in own_parts().split() %}
        case
            when own.regions_complete and family.whole_id is not null
                then greatest(
                    own.{{ part }}_lo, whole.{{ part }}_lo - (family.{{ part }}_hi - own.{{ part }}_hi),
                    whole.{{ part }}_lo - own.o{{ part }}_hi
                )
            else own.{{ part }}_lo
        end as {{ part }}_lo,
        case
            when family.whole_id is not null
                then least(
                    own.{{ part }}_hi, whole.{{ part }}_hi - (family.{{ part }}_lo - own.{{ part }}_lo),
                    whole.{{ part }}_hi - own.o{{ part }}_lo
                )
            else own.{{ part }}_hi
        end as {{ part }}_hi,
        case
            when own.regions_complete and family.whole_id is not null
                then greatest(
                    own.o{{ part }}_lo, whole.{{ part }}_lo - own.{{ part }}_hi, family.{{ part }}_lo - own.{{ part }}_lo
                )
            else own.o{{ part }}_lo
        end as o{{ part }}_lo,
        case
            when own.regions_complete and family.whole_id is not null
                then least(
                    own.o{{ part }}_hi, whole.{{ part }}_hi - own.{{ part }}_lo, family.{{ part }}_hi - own.{{ part }}_hi
                )
            else own.o{{ part }}_hi
        end as o{{ part }}_hi{{ "," if not loop.last }}
        {%- endfor %}
    from {{ parts }} as own
    left join {{ parts }} as whole on own.piece_id = whole.piece_id and own.whole_id = whole.cell_id
    left join {{ families }} as family on whole.piece_id = family.piece_id and whole.cell_id = family.whole_id
{% endmacro %}

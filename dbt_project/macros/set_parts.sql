{#-
    Steps of int_set_parts on rows with a code's bounds (e_lo .. x_hi) and those of its part inside the set
    (es_lo .. xs_hi) and outside it (en_lo .. xn_hi).
-#}
{% macro set_part_keys() -%}
    taxonomy_id, set_id, series, year, region_code, ksic_code, parent_code, parent_region_code, regions_complete,
    e_lo, e_hi, x_lo, x_hi
{%- endmacro %}

{#- Inside and outside make up the code; where there is no establishment there is no employee. -#}
{% macro parts_held_together(parts) %}
    select
        {{ set_part_keys() }}
        {%- for m in ['e', 'x'] %}{% for part, other in [('s', 'n'), ('n', 's')] %},
        cast(greatest({{ m ~ part }}_lo, {{ m }}_lo - {{ m ~ other }}_hi) as bigint) as {{ m ~ part }}_lo,
        cast(
            {% if m == 'x' %}case when e{{ part }}_hi = 0 then 0 else {% endif -%}
            least({{ m ~ part }}_hi, {{ m }}_hi - {{ m ~ other }}_lo)
            {%- if m == 'x' %} end{% endif %} as bigint
        ) as {{ m ~ part }}_hi
        {%- endfor %}{% endfor %}
    from {{ parts }}
{% endmacro %}

{#- Sums over the regions that make up one region. -#}
{% macro region_families(parts) %}
    select
        taxonomy_id, set_id, series, year, ksic_code, parent_region_code,
        bool_and(regions_complete) as is_complete
        {%- for part in ['es', 'en', 'xs', 'xn'] %},
        cast(sum({{ part }}_lo) as bigint) as {{ part }}_lo,
        cast(sum({{ part }}_hi) as bigint) as {{ part }}_hi
        {%- endfor %}
    from {{ parts }}
    where parent_region_code is not null
    group by taxonomy_id, set_id, series, year, ksic_code, parent_region_code
{% endmacro %}

{% macro wholes_from_parts(parts, families) %}
    select
        {% for column in set_part_keys().split(',') %}own.{{ column | trim }}, {% endfor %}
        {%- for part in ['es', 'en', 'xs', 'xn'] %}
        greatest(own.{{ part }}_lo, coalesce(family.{{ part }}_lo, 0)) as {{ part }}_lo,
        case
            when family.is_complete then least(own.{{ part }}_hi, family.{{ part }}_hi) else own.{{ part }}_hi
        end as {{ part }}_hi{{ "," if not loop.last }}
        {%- endfor %}
    from {{ parts }} as own
    left join {{ families }} as family
        on
            own.taxonomy_id = family.taxonomy_id and own.set_id = family.set_id
            and own.series = family.series and own.year = family.year
            and own.ksic_code = family.ksic_code and own.region_code = family.parent_region_code
{% endmacro %}

{% macro parts_from_wholes(parts, families) %}
    select
        {% for column in set_part_keys().split(',') %}own.{{ column | trim }}, {% endfor %}
        {%- for part in ['es', 'en', 'xs', 'xn'] %}
        case
            when own.regions_complete and family.parent_region_code is not null
                then greatest(own.{{ part }}_lo, whole.{{ part }}_lo - (family.{{ part }}_hi - own.{{ part }}_hi))
            else own.{{ part }}_lo
        end as {{ part }}_lo,
        case
            when family.parent_region_code is not null
                then least(own.{{ part }}_hi, whole.{{ part }}_hi - (family.{{ part }}_lo - own.{{ part }}_lo))
            else own.{{ part }}_hi
        end as {{ part }}_hi{{ "," if not loop.last }}
        {%- endfor %}
    from {{ parts }} as own
    left join {{ parts }} as whole
        on
            own.taxonomy_id = whole.taxonomy_id and own.set_id = whole.set_id
            and own.series = whole.series and own.year = whole.year
            and own.ksic_code = whole.ksic_code and own.parent_region_code = whole.region_code
    left join {{ families }} as family
        on
            whole.taxonomy_id = family.taxonomy_id and whole.set_id = family.set_id
            and whole.series = family.series and whole.year = family.year
            and whole.ksic_code = family.ksic_code and whole.region_code = family.parent_region_code
{% endmacro %}

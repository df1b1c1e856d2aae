{#- Whether a region exists on the last day of a year, the reference day of the census. -#}
{% macro exists_at_end_of(year, region) -%}
    coalesce({{ region }}.valid_from, {{ last_day_of(year) }}) <= {{ last_day_of(year) }}
    and coalesce({{ region }}.valid_to, {{ last_day_of(year) }}) >= {{ last_day_of(year) }}
{%- endmacro %}

{% macro last_day_of(year) -%}
    make_date(cast({{ year }} as integer), 12, 31)
{%- endmacro %}

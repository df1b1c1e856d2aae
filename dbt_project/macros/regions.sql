{#- Whether a region exists on the last day of a year, the reference day of the census. -#}
{% macro exists_at_end_of(year, region) -%}
    coalesce(extract(year from {{ region }}.valid_from), 0) <= {{ year }}
    and coalesce(extract(year from {{ dbt.dateadd('day', 1, region ~ '.valid_to') }}), 9999) > {{ year }}
{%- endmacro %}

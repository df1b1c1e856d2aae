{#-
    Least and greatest proximity of two industries (Hidalgo et al. 2007): the observations in which both have a location
    quotient above 1, divided by the greater number of observations in which one has. An observation that is open counts
    as what makes the proximity least or greatest; the columns are those of `observed` in int_industry_proximity. Null where
    neither industry has an observation above 1.
-#}
{% macro proximity_low(counts) -%}
    {{ counts }}.both_low * 1e0 / nullif(greatest({{ counts }}.own_of_low, {{ counts }}.related_of_low), 0)
{%- endmacro %}

{% macro proximity_high(counts) -%}
    coalesce(
        {{ counts }}.both_high * 1e0 / nullif(greatest({{ counts }}.own_of_high, {{ counts }}.related_of_high), 0),
        {{ proximity_low(counts) }}
    )
{%- endmacro %}

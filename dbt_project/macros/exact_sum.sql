{#-
    The sum of fractional numbers, equal in every order of addition. A floating-point sum depends on the order, but
    equal inputs must give equal bytes. Exact to 18 decimals; for numbers below 10^10.
-#}
{% macro exact_sum(expression) -%}
    cast({{ exact_part(expression) }} as double)
{%- endmacro %}

{#- A partial sum, to be added with exact_sum(). -#}
{% macro exact_part(expression) -%}
    sum(cast({{ expression }} as decimal(28, 18)))
{%- endmacro %}

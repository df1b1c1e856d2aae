{#-
    The sum of numbers with a fraction, the same in whatever order they are added: floating point is not, and
    equal inputs have to give equal bytes. Exact to 18 decimals; for numbers below 10^10.
-#}
{% macro exact_sum(expression) -%}
    cast({{ exact_part(expression) }} as double)
{%- endmacro %}

{#- A part of such a sum, to be summed by exact_sum(). -#}
{% macro exact_part(expression) -%}
    sum(cast({{ expression }} as decimal(28, 18)))
{%- endmacro %}

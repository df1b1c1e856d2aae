{#- The differences between DuckDB and Spark. Models call these macros, so that their SQL is portable. -#}

{#- The values of a group as one string, in the given order. -#}
{% macro ordered_list(expression, order_by, separator='+') %}
    {{- return(adapter.dispatch('ordered_list', 'smartcity')(expression, order_by, separator)) -}}
{% endmacro %}

{% macro default__ordered_list(expression, order_by, separator) -%}
    string_agg({{ expression }}, '{{ separator }}' order by {{ order_by }})
{%- endmacro %}

{% macro spark__ordered_list(expression, order_by, separator) -%}
    listagg({{ expression }}, '{{ separator }}') within group (order by {{ order_by }})
{%- endmacro %}

{#- An expression that stops the statement with `text` as its error. -#}
{% macro raise_error(text) %}
    {{- return(adapter.dispatch('raise_error', 'smartcity')(text)) -}}
{% endmacro %}

{% macro default__raise_error(text) -%}
    error({{ text }})
{%- endmacro %}

{% macro spark__raise_error(text) -%}
    raise_error({{ text }})
{%- endmacro %}

{#- Keyword that makes an engine compute a CTE once. Spark has none: see macros/spark/steps.sql. -#}
{% macro once() %}
    {{- return(adapter.dispatch('once', 'smartcity')()) -}}
{% endmacro %}

{% macro default__once() -%}
    materialized
{%- endmacro %}

{% macro spark__once() -%}
    /* once */
{%- endmacro %}

{#- One row per element of a list, with the other columns of the select. -#}
{% macro each_of(list) %}
    {{- return(adapter.dispatch('each_of', 'smartcity')(list)) -}}
{% endmacro %}

{% macro default__each_of(list) -%}
    unnest({{ list }})
{%- endmacro %}

{% macro spark__each_of(list) -%}
    explode({{ list }})
{%- endmacro %}

{#- A column whose name is also a keyword, quoted as the engine quotes. -#}
{% macro quoted(name) -%}
    {%- if target is defined and target.type == 'spark' -%}`{{ name }}`{%- else -%}"{{ name }}"{%- endif -%}
{%- endmacro %}

{#- Always true. A model with this condition on a year may be built in slices of years: see macros/duckdb/slices.sql. -#}
{% macro in_slice(year) -%}
    {{ year }} between /* slice from */ {{ year }} and /* slice to */ {{ year }}
{%- endmacro %}

{#- The same for a timestamp or date: the model may be built month by month. -#}
{% macro in_month(time) -%}
    {{ time }} between /* month from */ {{ time }} and /* month to */ {{ time }}
{%- endmacro %}

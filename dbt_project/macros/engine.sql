{#- What differs between the engines, each difference once. Models call these and stay portable. -#}

{#- The values of a group as one string, in a stated order. -#}
{% macro ordered_list(expression, order_by, separator='+') %}
    {{- return(adapter.dispatch('ordered_list', 'smartcity')(expression, order_by, separator)) -}}
{% endmacro %}

{% macro default__ordered_list(expression, order_by, separator) -%}
    string_agg({{ expression }}, '{{ separator }}' order by {{ order_by }})
{%- endmacro %}

{% macro spark__ordered_list(expression, order_by, separator) -%}
    listagg({{ expression }}, '{{ separator }}') within group (order by {{ order_by }})
{%- endmacro %}

{#- An expression that ends the statement with `text` as its error. -#}
{% macro raised(text) %}
    {{- return(adapter.dispatch('raised', 'smartcity')(text)) -}}
{% endmacro %}

{% macro default__raised(text) -%}
    error({{ text }})
{%- endmacro %}

{% macro spark__raised(text) -%}
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

{#- The elements of a list, each as a row of its own beside the other columns of the select. -#}
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

{#- Holds always. Where a model says it of a year, an engine may build the model some years at a time. -#}
{% macro in_slice(year) -%}
    {{ year }} between /* slice from */ {{ year }} and /* slice to */ {{ year }}
{%- endmacro %}

{#- The same for a time (or day) and months. -#}
{% macro in_month(time) -%}
    {{ time }} between /* month from */ {{ time }} and /* month to */ {{ time }}
{%- endmacro %}

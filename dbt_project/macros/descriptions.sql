{#-
    A description in both languages (a block of models/columns.md) is two paragraphs: English, then Korean.
    A column that is described in the YAML of its model has the Korean text in config.meta.ko.
-#}
{% macro english_description(column) -%}
    {{- return(column.description.split('\n\n')[0] | trim) -}}
{%- endmacro %}

{% macro korean_description(column) -%}
    {{- return(column.config.meta.ko or column.description.split('\n\n')[1] | trim) -}}
{%- endmacro %}

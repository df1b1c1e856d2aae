{#- The columns in config.meta.key of the model of a relation; dbt knows them only when it executes. -#}
{% macro declared_key(relation) -%}
    {%- if not execute -%} {{- return(['no_column']) -}} {%- endif -%}
    {%- for node in graph.nodes.values() if node.resource_type == 'model' and node.alias == relation.identifier -%}
        {%- if node.config.meta.key -%} {{- return(node.config.meta.key) -}} {%- endif -%}
    {%- endfor -%}
    {{- exceptions.raise_compiler_error(relation.identifier ~ ' declares no key: add config.meta.key to its YAML') -}}
{%- endmacro %}

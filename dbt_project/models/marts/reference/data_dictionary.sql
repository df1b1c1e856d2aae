{#- The meaning of every column of every mart, from the one place where it is written: the models' YAML. -#}
{%- set rows = [] -%}
{%- if execute -%}
    {%- for node in graph.nodes.values() if node.resource_type == 'model' and 'marts' in node.fqn -%}
        {%- for column in node.columns.values() -%}
            {%- do rows.append((node.name, loop.index, column)) -%}
        {%- endfor -%}
    {%- endfor -%}
{%- endif -%}
{%- for mart, position, column in rows | sort %}
select
    '{{ mart }}' as mart,
    cast({{ position }} as integer) as position,
    '{{ column.name }}' as column_name,
    '{{ column.data_type }}' as data_type,
    '{{ column.description | replace("'", "''") }}' as description_en,
    '{{ column.config.meta.ko | replace("'", "''") }}' as description_ko
{{ "union all" if not loop.last }}
{%- else %}
select
    '' as mart, 0 as position, '' as column_name, '' as data_type, '' as description_en, '' as description_ko
{%- endfor %}

{#- The meaning of every column of every mart, from the one place where it is written: the models' YAML. -#}
{%- set rows = [] -%}
{%- if execute -%}
    {%- for node in graph.nodes.values() if node.resource_type == 'model' and 'marts' in node.fqn -%}
        {%- for column in node.columns.values() -%}
            {%- do rows.append((node.name, loop.index, column)) -%}
        {%- endfor -%}
    {%- endfor -%}
{%- endif -%}
select
    described.mart, described.position, described.column_name, described.data_type,
    described.description_en, described.description_ko
from (
    values
    {%- for mart, position, column in rows | sort %}
    (
        '{{ mart }}', cast({{ position }} as integer), '{{ column.name }}', '{{ column.data_type }}',
        '{{ column.description | replace("'", "''") }}', '{{ column.config.meta.ko | replace("'", "''") }}'
    ){{ "," if not loop.last }}
    {%- else %}
    ('', 0, '', '', '', '')
    {%- endfor %}
) as described (mart, position, column_name, data_type, description_en, description_ko)

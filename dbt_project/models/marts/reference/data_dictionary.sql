{#- The description of every column of every mart, from the YAML of the models and models/columns.md. -#}
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
        '{{ english_description(column) | replace("'", "''") }}', '{{ korean_description(column) | replace("'", "''") }}'
    ){{ "," if not loop.last }}
    {%- else %}
    ('', 0, '', '', '', '')
    {%- endfor %}
) as described (mart, position, column_name, data_type, description_en, description_ko)

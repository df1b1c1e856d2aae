{#-
    A model that names in_slice() is built a year at a time: memory is that of one year however many there
    are, and a year's rows lie together, so that the next model reads no other. The years are those of
    stg_census__slices, on which every such model depends.
-#}
{% macro duckdb__create_table_as(temporary, relation, compiled_code, language='sql', partitioned_by=none, sorted_by=none) -%}
    {%- set years = [] -%}
    {%- if language == 'sql' and not temporary and '/* slice */' in compiled_code -%}
        {%- set slices = relation.incorporate(path={'identifier': 'stg_census__slices'}) -%}
        {%- set years = run_query('select distinct year from ' ~ slices ~ ' order by year').columns[0].values() -%}
    {%- endif -%}
    {%- set first = slice_of(compiled_code, years[0]) if years else compiled_code -%}
    {{ dbt.duckdb__create_table_as(temporary, relation, first, language, partitioned_by, sorted_by) }}
    {%- for year in years[1:] %}
    insert into {{ relation }} by name ({{ slice_of(compiled_code, year) }});
    {%- endfor -%}
{%- endmacro %}

{#- The statement for one year. -#}
{% macro slice_of(sql, year) -%}
    {{- return(modules.re.sub('/\\* slice \\*/ [\\w.]+', year | string, sql)) -}}
{%- endmacro %}

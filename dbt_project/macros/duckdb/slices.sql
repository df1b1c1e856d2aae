{#-
    A model that names in_slice() is built a slice of years at a time: memory is that of one slice however
    many years there are, and its rows lie together, so that the next model reads no other. A slice is one
    year, or as many as have SMARTCITY_SLICE_CELLS cells of the census together: a statement costs more
    than their rows. The years are those of stg_census__slices, on which every such model depends.
-#}
{% macro duckdb__create_table_as(temporary, relation, compiled_code, language='sql', partitioned_by=none, sorted_by=none) -%}
    {%- set slices = [] -%}
    {%- if language == 'sql' and not temporary and '/* slice' in compiled_code -%}
        {%- set slices = slices_of(relation.incorporate(path={'identifier': 'stg_census__slices'})) -%}
    {%- endif -%}
    {%- set first = of_slice(compiled_code, slices[0]) if slices else compiled_code -%}
    {{ dbt.duckdb__create_table_as(temporary, relation, first, language, partitioned_by, sorted_by) }}
    {%- for years in slices[1:] %}
    insert into {{ relation }} by name ({{ of_slice(compiled_code, years) }});
    {%- endfor -%}
{%- endmacro %}

{#- First and last year of each slice, in order. -#}
{% macro slices_of(relation) -%}
    {%- set query -%}
        select min(year), max(year)
        from (
            select year, ceil(sum(sum(cells)) over (order by year) / {{ env_var('SMARTCITY_SLICE_CELLS', '300000') }}) as slice
            from {{ relation }}
            group by year
        ) as years
        group by slice
        order by slice
    {%- endset -%}
    {{- return(run_query(query).rows) -}}
{%- endmacro %}

{#- The statement for the years of one slice. -#}
{% macro of_slice(sql, years) -%}
    {%- set begun = modules.re.sub('/\\* slice from \\*/ [\\w.]+', years[0] | string, sql) -%}
    {{- return(modules.re.sub('/\\* slice to \\*/ [\\w.]+', years[1] | string, begun)) -}}
{%- endmacro %}

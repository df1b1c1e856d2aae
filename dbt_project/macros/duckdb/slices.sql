{#-
    A model with in_slice() is built one slice of years at a time, a model with in_month() one month at a time. So
    memory does not grow with the number of slices, and the rows of a slice are stored together, so that the next
    model reads only them. A slice has one or more years with about SMARTCITY_SLICE_CELLS census cells together,
    because a statement has a fixed cost. The years are those of stg_census__slices, the months those of
    stg_sdot__months, on which every such model depends.
-#}
{% macro duckdb__create_table_as(temporary, relation, compiled_code, language='sql', partitioned_by=none, sorted_by=none) -%}
    {%- set statements = [compiled_code] -%}
    {%- if language == 'sql' and not temporary -%}
        {%- set statements = in_slices(relation, compiled_code) -%}
    {%- endif -%}
    {{ dbt.duckdb__create_table_as(temporary, relation, statements[0], language, partitioned_by, sorted_by) }}
    {%- for statement in statements[1:] %}
    insert into {{ relation }} by name ({{ statement }});
    {%- endfor -%}
{%- endmacro %}

{#- One statement per slice; the statement itself where it has no slices or there are no data. -#}
{% macro in_slices(relation, sql) -%}
    {%- set slices = [] -%}
    {%- if '/* slice from */' in sql -%}
        {%- set slices = slices_of_years(relation.incorporate(path={'identifier': 'stg_census__slices'})) -%}
    {%- elif '/* month from */' in sql -%}
        {%- set slices = months(relation.incorporate(path={'identifier': 'stg_sdot__months'})) -%}
    {%- endif -%}
    {%- set statements = [] -%}
    {%- for slice in slices -%}
        {%- do statements.append(of_slice(sql, slice)) -%}
    {%- endfor -%}
    {{- return(statements or [sql]) -}}
{%- endmacro %}

{#- First and last year of each slice, in order. -#}
{% macro slices_of_years(relation) -%}
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

{#- First and last moment of each month, in order. -#}
{% macro months(relation) -%}
    {%- set query -%}
        select
            'timestamp ''' || month || '''',
            'timestamp ''' || (month + interval 1 month - interval 1 microsecond) || ''''
        from {{ relation }}
        order by month
    {%- endset -%}
    {{- return(run_query(query).rows) -}}
{%- endmacro %}

{#- The statement for the rows between the two ends of a slice. -#}
{% macro of_slice(sql, ends) -%}
    {%- set begun = modules.re.sub('/\\* (slice|month) from \\*/ [\\w.]+', ends[0] | string, sql) -%}
    {{- return(modules.re.sub('/\\* (slice|month) to \\*/ [\\w.]+', ends[1] | string, begun)) -}}
{%- endmacro %}

{#-
    A model that names in_slice() is built a slice of years at a time, one that names in_month() a month:
    memory is that of one slice however many there are, and its rows lie together, so that the next model
    reads no other. A slice is one year, or as many as have SMARTCITY_SLICE_CELLS cells of the census
    together: a statement costs more than their rows. The years are those of stg_census__slices, the months
    those of stg_sdot__months, on which every such model depends.
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

{#- The statement for each slice; the statement itself where it names none or there is no data. -#}
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

{#- The statement for what lies between the two ends of a slice. -#}
{% macro of_slice(sql, ends) -%}
    {%- set begun = modules.re.sub('/\\* (slice|month) from \\*/ [\\w.]+', ends[0] | string, sql) -%}
    {{- return(modules.re.sub('/\\* (slice|month) to \\*/ [\\w.]+', ends[1] | string, begun)) -}}
{%- endmacro %}

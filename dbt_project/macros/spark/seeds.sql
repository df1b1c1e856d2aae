{#-
    Seeds on Spark. The rows of a seed are sent as one JSON text: the INSERT of dbt-spark, with a cast per value, takes
    minutes, and the workers of a cluster cannot read a file of the project.
-#}
{% macro spark_seed_columns(model, agate_table) -%}
    {%- set types = model['config'].get('column_types', {}) -%}
    {%- set columns = [] -%}
    {%- for name in agate_table.column_names -%}
        {%- do columns.append((name, spark_type(types.get(name, 'varchar')))) -%}
    {%- endfor -%}
    {{- return(columns) -}}
{%- endmacro %}

{% macro spark__create_csv_table(model, agate_table) %}
    {%- set columns = spark_seed_columns(model, agate_table) -%}
    {%- set sql -%}
        create table {{ this.render() }} (
            {%- for name, type in columns %}{{ name }} {{ type }}{{ ", " if not loop.last }}{% endfor -%}
        ) using parquet
    {%- endset -%}
    {%- call statement('_') -%}{{ sql }}{%- endcall -%}
    {{- return(sql) -}}
{% endmacro %}

{% macro spark__load_csv_rows(model, agate_table) %}
    {%- set columns = spark_seed_columns(model, agate_table) -%}
    {%- set rows = [] -%}
    {%- for row in agate_table.rows -%}
        {%- do rows.append(dict(zip(agate_table.column_names, row))) -%}
    {%- endfor -%}
    {%- set shape -%}
        array<struct<{% for name, _ in columns %}{{ name }}: string{{ ", " if not loop.last }}{% endfor %}>>
    {%- endset -%}
    {%- set sql -%}
        insert into {{ this.render() }}
        select
            {%- for name, type in columns %} cast({{ name }} as {{ type }}){{ "," if not loop.last }}{% endfor %}
        from (select inline(from_json(r'{{ tojson(rows) | replace("'", "\\u0027") }}', '{{ shape }}')))
    {%- endset -%}
    {%- do adapter.add_query(sql, abridge_sql_log=True) -%}
    {{- return(sql) -}}
{% endmacro %}

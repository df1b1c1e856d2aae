{#- Contracts and seeds use standard SQL types; this returns the name that Spark uses. -#}
{% macro spark_type(data_type) -%}
    {{- return({
        'varchar': 'string',
        'timestamp with time zone': 'timestamp_ltz',
    }.get(data_type | lower, data_type)) -}}
{%- endmacro %}

{#- The columns of a contract, for dbt to compare with the columns of the model. -#}
{% macro spark__get_empty_schema_sql(columns) -%}
    {%- set own = {} -%}
    {%- for name, column in columns.items() -%}
        {%- do own.update({name: dict(column, data_type=spark_type(column['data_type']))}) -%}
    {%- endfor -%}
    {{- return(dbt.default__get_empty_schema_sql(own)) -}}
{%- endmacro %}

{#-
    A table is created under its own name. dbt-duckdb builds it under another name, keeps the previous table, renames
    both and drops one, so that readers always find a table; a run of ours builds into a new file that nobody reads
    yet. Hooks, grants and indexes are not used in this project and are left out.
-#}
{% materialization table, adapter='duckdb', supported_languages=['sql'] %}
    {%- set target = this.incorporate(type='table') -%}
    {{ drop_relation_if_exists(load_cached_relation(this)) }}
    {% call statement('main') -%}
        {{ create_table_as(false, target, compiled_code) }}
    {%- endcall %}
    {{ adapter.commit() }}
    {{ return({'relations': [target]}) }}
{% endmaterialization %}

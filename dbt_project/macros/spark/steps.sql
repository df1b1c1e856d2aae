{#-
    Spark inlines a CTE at every reference. A chain of CTEs that each refer to the one before several times grows
    exponentially. So every CTE that a model marks with once() becomes a table <model>__<cte>, and the model reads
    that table. The SQL of the models is the same on both engines.
-#}
{% macro spark__create_table_as(temporary, relation, compiled_code, language='sql') -%}
    {%- if language == 'sql' and not temporary and '/* once */' in compiled_code -%}
        {%- set compiled_code = in_steps(relation, compiled_code) -%}
    {%- endif -%}
    {{- return(dbt.spark__create_table_as(temporary, relation, compiled_code, language)) -}}
{%- endmacro %}

{#- Create the table of each marked CTE; returns the SQL that reads these tables. -#}
{% macro in_steps(relation, sql) -%}
    {%- set query = top_level_ctes(sql) -%}
    {%- set known = [] -%}
    {%- for cte in query.ctes -%}
        {%- if cte.is_marked -%}
            {%- set step = relation.incorporate(path={'identifier': relation.identifier ~ '__' ~ cte.name}) -%}
            {%- do run_query('drop table if exists ' ~ step) -%}
            {%- set before = 'with ' ~ known | join(', ') if known else '' -%}
            {%- do run_query('create table ' ~ step ~ ' using parquet as ' ~ before ~ ' ' ~ cte.body) -%}
            {%- do known.append(cte.name ~ ' as (select * from ' ~ step ~ ')') -%}
        {%- else -%}
            {%- do known.append(cte.name ~ ' as (' ~ cte.body ~ ')') -%}
        {%- endif -%}
    {%- endfor -%}
    {{- return('with ' ~ known | join(', ') ~ ' ' ~ query.rest) -}}
{%- endmacro %}

{#- The CTEs of a statement (name, is_marked, body) and the rest of the statement. -#}
{% macro top_level_ctes(sql) -%}
    {%- set start = modules.re.compile('\\s*(?:--[^\\n]*\\s*|with\\s+|,\\s*)*(\\w+)\\s+as\\s*(/\\* once \\*/)?\\s*\\(') -%}
    {%- set token = modules.re.compile("'[^']*'|--[^\\n]*|[()]") -%}
    {%- set state = namespace(at=0, more=true) -%}
    {%- set ctes = [] -%}
    {%- for _ in range(1000) if state.more -%}
        {%- set head = start.match(sql, state.at) -%}
        {%- if head is none -%}
            {%- set state.more = false -%}
        {%- else -%}
            {%- set inside = namespace(depth=1) -%}
            {%- for found in token.finditer(sql, head.end()) if inside.depth -%}
                {%- set inside.depth = inside.depth + {'(': 1, ')': -1}.get(found.group(), 0) -%}
                {%- if inside.depth == 0 -%}
                    {%- do ctes.append({
                        'name': head.group(1),
                        'is_marked': head.group(2) is not none,
                        'body': sql[head.end():found.start()],
                    }) -%}
                    {%- set state.at = found.end() -%}
                {%- endif -%}
            {%- endfor -%}
        {%- endif -%}
    {%- endfor -%}
    {{- return({'ctes': ctes, 'rest': sql[state.at:]}) -}}
{%- endmacro %}

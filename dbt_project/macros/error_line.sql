{#-
    For a test that reports which row is wrong, not how many rows: if `found` has a row, the build stops with one line
    in the format of orchestration/errors.py, "code what | at where | to do: remedy". `what` and `where` are lists of
    SQL expressions over `found`. The error is raised in the where clause, because an engine does not compute a column
    that is not used.
-#}
{% macro rows_as_error(found, code, what, where, remedy) -%}
    {%- set line = ["'" ~ code ~ " '"] + what + ["' | at '"] + where + ["' | to do: " ~ remedy ~ "'"] -%}
    select * from {{ found }}
    where {{ raise_error('concat(' ~ line | join(', ') ~ ')') }} is null
{%- endmacro %}

{#- The remedy where several sources contradict each other. -#}
{% macro remedy_for_contradiction() -%}
    keep the source that is correct: drop its file again, or withdraw the other source with smartcity withdraw SOURCE YEAR
{%- endmacro %}

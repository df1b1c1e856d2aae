{#-
    A test that has to say which rows are wrong, not how many: where `found` has a row, the build ends with one line
    in the form of orchestration/errors.py, "code what | at where | to do: remedy". `what` and `where` are lists of
    expressions over `found`. It stands in a condition, because an engine leaves out a column that nobody reads.
-#}
{% macro refused(found, code, what, where, remedy) -%}
    {%- set line = ["'" ~ code ~ " '"] + what + ["' | at '"] + where + ["' | to do: " ~ remedy ~ "'"] -%}
    select * from {{ found }}
    where {{ raised('concat(' ~ line | join(', ') ~ ')') }} is null
{%- endmacro %}

{#- What to do where what several sources say does not fit together. -#}
{% macro one_has_to_go() -%}
    keep the source that is right: drop the right file, or take the other one away with smartcity withdraw SOURCE YEAR
{%- endmacro %}

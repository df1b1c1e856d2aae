{#- The name of a level in the file: its industry, or its layer for the layer itself (industry `all`). -#}
{% macro level_id(row) -%}
    case when {{ row }}.industry = 'all' then {{ row }}.layer else {{ row }}.industry end
{%- endmacro %}

{#-
    The share of a code that belongs to a set, from one row for each code or industry that assigns it: 1 where one of
    them has it completely, the stated share where one has a part of it, null where several have parts (they may
    overlap) or the part has no stated share.
-#}
{% macro combined_share(is_full, part_share) -%}
    case
        when max(case when {{ is_full }} then 1 else 0 end) = 1 then 1e0
        when count(*) = 1 then max({{ part_share }})
    end
{%- endmacro %}

{#- Whether a leaf of these layers is common, by the rule, from counts: layers, general purpose, the other two. -#}
{% macro is_common(rule, layers, general_purpose, others) -%}
    {%- if rule == 'two_or_more' -%}
    {{ layers }} >= 2
    {%- else -%}
    {{ general_purpose }} >= 1 and {{ others }} >= 1
    {%- endif -%}
{%- endmacro %}

{#- Whether all counterparts of a code of the data belong completely to the set that the rows of the group are of. -#}
{% macro has_all_counterparts() -%}
    sum(case when member.is_full then 1 else 0 end) = max(counterparts.counterpart_count)
{%- endmacro %}

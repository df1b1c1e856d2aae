{#- Bounds as published: null for a suppressed aggregate, and a value only where both bounds are equal. -#}
{% macro published_bounds(relation) -%}
    case when not {{ relation }}.is_suppressed then {{ relation }}.value_low end as value_low,
    case when not {{ relation }}.is_suppressed then {{ relation }}.value_high end as value_high,
    case
        when not {{ relation }}.is_suppressed and {{ relation }}.value_low = {{ relation }}.value_high
            then {{ relation }}.value_low
    end as value
{%- endmacro %}

{#- Bounds of the nation as published: null where the aggregate of the nation is suppressed. -#}
{% macro published_nation(relation) -%}
    case when not {{ relation }}.nation_is_suppressed then {{ relation }}.national_value_low end as national_value_low,
    case when not {{ relation }}.nation_is_suppressed then {{ relation }}.national_value_high end as national_value_high
{%- endmacro %}

{% macro share_is_disclosable(relation) -%}
    not {{ relation }}.is_suppressed and not {{ relation }}.nation_is_suppressed
{%- endmacro %}

{% macro published_shares(relation, name='share') -%}
    case when {{ share_is_disclosable(relation) }} then {{ relation }}.share_low end as {{ name }}_low,
    case when {{ share_is_disclosable(relation) }} then {{ relation }}.share_high end as {{ name }}_high,
    case
        when {{ share_is_disclosable(relation) }} and {{ relation }}.share_low = {{ relation }}.share_high
            then {{ relation }}.share_low
    end as {{ name }}
{%- endmacro %}

{#-
    How the value is known. A set that has nothing in the nation, such as the overlap of layers that share no code, is
    not_applicable: its value is 0, and a share of it would be 0 / 0. That is not confidentiality.
-#}
{% macro published_status(relation) -%}
    case
        when {{ relation }}.is_suppressed then 'suppressed'
        when {{ relation }}.value_high is null then 'unknown'
        when {{ relation }}.national_value_high = 0 then 'not_applicable'
        when {{ relation }}.value_low = {{ relation }}.value_high then 'exact'
        else 'bounded'
    end as status
{%- endmacro %}

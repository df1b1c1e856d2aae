{#- The report's letter of a combination of its three layers; a single layer has none. -#}
{% macro combination_letter(combination) -%}
    case {{ combination }}
        when 'infrastructure+general_purpose+application' then 'A'
        when 'infrastructure+general_purpose' then 'B'
        when 'general_purpose+application' then 'C'
        when 'infrastructure+application' then 'D'
    end
{%- endmacro %}

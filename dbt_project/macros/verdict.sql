{#- The verdict under an overlap rule over all readings: it holds in all, in none, or in some. -#}
{%- macro verdict_under_rule(rule) -%}
    case
        when count(case when overlap_rule = '{{ rule }}' and verdict = 'holds' then 1 end)
            = count(case when overlap_rule = '{{ rule }}' then 1 end) then 'holds'
        when count(case when overlap_rule = '{{ rule }}' and verdict = 'holds' then 1 end) = 0 then 'impossible'
        else 'depends_on_reading'
    end
{%- endmacro -%}

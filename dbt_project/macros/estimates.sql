{#- Steps of the estimates. The method is in docs/methodology.md. -#}

{#-
    One round of raking over rows with `value`, limited by `most`: values are scaled to the sum `region_rest` of their
    region, then to the sum `name_rest` of their industry name. The order makes the names' sums hold at the end.
-#}
{% macro raking_round(previous, next) %}
{{ next }}_by_region as {{ once() }} (
    select
        own.industry_name, own.region_code, own.most, own.region_rest, own.name_rest,
        least(own.most, own.value * own.region_rest / nullif(family.total, 0)) as value
    from {{ previous }} as own
    inner join (
        select region_code, {{ exact_sum('value') }} as total from {{ previous }} group by region_code
    ) as family on own.region_code = family.region_code
),

{{ next }} as {{ once() }} (
    select
        own.industry_name, own.region_code, own.most, own.region_rest, own.name_rest,
        coalesce(least(own.most, own.value * own.name_rest / nullif(family.total, 0)), 0e0) as value
    from {{ next }}_by_region as own
    inner join (
        select industry_name, {{ exact_sum('value') }} as total from {{ next }}_by_region group by industry_name
    ) as family on own.industry_name = family.industry_name
)
{%- endmacro %}

{#- The part of the sum `value` that falls to a unit: its weight against those of all units of the sum. -#}
{% macro in_proportion(weight) -%}
    value * {{ weight }} / nullif(
        cast(sum(cast({{ weight }} as decimal(28, 10))) over (partition by sum_id) as double), 0
    )
{%- endmacro %}

{#- Class of the size of an estimate: how far it errs depends on it. -#}
{% macro size_class(estimate) -%}
    case
        when {{ estimate }} < 1000 then 'below_1000'
        when {{ estimate }} < 10000 then '1000_to_9999'
        else '10000_and_more'
    end
{%- endmacro %}

{#-
    Ends of the intervals of an estimate: quantiles of measured scores in units of `scale`, no wider than the bounds and
    no narrower than the estimate itself. Where no error was measured the interval is the bounds.
-#}
{% macro interval(estimate, scale, low, high, errors, name, digits) -%}
    {% for level in [80, 90] %}
    round(greatest({{ low }}, least(
        {{ estimate }}, coalesce({{ estimate }} + {{ errors }}.score_low_{{ level }} * {{ scale }}, {{ low }})
    )), {{ digits }}) as {{ name }}_low_{{ level }},
    round(least({{ high }}, greatest(
        {{ estimate }}, coalesce({{ estimate }} + {{ errors }}.score_high_{{ level }} * {{ scale }}, {{ high }})
    )), {{ digits }}) as {{ name }}_high_{{ level }}{{ "," if not loop.last }}
    {% endfor %}
{%- endmacro %}

{#- How far the 80 % interval reaches from the estimate, relative to it, before the bounds cut it. -#}
{% macro expected_error(estimate, scale, errors) -%}
    case
        when {{ scale }} = 0 then 0e0
        else
            greatest(abs({{ errors }}.score_low_80), abs({{ errors }}.score_high_80))
            * {{ scale }} / nullif({{ estimate }}, 0)
    end
{%- endmacro %}

{% macro reliability(error) -%}
    case when {{ error }} <= 0.1 then 'A' when {{ error }} <= 0.25 then 'B' else 'C' end
{%- endmacro %}

{#- Digits of published estimates: of values, of their intervals, of shares. -#}
{% macro value_digits() -%} 3 {%- endmacro %}
{% macro share_digits() -%} 6 {%- endmacro %}

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

{#- Years of a series and measure in which every province has a total, with the number of provinces. -#}
{% macro complete_years() -%}
    select series, year, measure, count(*) as provinces
    from {{ ref('int_cells') }}
    where ksic_code = 'TOTAL' and length(region_code) = 2 and region_code <> '00'
    group by series, year, measure
    having count(value) = count(*)
{%- endmacro %}

{#- Links between the codes of two KSIC revisions, with the number of counterparts of the code that they start from. -#}
{% macro counted_links() -%}
    select
        from_revision, from_code, to_revision, to_code,
        count(*) over (partition by from_revision, from_code, to_revision) as parts
    from {{ ref('int_ksic_links') }}
{%- endmacro %}

{#- Class of the size of an estimate: how far it errs depends on it. -#}
{% macro size_class(estimate) -%}
    case
        when {{ estimate }} < 1000 then 'below_1000'
        when {{ estimate }} < 10000 then '1000_to_9999'
        else '10000_and_more'
    end
{%- endmacro %}

{#- What a set leaves open of a known sum, squared, in millions: T p (1 - p) for its part p of the sum T. -#}
{% macro left_open(estimate, whole) -%}
    power({{ estimate }} / 1e6 * greatest(0e0, 1 - {{ estimate }} / nullif({{ whole }}, 0)), 2)
{%- endmacro %}

{#-
    How far an interval reaches from the estimate: a quantile of the measured scores in units of `scale`; together with
    that of the sums above (`outer`) as for independent errors. Null where an error that is needed was not measured.
-#}
{% macro reach(row, scale, errors, end, level) -%}
    {%- set sign = '-' if end == 'low' else '' -%}
    sqrt(
        {%- for table, width in [(errors, scale), ('outer_' ~ errors, 'outer_' ~ scale)] %}
        case
            when coalesce({{ row }}.{{ width }}, 0) = 0 then 0e0
            when {{ sign }}{{ table }}.score_{{ end }}_{{ level }} <= 0 then 0e0
            else power({{ table }}.score_{{ end }}_{{ level }} * {{ row }}.{{ width }}, 2)
        end{{ " +" if not loop.last }}
        {%- endfor %}
    )
{%- endmacro %}

{#- Both intervals of an estimate, within its bounds; the bounds where the error was not measured. -#}
{% macro intervals(row, estimate, scale, errors, low, high, name, digits) -%}
    {% for level in [80, 90] %}
    round(coalesce(
        greatest({{ row }}.{{ low }}, {{ row }}.{{ estimate }} - {{ reach(row, scale, errors, 'low', level) }}),
        {{ row }}.{{ low }}
    ), {{ digits }}) as {{ name }}_low_{{ level }},
    round(coalesce(
        least({{ row }}.{{ high }}, {{ row }}.{{ estimate }} + {{ reach(row, scale, errors, 'high', level) }}),
        {{ row }}.{{ high }}
    ), {{ digits }}) as {{ name }}_high_{{ level }}{{ "," if not loop.last }}
    {% endfor %}
{%- endmacro %}

{#- Grade of an estimate: how far the 80 % interval reaches relative to it, before the bounds cut it. -#}
{% macro reliability(row, estimate, scale, errors) -%}
    {%- set farther -%}
        greatest({{ reach(row, scale, errors, 'low', 80) }}, {{ reach(row, scale, errors, 'high', 80) }})
    {%- endset -%}
    case
        when {{ farther }} <= 0.1 * {{ row }}.{{ estimate }} then 'A'
        when {{ farther }} <= 0.25 * {{ row }}.{{ estimate }} then 'B'
        else 'C'
    end
{%- endmacro %}

{#- Digits of published estimates: of values, of their intervals, of shares. -#}
{% macro value_digits() -%} 3 {%- endmacro %}
{% macro share_digits() -%} 6 {%- endmacro %}

{#- What a quantile of scores leaves out: a year, or a quarter of the sections or of the drawn sets. -#}
{% macro held_out_year(year) -%} 'year ' || cast({{ year }} as {{ dbt.type_string() }}) {%- endmacro %}
{% macro held_out_part(part) -%} 'part ' || cast({{ part }} as {{ dbt.type_string() }}) {%- endmacro %}

{#- What the intervals of a test leave out: the quarter or the year of the value. Five digits are in no score. -#}
{% macro left_out_by(own, fold) -%}
    case
        when {{ own }}.experiment <> 'divisions_below_sections' then 'none'
        else {{ held_out_part(own ~ '.part') if fold == 'parts' else held_out_year(own ~ '.year') }}
    end
{%- endmacro %}

{#- Whether the interval of `errors` at `level` holds the hidden value of `own`, as a boolean; null where there are too few
   scores for the 90 % quantiles: there an interval ends at the bound, which always holds the value. Both levels are
   measured on the same values. -#}
{% macro holds_hidden_value(own, errors, level) -%}
    case
        when {{ own }}.score is null or {{ errors }}.score_low_90 is null or {{ errors }}.score_high_90 is null then null
        else {{ own }}.score between {{ errors }}.score_low_{{ level }} and {{ errors }}.score_high_{{ level }}
    end
{%- endmacro %}

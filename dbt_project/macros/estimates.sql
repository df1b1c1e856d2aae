{#- Steps of the estimates. The method is in docs/methodology.md. -#}

{#- A value scaled to the sum `rest` of its family. A family of zeros with a sum starts at its limits. -#}
{% macro scaled(rest) -%}
            when family.total > 0
                then greatest(own.fewest, least(own.most, own.value * own.{{ rest }} / family.total))
            when own.{{ rest }} > 0 then own.most
            else own.fewest
{%- endmacro %}

{#-
    One round of raking over rows with `value`, limited by `fewest` and `most`: values are scaled to the sum
    `column_rest` of their column, where there is one, then to the sum `row_rest` of their row. The order makes the sums
    of the rows hold at the end.
-#}
{% macro raking_round(previous, next) %}
{{ next }}_by_column as {{ once() }} (
    select
        own.row_id, own.column_id, own.fewest, own.most, own.column_rest, own.row_rest,
        case
            when own.column_rest is null then own.value
            {{ scaled('column_rest') }}
        end as value
    from {{ previous }} as own
    inner join (
        select column_id, {{ exact_sum('value') }} as total from {{ previous }} group by column_id
    ) as family on own.column_id = family.column_id
),

{{ next }} as {{ once() }} (
    select
        own.row_id, own.column_id, own.fewest, own.most, own.column_rest, own.row_rest,
        case
            {{ scaled('row_rest') }}
        end as value
    from {{ next }}_by_column as own
    inner join (
        select row_id, {{ exact_sum('value') }} as total from {{ next }}_by_column group by row_id
    ) as family on own.row_id = family.row_id
)
{%- endmacro %}

{#-
    Raking to national values, as CTEs `<name>_…` and `<name>`: cells (end_code) that share a known sum and whose
    national values are published (int_estimate_margins) get estimates that add up to the sum and, over the provinces,
    to what the nation leaves. They start at the national value times the province's part of the association: of an
    earlier census as it is, of the pension figures with an exponent by section.
-#}
{% macro raked_to_nation(units, name) %}
{{ name }}_cells as (
    select
        own.sum_id, own.end_code, own.experiment, own.series, own.year, own.region_code, own.measure,
        margin.margin_id, margin.national_rest as column_rest, own.row_rest,
        concat_ws(
            '/', cast(margin.margin_id as {{ dbt.type_string() }}), own.association,
            cast(own.reference_year as {{ dbt.type_string() }})
        ) as column_id,
        case when own.association = 'census' then own.weight else margin.national_value end as weight,
        case
            when own.association = 'pension' then power(
                own.insured / nullif(own.national_insured, 0),
                case
                    when tree.ancestor_code in ('{{ var("head_office_sections") | join("', '") }}') then 0e0
                    else {{ var('pension_exponent') }}e0
                end
            )
            else 1e0
        end as quotient,
        min(coalesce(margin.margin_id, 0)) over (partition by own.sum_id) as least_id
    from (
        select
            known.sum_id, known.end_code, known.experiment, known.association, known.reference_year, known.series,
            known.year, known.region_code, known.ksic_revision, known.measure, known.value as row_rest,
            unit.weight, unit.insured, unit.national_insured
        from {{ ref('int_estimate_groups') }} as known
        inner join (
            select
                sum_id, end_code, {{ exact_sum('weight') }} as weight,
                {{ exact_sum('insured') }} as insured, {{ exact_sum('national_insured') }} as national_insured
            from {{ units }}
            group by sum_id, end_code
        ) as unit on known.sum_id = unit.sum_id and known.end_code = unit.end_code
        where known.group_code <> known.end_code and known.value is not null
    ) as own
    left join {{ ref('int_estimate_margins') }} as margin
        on
            own.experiment = margin.experiment and own.series = margin.series and own.year = margin.year
            and own.measure = margin.measure and own.end_code = margin.end_code
    left join {{ ref('int_ksic_ancestors') }} as tree
        on
            own.ksic_revision = tree.ksic_revision and own.end_code = tree.ksic_code
            and tree.ancestor_depth = 1
),

-- a code without a figure has the mean quotient of its siblings
{{ name }}_weights as (
    select
        *,
        weight * coalesce(
            quotient, cast(avg(cast(quotient as decimal(28, 10))) over (partition by sum_id) as decimal(28, 6)), 1e0
        ) as start
    from {{ name }}_cells
    where least_id > 0
),

{{ name }}_start as {{ once() }} (
    select
        own.sum_id as row_id, own.column_id, own.column_rest, own.row_rest,
        case when own.experiment = 'release' then cell.value_low * 1e0 else 0e0 end as fewest,
        case when own.experiment = 'release' then cell.value_high * 1e0 else own.row_rest end as most,
        coalesce(
            own.row_rest * own.start
            / nullif(cast(sum(cast(own.start as decimal(28, 10))) over (partition by own.sum_id) as double), 0), 0e0
        ) as value
    from {{ name }}_weights as own
    inner join {{ ref('int_cells') }} as cell
        on
            own.series = cell.series and own.year = cell.year and own.region_code = cell.region_code
            and own.measure = cell.measure and own.end_code = cell.ksic_code
),

{% for round in range(var('estimate_rounds') | int) %}
{{ raking_round(name ~ ('_start' if loop.first else '_' ~ round), name ~ '_' ~ (round + 1)) }},
{% endfor %}

{{ name }} as (
    select own.sum_id, own.end_code, end_state.value as raked_value
    from {{ name }}_weights as own
    inner join {{ name }}_{{ var('estimate_rounds') }} as end_state
        on own.sum_id = end_state.row_id and own.column_id = end_state.column_id
)
{%- endmacro %}

{#-
    The units of a relation with `estimate`, the part of the known sum that falls to each: its `weight` against those of
    all units of the sum, or of its cell where that was raked (`raked`). Sums by group, because windows cost more.
-#}
{% macro in_proportion(units, raked) -%}
    select
        own.*,
        coalesce({{ raked }}.raked_value, family.value) * own.weight / nullif(family.total, 0) as estimate
    from {{ units }} as own
    left join {{ raked }} on own.sum_id = {{ raked }}.sum_id and own.end_code = {{ raked }}.end_code
    inner join (
        select
            unit.sum_id, coalesce({{ raked }}.end_code, '') as cell_code, max(known.value) as value,
            cast(sum(cast(unit.weight as decimal(28, 10))) as double) as total
        from {{ units }} as unit
        inner join {{ ref('int_estimate_groups') }} as known
            on unit.sum_id = known.sum_id and unit.end_code = known.end_code
        left join {{ raked }} on unit.sum_id = {{ raked }}.sum_id and unit.end_code = {{ raked }}.end_code
        group by unit.sum_id, coalesce({{ raked }}.end_code, '')
    ) as family on own.sum_id = family.sum_id and coalesce({{ raked }}.end_code, '') = family.cell_code
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
        when {{ own }}.experiment = 'leaves_below_divisions' then 'none'
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

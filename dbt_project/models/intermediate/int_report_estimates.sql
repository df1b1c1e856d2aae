-- What follows for each figure of the report: from its own tables by the formulas, otherwise from census data
-- of the figure's year that are as fine as the taxonomy. In the unit of the figure.
with figures as (
    select
        *,
        statistic || '/' || coalesce(layer, '') || '/' || coalesce(industry, '') || '/'
        || coalesce(combination, '') || '/' || coalesce(counting, '') as kind
    from {{ source('staged', 'report_figures') }}
),

applied as (
    select
        figure.figure_id, figure.unit, formula.estimate, formula.part, formula.position, formula.sign,
        replace(
            replace(formula.operand, '{region}', coalesce(figure.region_code, '')),
            '{measure}', coalesce(figure.measure, '')
        ) as operand
    from figures as figure
    inner join {{ ref('report_formulas') }} as formula on formula.formula_key in (figure.figure_id, figure.kind)
),

parts as (
    select
        applied.figure_id, applied.unit, applied.estimate, applied.part,
        -- as decimals: a sum of them is the same in every order
        cast(sum(applied.sign * cast(operands.value as decimal(28, 6))) as double) as value,
        count(*) = count(operands.value) as is_known,
        -- one number that the report states elsewhere, or that the taxonomy was made to have
        count(*) = 1 and max(
            case
                when applied.operand like 'figure/%' or applied.operand = 'count/infrastructure_leaves' then 1
                else 0
            end
        ) = 1 as is_repeated,
        {{ ordered_list(
            "case when applied.sign < 0 then '- ' when applied.position > 1 then '+ ' else '' end "
            ~ "|| case when operands.value = floor(operands.value) "
            ~ "then cast(cast(operands.value as bigint) as " ~ dbt.type_string() ~ ") "
            ~ "else cast(cast(operands.value as decimal(18, 1)) as " ~ dbt.type_string() ~ ") end "
            ~ "|| case when applied.operand like 'number/%' then '' else ' [' || applied.operand || ']' end",
            "applied.position", " "
        ) }} as formula
    from applied
    left join {{ ref('int_report_operands') }} as operands on applied.operand = operands.operand
    group by applied.figure_id, applied.unit, applied.estimate, applied.part
),

fractions as (
    select
        over.figure_id, over.estimate, over.is_known and coalesce(under.is_known, true) as is_known,
        over.value * case when over.unit = 'percent' then 100 else 1 end
        / case when under.figure_id is null then 1 else nullif(under.value, 0) end as value,
        coalesce(over.value = 0 and under.value = 0, false) as is_empty,
        over.is_repeated and (under.figure_id is null or under.formula in ('1', '100')) as is_repeated,
        case
            when under.figure_id is null then over.formula
            else '(' || over.formula || ') / (' || under.formula || ')'
        end as formula
    from (select * from parts where part = 'over') as over
    left join (select * from parts where part = 'under') as under
        on over.figure_id = under.figure_id and over.estimate = under.estimate
),

from_report as (
    select
        figure_id,
        case when bool_and(is_repeated) then 'restatement' else 'report' end as basis,
        max(case when estimate in ('value', 'low') then value end) as low,
        max(case when estimate in ('value', 'high') then value end) as high,
        bool_or(is_empty) as is_empty,
        {{ ordered_list("case when estimate = 'value' then '' else estimate || ': ' end || formula",
            "case estimate when 'low' then 1 else 2 end", "; ") }} as computed_from
    from fractions
    where is_known
    group by figure_id
),

census as (
    select 'smart_city_share' as mart, year, region_code, layer, cast(null as {{ dbt.type_string() }}) as industry,
        counting, measure, value_low, value_high, share_low, share_high
    from {{ ref('smart_city_share') }}
    where
        taxonomy_id = 'smart_city_2021' and overlap_rule = 'table_8' and resolution = 'leaf'
        and status <> 'suppressed'
    union all
    select 'smart_city_industry', year, region_code, layer, industry, null, measure,
        value_low, value_high, share_low, share_high
    from {{ ref('smart_city_industry') }}
    where taxonomy_id = 'smart_city_2021' and resolution = 'leaf' and status <> 'suppressed'
),

from_census as (
    select
        figure.figure_id,
        'census' as basis,
        case when figure.statistic = 'count' then census.value_low else 100 * census.share_low end as low,
        case when figure.statistic = 'count' then census.value_high else 100 * census.share_high end as high,
        false as is_empty,
        census.mart || ' ' || cast(census.year as {{ dbt.type_string() }})
        || ', taxonomy smart_city_2021 (a reconstruction)' as computed_from
    from figures as figure
    inner join census
        on
            figure.reference_year = census.year and figure.region_code = census.region_code
            and figure.layer = census.layer and figure.measure = census.measure
            and coalesce(figure.industry, '') = coalesce(census.industry, '')
            and (figure.industry is not null or figure.counting = census.counting)
    where figure.statistic in ('count', 'share_of_nation') and figure.combination is null
)

select figure_id, basis, low, high, is_empty, computed_from from from_report
union all
select from_census.figure_id, from_census.basis, from_census.low, from_census.high, from_census.is_empty,
    from_census.computed_from
from from_census
left join from_report on from_census.figure_id = from_report.figure_id
where from_report.figure_id is null

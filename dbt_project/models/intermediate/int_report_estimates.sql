-- The estimate for each figure of the report, in the unit of the figure. The first basis that gives one is used: the
-- report's own tables and formulas; census data of the year that are as fine as the taxonomy; all other statements of
-- the report together; coarser census data; otherwise the limits of the kind of number.
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
        -- a number that the report repeats, or that the taxonomy was constructed to match
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

kinds as (
    select
        figure_id,
        case
            when unit = 'percentage_points' or statistic = 'growth_percent' then -100 else 0
        end as least,
        case
            when unit in ('percent', 'percentage_points') and statistic <> 'growth_percent' then 100
        end as greatest
    from figures
),

candidates as (
    select figure_id, 1 as priority, basis, low, high, is_empty, computed_from from from_report
    union all
    select figure_id, 2, 'census', low, high, false, computed_from
    from {{ ref('int_report_census') }}
    where resolution = 'leaf'
    union all
    select joint.figure_id, 3, 'joint', joint.joint_low, joint.joint_high, false,
        'all other statements of the report (report_consistency)'
    from {{ ref('int_report_joint') }} as joint
    inner join kinds on joint.figure_id = kinds.figure_id
    where
        joint.joint_low > kinds.least or joint.joint_high < coalesce(kinds.greatest, joint.joint_high + 1)
        or 'impossible' in (joint.verdict_two_or_more, joint.verdict_table_8)
    union all
    select census.figure_id, 4, 'census', census.low, census.high, false, census.computed_from
    from {{ ref('int_report_census') }} as census
    inner join kinds on census.figure_id = kinds.figure_id
    where
        census.resolution <> 'leaf'
        and (census.low > kinds.least or census.high < coalesce(kinds.greatest, census.high + 1))
    union all
    select figure_id, 5, 'definition', cast(least as double), cast(greatest as double), false,
        case when greatest is null then 'not below ' else 'between ' end || cast(least as {{ dbt.type_string() }})
        || case when greatest is null then '' else ' and ' || cast(greatest as {{ dbt.type_string() }}) end
        || ' by what it counts'
    from kinds
),

chosen as (
    select *, row_number() over (partition by figure_id order by priority) as rank_of_basis
    from candidates
),

-- the numbers that a formula relates; figures that relate the same numbers are one independent check
related as (
    select figure_id, operand from applied
    union
    select figure.figure_id,
        'table_8/' || figure.region_code || '/' || figure.measure || '/' || figure.layer || '/' || figure.counting
    from figures as figure
    inner join from_report on figure.figure_id = from_report.figure_id
    where figure.statistic = 'count' and figure.layer is not null and figure.industry is null
        and figure.measure is not null
    union
    select applied.figure_id, 'figure/' || applied.figure_id
    from applied
    where applied.operand like 'figure/%'
),

identities as (
    select figure_id, {{ ordered_list('operand', 'operand', ' | ') }} as identity_id
    from related
    group by figure_id
)

select
    chosen.figure_id,
    chosen.basis,
    chosen.low,
    chosen.high,
    chosen.is_empty,
    chosen.computed_from,
    case when chosen.priority = 1 then identities.identity_id end as identity_id
from chosen
left join identities on chosen.figure_id = identities.figure_id
where chosen.rank_of_basis = 1

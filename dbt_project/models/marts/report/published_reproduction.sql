-- Every number that the report states against what follows from the report's own tables or from census data.
-- reproduced: what we compute rounds to the printed number. consistent: bounds hold it, its qualifier is met
-- (about: within a fifth of it), or the report says the same elsewhere. contradicted: none of these.
-- needs_data: nothing that we hold says anything about it.
with compared as (
    select
        figure.*,
        estimate.basis,
        estimate.low,
        estimate.high,
        estimate.is_empty,
        estimate.computed_from,
        figure.value_upper is null and estimate.low = estimate.high as is_exact,
        0.5 * power(10, -coalesce(figure.decimals, 0)) + 1e-9 as half_unit,
        case figure.qualifier
            when 'at_least' then figure.value
            when 'more_than' then figure.value
            when 'less_than' then -1e15
            when 'about' then figure.value - 0.2 * abs(figure.value)
            else figure.value - 0.5 * power(10, -coalesce(figure.decimals, 0)) - 1e-9
        end as accepted_low,
        case figure.qualifier
            when 'at_least' then 1e15
            when 'more_than' then 1e15
            when 'less_than' then figure.value
            when 'about' then coalesce(figure.value_upper, figure.value) + 0.2 * abs(figure.value)
            else coalesce(figure.value_upper, figure.value) + 0.5 * power(10, -coalesce(figure.decimals, 0)) + 1e-9
        end as accepted_high
    from {{ ref('published_figures') }} as figure
    left join {{ ref('int_report_estimates') }} as estimate on figure.figure_id = estimate.figure_id
)

select
    compared.figure_id,
    compared.place,
    compared.subject_ko,
    compared.subject_en,
    compared.region_code,
    compared.measure,
    compared.unit,
    compared.value as published_value,
    compared.value_upper as published_value_upper,
    compared.decimals,
    compared.qualifier,
    case when compared.is_exact then compared.low end as computed_value,
    compared.low as computed_low,
    compared.high as computed_high,
    compared.basis,
    compared.computed_from,
    case
        when compared.is_exact then round(compared.low - compared.value, 6)
        when compared.value_upper is not null then null
        when compared.low > compared.accepted_high then round(compared.low - compared.value, 6)
        when compared.high < compared.accepted_low then round(compared.high - compared.value, 6)
    end as difference,
    case
        when compared.basis is null then 'needs_data'
        when compared.is_empty then case when compared.value > 0 then 'contradicted' else 'reproduced' end
        when compared.low is null or compared.high is null then 'needs_data'
        when
            compared.basis <> 'restatement' and compared.value_upper is not null
            and abs(compared.low - compared.value) <= compared.half_unit
            and abs(compared.high - compared.value_upper) <= compared.half_unit
            then 'reproduced'
        when
            compared.basis <> 'restatement' and compared.is_exact and coalesce(compared.qualifier, 'about') = 'about'
            and abs(compared.low - compared.value) <= compared.half_unit
            then 'reproduced'
        when compared.high >= compared.accepted_low and compared.low <= compared.accepted_high then 'consistent'
        else 'contradicted'
    end as status,
    finding.finding_en,
    finding.finding_ko,
    compared.source_id
from compared
left join {{ ref('report_findings') }} as finding on compared.figure_id = finding.figure_id

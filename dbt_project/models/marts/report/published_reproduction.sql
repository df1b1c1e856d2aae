-- Every number in the report, compared with a number computed from the report's own tables or from census data.
-- reproduced: the computed number rounds to the printed number. consistent: the bounds contain it, its qualifier is met
-- (about: within 20 % of it), or the report states it again elsewhere. differs: census data under the taxonomy, which
-- is a reconstruction, give another number. contradicted: the report's own numbers exclude it.
-- needs_data: there are no data for it, only the limits of its kind of number.
with compared as (
    select
        figure.*,
        estimate.basis,
        estimate.low,
        estimate.high,
        estimate.is_empty,
        estimate.computed_from,
        estimate.identity_id,
        census.low as census_low,
        census.high as census_high,
        joint.joint_low,
        joint.joint_high,
        joint.verdict_two_or_more,
        joint.verdict_table_8,
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
    left join {{ ref('int_report_census') }} as census on figure.figure_id = census.figure_id
    left join {{ ref('int_report_joint') }} as joint on figure.figure_id = joint.figure_id
),

with_status as (
    select
        compared.*,
        {{ difference_to_published('low', 'high') }} as difference,
        {{ difference_to_published('census_low', 'census_high') }} as census_difference,
        case
            when
                compared.verdict_two_or_more = 'impossible' and compared.verdict_table_8 = 'impossible'
                then 'contradicted'
            when compared.basis is null or compared.basis = 'definition' then 'needs_data'
            when compared.is_empty then case when compared.value > 0 then 'contradicted' else 'reproduced' end
            when compared.low is null or compared.high is null then 'needs_data'
            when
                compared.basis in ('report', 'census') and compared.value_upper is not null
                and abs(compared.low - compared.value) <= compared.half_unit
                and abs(compared.high - compared.value_upper) <= compared.half_unit
                then 'reproduced'
            when
                compared.basis in ('report', 'census') and compared.is_exact
                and coalesce(compared.qualifier, 'about') = 'about'
                and abs(compared.low - compared.value) <= compared.half_unit
                then 'reproduced'
            when
                compared.high >= compared.accepted_low and compared.low <= compared.accepted_high
                then 'consistent'
            when compared.basis = 'census' then 'differs'
            else 'contradicted'
        end as status
    from compared
),

numbered as (
    select
        *,
        row_number() over (partition by status, identity_id order by figure_id) as rank_in_identity
    from with_status
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
    compared.difference,
    round(compared.difference / nullif(abs(compared.value), 0), 6) as difference_relative,
    compared.status,
    compared.identity_id,
    case when compared.status = 'reproduced' then compared.rank_in_identity = 1 end as is_first_of_identity,
    compared.census_low,
    compared.census_high,
    compared.census_difference,
    round(compared.census_difference / nullif(abs(compared.value), 0), 6) as census_difference_relative,
    compared.joint_low,
    compared.joint_high,
    compared.verdict_two_or_more,
    compared.verdict_table_8,
    finding.finding_en,
    finding.finding_ko,
    compared.source_id
from numbered as compared
left join {{ ref('report_findings') }} as finding on compared.figure_id = finding.figure_id

-- Each published value that was hidden, beside the estimate that the models make without it: what the errors of
-- estimate_quality are measured on. Intervals are made of the region's other sections, so that the hidden
-- value was not used for them. Five-digit codes have the intervals of divisions of their province.
{% set quantiles = ['low_90', 'low_80', 'high_80', 'high_90'] %}
with tested as (
    select
        own.*,
        case
            when own.association = 'none' then 'none'
            when own.association <> 'census' then pension.period
            when own.reference_year = own.year - 1 then 'previous_year'
            else cast(own.reference_year as {{ dbt.type_string() }})
        end as association_period,
        {% for name in quantiles %}
        case
            when errors.score_{{ name }} is not null
                then greatest(0e0, own.estimate + errors.score_{{ name }} * own.scale)
        end as estimate_{{ name }},
        {% endfor %}
        {% for level in [80, 90] %}
        {{ holds_hidden_value('own', 'errors', level) }} as is_inside_{{ level }}{{ "," if not loop.last }}
        {% endfor %}
    from {{ ref('int_estimate_scores') }} as own
    cross join {{ ref('int_estimate_month') }} as pension
    left join {{ ref('int_estimate_errors') }} as errors
        on
            own.series = errors.series and own.association = errors.association and own.unit = errors.unit
            and own.size_class = errors.size_class and own.measure = errors.measure
            and substr(own.region_code, 1, 2) = errors.region_code
            and {{ left_out_by('own', 'parts') }} = errors.held_out
            and (own.association <> 'census' or own.reference_year = own.year - 1)
    where own.unit = 'cell' and own.region_code <> '00'
)

select
    experiment,
    association,
    association_period,
    series,
    year,
    region_code,
    ksic_code,
    measure,
    cast(truth as bigint) as truth,
    round(estimate, {{ value_digits() }}) as estimate,
    {% for name in quantiles %}
    round(estimate_{{ name }}, {{ value_digits() }}) as estimate_{{ name }},
    {% endfor %}
    is_inside_80,
    is_inside_90,
    source_id
from tested
-- without pension figures there is nothing to test of them
where association_period is not null

-- The errors of estimates of known values that were hidden: by experiment, association, what was estimated (cells, sets
-- of codes, shares of sets) and measure, for everything and by region, year, size class and source. Coverage is the
-- share of truths inside intervals for which they were not used: made of the region's other sections or drawn sets
-- and, second, of its other years.
{% set key = 'scores.experiment, scores.association, scores.reference, scores.unit, scores.series, scores.measure' %}
{% set breakdowns = {
    'all': "'all'", 'region': 'scores.region_code', 'year': 'cast(scores.year as ' ~ dbt.type_string() ~ ')',
    'size_class': 'scores.size_class', 'source': "coalesce(scores.source_id, 'derived')"
} %}
with scores as {{ once() }} (
    select
        own.*,
        case
            when own.reference_year = own.year - 1 then 'previous_year'
            else cast(own.reference_year as {{ dbt.type_string() }})
        end as reference,
        abs(own.estimate - own.truth) as miss,
        case when own.truth > 0 then abs(own.estimate - own.truth) / own.truth end as relative_error,
        {% for fold in ['parts', 'years'] %}
        {% for level in [80, 90] %}
        case {{ holds_hidden_value('own', fold, level) }} when true then 1e0 when false then 0e0 end
            as {{ fold }}_{{ level }}{{ "," if not loop.last }}
        {% endfor %}{{ "," if not loop.last }}
        {% endfor %}
    from {{ ref('int_estimate_scores') }} as own
    {% for fold in ['parts', 'years'] %}
    left join {{ ref('int_estimate_errors') }} as {{ fold }}
        on
            own.series = {{ fold }}.series
            and own.association = {{ fold }}.association and own.unit = {{ fold }}.unit
            and own.size_class = {{ fold }}.size_class and own.measure = {{ fold }}.measure
            and (own.association <> 'census' or own.reference_year = own.year - 1)
            and substr(own.region_code, 1, 2) = {{ fold }}.region_code
            and {{ left_out_by('own', fold) }} = {{ fold }}.held_out
    {% endfor %}
    where own.estimate is not null and own.truth is not null
),

{% for breakdown, value in breakdowns.items() %}
by_{{ breakdown }} as (
    select
        {{ key }}, '{{ breakdown }}' as breakdown, {{ value }} as breakdown_value,
        count(*) as tested,
        {{ exact_part('scores.truth') }} as truth, {{ exact_part('scores.miss') }} as missed,
        percentile_disc(0.5) within group (order by scores.relative_error) as relative_error_median,
        percentile_disc(0.9) within group (order by scores.relative_error) as relative_error_p90,
        percentile_disc(0.5) within group (order by scores.miss) as miss_median,
        percentile_disc(0.9) within group (order by scores.miss) as miss_p90
        {%- for fold in ['parts', 'years'] %}{% for level in [80, 90] %},
        avg(scores.{{ fold }}_{{ level }}) as {{ fold }}_{{ level }}
        {%- endfor %}{% endfor %}
    from scores
    {% if breakdown == 'region' %}
    {% elif breakdown in ('size_class', 'source') %}
    where scores.unit = 'cell' and scores.region_code <> '00'
    {% else %}
    where scores.region_code <> '00'
    {% endif %}
    group by {{ key }}{% if breakdown != 'all' %}, {{ value }}{% endif %}
),

{% endfor %}
everything as (
    {% for breakdown in breakdowns %}
    select * from by_{{ breakdown }}
    {{ "union all" if not loop.last }}
    {% endfor %}
)

select
    everything.experiment,
    everything.association,
    case
        when everything.association = 'census' then everything.reference
        when everything.association = 'none' then 'none'
        else pension.period
    end as association_period,
    everything.unit,
    everything.series,
    everything.measure,
    everything.breakdown,
    everything.breakdown_value,
    everything.tested,
    case
        when everything.unit = 'cell'
            then round(cast(everything.missed as double) / 2 / nullif(cast(everything.truth as double), 0), 6)
    end as misplaced_share,
    round(everything.relative_error_median, 6) as relative_error_median,
    round(everything.relative_error_p90, 6) as relative_error_p90,
    case when everything.unit = 'share' then round(everything.miss_median, 6) end as share_error_median,
    case when everything.unit = 'share' then round(everything.miss_p90, 6) end as share_error_p90,
    round(everything.parts_80, 4) as coverage_80,
    round(everything.parts_90, 4) as coverage_90,
    round(everything.years_80, 4) as coverage_other_years_80,
    round(everything.years_90, 4) as coverage_other_years_90
from everything
cross join {{ ref('int_estimate_month') }} as pension
-- without pension figures there is nothing to test of them
where everything.association in ('census', 'none') or pension.period is not null

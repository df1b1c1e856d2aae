-- Quantiles of the scores from which intervals are computed, by series, association, unit and size class. Those of a
-- province are computed without its own scores (leave one group out), those with `held_out_year` without the scores of
-- a year, to measure the coverage of years that were not used. The nation has those of all provinces (held_out_region
-- 00). An association that misplaces no less than equal parts has no rows, so that nothing is estimated by it.
{% set quantiles = {'low_90': 0.05, 'low_80': 0.1, 'high_80': 0.9, 'high_90': 0.95} %}
with tested as {{ once() }} (
    select series, association, unit, size_class, measure, region_code, year, estimate, truth, score
    from {{ ref('int_estimate_scores') }}
    where
        experiment = 'divisions_below_sections' and region_code <> '00'
        and (association in ('pension', 'none') or (association = 'census' and reference_year = year - 1))
),

misplaced as (
    select series, association, measure, year, sum(abs(estimate - truth)) as missed
    from tested
    where unit = 'cell'
    group by series, association, measure, year
),

better_than_equal_parts as (
    select own.series, own.association, own.measure
    from misplaced as own
    inner join misplaced as equal_parts
        on own.series = equal_parts.series and own.measure = equal_parts.measure and own.year = equal_parts.year
    where own.association <> 'none' and equal_parts.association = 'none'
    group by own.series, own.association, own.measure
    having sum(own.missed) < sum(equal_parts.missed)
),

scores as {{ once() }} (
    select
        tested.series, tested.association, tested.unit, tested.size_class, tested.measure, tested.region_code,
        tested.year, tested.score
    from tested
    inner join better_than_equal_parts as better
        on
            tested.series = better.series and tested.association = better.association
            and tested.measure = better.measure
    where tested.score is not null
),

folds as (
    select distinct region_code as held_out_region, 0 as held_out_year from scores
    union all
    select '00', 0
    union all
    select distinct '', year from scores
)

select
    scores.series, scores.association, scores.unit, scores.size_class, scores.measure,
    folds.held_out_region, folds.held_out_year,
    count(*) as scores,
    {% for name, quantile in quantiles.items() %}
    percentile_disc({{ quantile }}) within group (order by scores.score) as score_{{ name }}{{ "," if not loop.last }}
    {% endfor %}
from scores
cross join folds
where scores.region_code <> folds.held_out_region and scores.year <> folds.held_out_year
group by
    scores.series, scores.association, scores.unit, scores.size_class, scores.measure,
    folds.held_out_region, folds.held_out_year

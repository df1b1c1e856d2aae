-- Quantiles of the scores from which intervals are made, by series, association, unit and size class. Those of a
-- province are
-- made without its own scores (leave one group out), those with `held_out_year` without the scores of a year, to
-- measure the coverage of years that were not used. The nation has those of all provinces (held_out_region 00).
{% set quantiles = {'low_90': 0.05, 'low_80': 0.1, 'high_80': 0.9, 'high_90': 0.95} %}
with scores as {{ once() }} (
    select series, association, unit, size_class, measure, region_code, year, score
    from {{ ref('int_estimate_scores') }}
    where
        experiment = 'divisions_below_sections' and score is not null and region_code <> '00'
        and (association = 'pension' or (association = 'census' and reference_year = year - 1))
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

-- Quantiles of the scores from which intervals are made, by series, association, unit, size class and region: the
-- errors differ by region (head offices are concentrated in Seoul), so that a region has those of its own hidden
-- values, and the nation those of the nation. Quantiles are conformal: the q quantile of n scores is at place (n +
-- 1) q, between two scores by interpolation, and there is none where that is outside 1 to n. Rows with `held_out`
-- leave scores out, to measure the coverage of values that were not used: those of a year (whose drawn sets are
-- others), or those of a quarter of the sections or drawn sets. An association that misplaces no less than equal
-- parts has no rows, so that nothing is estimated by it.
{% set quantiles = {'low_90': 0.05, 'low_80': 0.1, 'high_80': 0.9, 'high_90': 0.95} %}
with tested as {{ once() }} (
    select series, association, unit, size_class, measure, region_code, year, part, estimate, truth, score
    from {{ ref('int_estimate_scores') }}
    where
        experiment = 'divisions_below_sections'
        and (association in ('pension', 'none') or (association = 'census' and reference_year = year - 1))
),

misplaced as (
    select series, association, measure, year, sum(abs(estimate - truth)) as missed
    from tested
    where unit = 'cell' and region_code <> '00'
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
        {{ held_out_year('tested.year') }} as of_year, {{ held_out_part('tested.part') }} as of_part, tested.score,
        dense_rank() over (
            order by
                tested.series, tested.association, tested.unit, tested.size_class, tested.measure, tested.region_code
        ) as kind_id
    from tested
    inner join better_than_equal_parts as better
        on
            tested.series = better.series and tested.association = better.association
            and tested.measure = better.measure
    where tested.score is not null
),

folds as {{ once() }} (
    select held_out, row_number() over (order by held_out) as fold_id
    from (
        select 'none' as held_out
        union all
        select distinct of_year from scores
        union all
        select distinct of_part from scores
    ) as found
),

-- by numbers, because ordering many rows by names costs more
ordered as (
    select
        scores.kind_id, folds.fold_id, scores.score,
        row_number() over (partition by scores.kind_id, folds.fold_id order by scores.score) as place,
        count(*) over (partition by scores.kind_id, folds.fold_id) as scores
    from scores
    cross join folds
    where scores.of_year <> folds.held_out and scores.of_part <> folds.held_out
),

numbered as (
    select
        kind_id, fold_id, max(scores) as scores,
        {% for name, quantile in quantiles.items() %}
        case
            when (max(scores) + 1) * {{ quantile }} between 1 and max(scores)
                then sum(score * greatest(0e0, 1 - abs(place - (scores + 1) * {{ quantile }}e0)))
        end as score_{{ name }}{{ "," if not loop.last }}
        {% endfor %}
    from ordered
    group by kind_id, fold_id
),

quantiles as (
    select
        kind.series, kind.association, kind.unit, kind.size_class, kind.measure, kind.region_code,
        folds.held_out, numbered.*
    from numbered
    inner join folds on numbered.fold_id = folds.fold_id
    inner join (
        select distinct series, association, unit, size_class, measure, region_code, kind_id from scores
    ) as kind on numbered.kind_id = kind.kind_id
),

-- a kind of value that was measured in other regions only has no quantiles, and its intervals are the bounds
kinds as (
    select found.*, regions.region_code
    from (select distinct series, association, unit, size_class, measure from scores) as found
    inner join (select distinct series, association, measure, region_code from scores) as regions
        on
            found.series = regions.series and found.association = regions.association
            and found.measure = regions.measure
)

select
    kinds.series, kinds.association, kinds.unit, kinds.size_class, kinds.measure, kinds.region_code,
    coalesce(own.held_out, 'none') as held_out, coalesce(own.scores, 0) as scores,
    {% for name in quantiles %}
    own.score_{{ name }}{{ "," if not loop.last }}
    {% endfor %}
from kinds
left join quantiles as own
    on
        kinds.series = own.series and kinds.association = own.association and kinds.unit = own.unit
        and kinds.size_class = own.size_class and kinds.measure = own.measure
        and kinds.region_code = own.region_code

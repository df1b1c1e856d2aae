-- Each hidden truth beside its estimate, one row a cell, set or share of a set. `score` is truth less estimate in
-- units of `scale` (see int_estimate_sets): for a cell, T p (1 - p) of the known sum T of which it has the share p.
-- Cells that are whole sums leave nothing to the association and have no score. Size classes are of the estimate,
-- because that is known where the truth is not. `part` is a quarter of the sections or of the drawn sets.
{% set key = 'experiment, association, reference_year, series, year, region_code, measure' %}
with cells as (
    select
        {{ key }}, ksic_code, group_code, has_figure,
        scale_value, coalesce(estimate, 0e0) as estimate, truth
    from {{ ref('int_estimate_units') }}
    where experiment <> 'release'
),

-- the nation is the sum of its provinces
placed as (
    select {{ key }}, ksic_code, group_code, has_figure, scale_value, estimate, truth from cells
    union all
    select
        experiment, association, reference_year, series, year, '00', measure, ksic_code, group_code,
        min(case when has_figure then 1 else 0 end) = 1, sum(scale_value),
        {{ exact_sum('estimate') }}, case when count(truth) = count(*) then cast(sum(truth) as bigint) end
    from cells
    group by experiment, association, reference_year, series, year, measure, ksic_code, group_code
),

compared as (
    select
        {{ key }}, ksic_code, 'cell' as unit, ascii(group_code) % 4 as part, estimate, cast(truth as double) as truth,
        case when scale_value > 0 and has_figure then estimate * (1 - estimate / scale_value) else 0e0 end as scale
    from placed
    where truth is not null
    union all
    select
        {{ key }}, cast(null as {{ dbt.type_string() }}), 'set', cast(set_id as integer) % 4,
        estimate, cast(truth as double), scale
    from {{ ref('int_estimate_sets') }}
    where experiment <> 'release' and truth is not null
    union all
    select
        {{ key }}, cast(null as {{ dbt.type_string() }}), 'share', cast(set_id as integer) % 4,
        share, truth * 1e0 / nullif(national_truth, 0), share_scale
    from {{ ref('int_estimate_sets') }}
    where
        experiment <> 'release' and region_code <> '00' and truth is not null and national_truth > 0
        and has_nation
)

select
    {{ key }}, ksic_code, unit, part,
    case when unit = 'cell' then {{ size_class('estimate') }} else 'all' end as size_class,
    estimate, truth, scale,
    case when scale > 1e-9 * estimate and estimate > 0 then round((truth - estimate) / scale, 6) end as score
from compared

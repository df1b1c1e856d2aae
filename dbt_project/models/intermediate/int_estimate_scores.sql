-- Each hidden truth beside its estimate, one row a cell, set or share of a set. `score` is truth less estimate in
-- units of `scale` (see int_estimate_sets): for a cell, T p (1 - p) of the known sum T of which it has the share p.
-- Cells that are whole sums leave nothing to the association and have no score. Size classes are of the estimate,
-- because that is known where the truth is not. `part` is a quarter of the sections or of the drawn sets.
{% set key = 'experiment, association, reference_year, series, year, region_code, measure' %}
with cells as (
    select
        {{ key }}, ksic_code, group_code, has_figure, is_of_nation,
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
    where is_of_nation
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
        {{ key }}, cast(null as {{ dbt.type_string() }}), 'set', number % 4,
        estimate, cast(truth as double), scale
    from {{ ref('int_estimate_drawn_sets') }}
    where truth is not null
    union all
    select
        {{ key }}, cast(null as {{ dbt.type_string() }}), 'share', number % 4,
        share, truth * 1e0 / nullif(national_truth, 0), share_scale
    from {{ ref('int_estimate_drawn_sets') }}
    where region_code <> '00' and truth is not null and national_truth > 0 and is_complete_year
),

-- who publishes codes of this length of a region
sources as (
    select series, year, region_code, length(ksic_code) as code_length, min(source_id) as source_id
    from {{ ref('stg_census__cells') }}
    where ksic_code <> 'TOTAL'
    group by series, year, region_code, length(ksic_code)
)

select
    compared.experiment, compared.association, compared.reference_year, compared.series, compared.year,
    compared.region_code, compared.measure, compared.ksic_code, compared.unit, compared.part,
    case when compared.unit = 'cell' then {{ size_class('compared.estimate') }} else 'all' end as size_class,
    compared.estimate, compared.truth, compared.scale,
    case
        when compared.scale > 1e-9 * compared.estimate and compared.estimate > 0
            then round((compared.truth - compared.estimate) / compared.scale, 6)
    end as score,
    sources.source_id
from compared
left join sources
    on
        compared.series = sources.series and compared.year = sources.year
        and compared.region_code = sources.region_code and length(compared.ksic_code) = sources.code_length

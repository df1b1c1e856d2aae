-- Estimates below the level that the census publishes, with intervals from measured errors. They lie within the bounds
-- that the published cell above gives; where the cell has bounds of its own, an estimate outside them is left out.
-- Employees of what counts fewer than three establishments are not estimated.
with codes as (
    select
        own.*,
        case when own.is_below_scale then own.association_below else own.association end as error_association,
        {{ size_class('own.estimate') }} as size_class
    from (
        select
            *,
            case when association = 'census' then 'pension' else association end as association_below,
            estimate * greatest(0e0, 1 - estimate / nullif(scale_value, 0)) as scale
        from {{ ref('int_estimate_codes') }}
    ) as own
),

bounded as (
    select
        codes.*, errors.score_low_80, errors.score_high_80, errors.score_low_90, errors.score_high_90,
        coalesce(cell.value_low, 0) * 1e0 as low,
        coalesce(cell.value_high, codes.value_high) * 1e0 as high
    from codes
    left join {{ ref('int_estimate_errors') }} as errors
        on
            errors.unit = 'cell' and codes.error_association = errors.association
            and codes.size_class = errors.size_class and codes.measure = errors.measure
            and codes.region_code = errors.held_out_region and errors.held_out_year = 0
    left join {{ ref('int_cells') }} as cell
        on
            cell.status = 'unknown' and codes.series = cell.series and codes.year = cell.year
            and codes.region_code = cell.region_code and codes.ksic_code = cell.ksic_code
            and codes.measure = cell.measure
    left join codes as places
        on
            codes.measure = 'employees' and places.measure = 'establishments'
            and codes.series = places.series and codes.year = places.year
            and codes.region_code = places.region_code and codes.ksic_code = places.ksic_code
    where coalesce(places.value_high, {{ var('disclosure_threshold') }}) >= {{ var('disclosure_threshold') }}
)

select
    bounded.series,
    bounded.year,
    bounded.region_code,
    bounded.ksic_revision,
    bounded.ksic_code,
    code.level,
    bounded.measure,
    round(bounded.estimate, {{ value_digits() }}) as estimate,
    {{ interval(
        'bounded.estimate', 'bounded.scale', 'bounded.low', 'bounded.high', 'bounded', 'estimate', value_digits()
    ) }},
    cast(bounded.low as bigint) as value_low,
    cast(bounded.high as bigint) as value_high,
    {{ reliability(expected_error('bounded.estimate', 'bounded.scale', 'bounded')) }} as reliability,
    'spree' as method,
    bounded.association,
    case
        when bounded.association = 'census' then cast(bounded.reference_year as {{ dbt.type_string() }})
        else pension.month
    end as association_period
from bounded
inner join {{ ref('ksic') }} as code
    on bounded.ksic_revision = code.ksic_revision and bounded.ksic_code = code.ksic_code
cross join (
    select substr(cast(max(month) as {{ dbt.type_string() }}), 1, 7) as month
    from {{ ref('stg_pension__published_totals') }}
) as pension
where bounded.estimate between bounded.low and bounded.high

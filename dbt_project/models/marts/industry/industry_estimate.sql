-- Estimates below the level that the census publishes, with intervals from measured errors. They lie within the bounds
-- that the published cell above gives; where the cell has bounds of its own, an estimate outside them is left out,
-- and a cell with a value or a suppressed one has no estimate.
-- Employees of fewer than three establishments are not estimated, nor is a code of the nation below a division whose
-- published value the estimates exceed.
with codes as (
    select
        *,
        {{ size_class('estimate') }} as size_class,
        case
            when scale_value is not null then estimate * greatest(0e0, 1 - estimate / nullif(scale_value, 0))
        end as scale,
        case
            when outer_scale_value is not null
                then estimate * greatest(0e0, 1 - estimate / nullif(outer_scale_value, 0))
        end as outer_scale
    from {{ ref('int_estimate_codes') }}
),

-- divisions of the nation whose published value is less than the estimates below it: provinces without a published
-- division are distributed from above, and the nation is not raked
contradicted as (
    select parts.series, parts.year, parts.measure, cell.ksic_code
    from (
        select series, year, measure, substr(ksic_code, 1, 2) as ksic_code, sum(estimate) as estimate
        from codes
        where region_code = '00' and length(ksic_code) = 5
        group by series, year, measure, substr(ksic_code, 1, 2)
    ) as parts
    inner join {{ ref('int_cells') }} as cell
        on
            parts.series = cell.series and parts.year = cell.year and parts.measure = cell.measure
            and parts.ksic_code = cell.ksic_code and cell.region_code = '00'
    where parts.estimate > cell.value + 0.5
),

few as (
    select series, year, region_code, ksic_code from codes
    where measure = 'establishments' and value_high < {{ var('disclosure_threshold') }}
),

-- by length, because a join of every row with the classification costs more
levels as (
    select distinct length(ksic_code) as code_length, level
    from {{ ref('ksic') }}
    where level != 'total'
),

bounded as (
    select
        codes.*,
        coalesce(cell.value_low, 0) * 1e0 as low,
        coalesce(cell.value_high, codes.value_high) * 1e0 as high
    from codes
    left join {{ ref('int_cells') }} as cell
        on
            codes.series = cell.series and codes.year = cell.year
            and codes.region_code = cell.region_code and codes.ksic_code = cell.ksic_code
            and codes.measure = cell.measure
    left join few
        on
            codes.measure = 'employees' and codes.series = few.series and codes.year = few.year
            and codes.region_code = few.region_code and codes.ksic_code = few.ksic_code
    left join contradicted
        on
            codes.region_code = '00' and codes.series = contradicted.series and codes.year = contradicted.year
            and codes.measure = contradicted.measure and substr(codes.ksic_code, 1, 2) = contradicted.ksic_code
    where
        (cell.status is null or cell.status = 'unknown') and contradicted.ksic_code is null
        and few.ksic_code is null
)

select
    bounded.series,
    bounded.year,
    bounded.region_code,
    bounded.ksic_revision,
    bounded.ksic_code,
    levels.level,
    bounded.measure,
    round(bounded.estimate, {{ value_digits() }}) as estimate,
    {{ intervals('bounded', 'estimate', 'scale', 'errors', 'low', 'high', 'estimate', value_digits()) }},
    cast(bounded.low as bigint) as value_low,
    cast(bounded.high as bigint) as value_high,
    {{ reliability('bounded', 'estimate', 'scale', 'errors') }} as reliability,
    'spree' as method,
    bounded.association,
    case
        when bounded.association = 'census' then cast(bounded.reference_year as {{ dbt.type_string() }})
        else pension.period
    end as association_period
from bounded
inner join levels on length(bounded.ksic_code) = levels.code_length
{% for table, association in [('errors', 'pension'), ('outer_errors', 'census')] %}
left join {{ ref('int_estimate_errors') }} as {{ table }}
    on
        {{ table }}.unit = 'cell' and bounded.series = {{ table }}.series
        and {{ table }}.association = '{{ association }}'
        and bounded.size_class = {{ table }}.size_class and bounded.measure = {{ table }}.measure
        and bounded.region_code = {{ table }}.region_code and {{ table }}.held_out = 'none'
{% endfor %}
cross join {{ ref('int_estimate_month') }} as pension
where
    bounded.estimate between bounded.low and bounded.high
    -- no estimate without a measured error
    and (bounded.scale is null or errors.scores is not null)
    and (bounded.outer_scale is null or outer_errors.scores is not null)

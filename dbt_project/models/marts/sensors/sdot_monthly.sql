-- Readings of all sensors of a district per month and metric.
with sums as (
    select
        month, district, metric,
        min(source_id) as source_id,
        min(region_code) as region_code,
        count(distinct sensor_id) as sensors,
        sum(readings) as readings,
        sum(valid_readings) as valid_readings,
        sum(out_of_range_readings) as out_of_range_readings,
        sum(case when is_late then readings else 0 end) as late_readings,
        sum(case when is_corrected then readings else 0 end) as corrected_readings,
        {{ exact_sum('value_sum') }} as value_sum,
        min(value_min) as value_min,
        max(value_max) as value_max
    from {{ ref('int_sdot_sensor_months') }}
    group by month, district, metric
)

select
    cast(sums.month as date) as month,
    cast(sums.district as {{ dbt.type_string() }}) as district,
    cast(sums.metric as {{ dbt.type_string() }}) as metric,
    cast(sums.source_id as {{ dbt.type_string() }}) as source_id,
    cast(sums.region_code as {{ dbt.type_string() }}) as region_code,
    cast(metrics.unit as {{ dbt.type_string() }}) as unit,
    cast(metrics.name_ko as {{ dbt.type_string() }}) as metric_name_ko,
    cast(metrics.name_en as {{ dbt.type_string() }}) as metric_name_en,
    cast(sums.sensors as bigint) as sensors,
    cast(sums.readings as bigint) as readings,
    cast(sums.valid_readings as bigint) as valid_readings,
    cast(sums.valid_readings as double) / sums.readings as valid_share,
    cast(sums.out_of_range_readings as bigint) as out_of_range_readings,
    cast(sums.late_readings as bigint) as late_readings,
    cast(sums.corrected_readings as bigint) as corrected_readings,
    case when not metrics.is_angle then sums.value_sum / nullif(sums.valid_readings, 0) end as value_mean,
    cast(case when not metrics.is_angle then sums.value_min end as double) as value_min,
    cast(case when not metrics.is_angle then sums.value_max end as double) as value_max
from sums
inner join {{ ref('sdot_metrics') }} as metrics
    on sums.metric = metrics.metric

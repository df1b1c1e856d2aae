-- A reading is a metric of a sensor in an hour; it is valid when the hour has an average of it.
select
    cast(hours.month as date) as month,
    cast(hours.district as {{ dbt.type_string() }}) as district,
    cast(reading.metric as {{ dbt.type_string() }}) as metric,
    cast(min(hours.source_id) as {{ dbt.type_string() }}) as source_id,
    cast(min(hours.region_code) as {{ dbt.type_string() }}) as region_code,
    cast(min(metrics.unit) as {{ dbt.type_string() }}) as unit,
    cast(min(metrics.name_ko) as {{ dbt.type_string() }}) as metric_name_ko,
    cast(min(metrics.name_en) as {{ dbt.type_string() }}) as metric_name_en,
    cast(count(distinct hours.sensor_id) as bigint) as sensors,
    cast(count(*) as bigint) as readings,
    cast(count(reading.value_avg) as bigint) as valid_readings,
    cast(count(reading.value_avg) as double) / count(*) as valid_share,
    cast(sum(case when hours.is_late then 1 else 0 end) as bigint) as late_readings,
    cast(sum(case when hours.is_corrected then 1 else 0 end) as bigint) as corrected_readings,
    {{ exact_sum('case when not metrics.is_angle then reading.value_avg end') }}
    / nullif(count(case when not metrics.is_angle then reading.value_avg end), 0) as value_mean,
    cast(min(case when not metrics.is_angle then coalesce(reading.value_min, reading.value_avg) end) as double)
        as value_min,
    cast(max(case when not metrics.is_angle then coalesce(reading.value_max, reading.value_avg) end) as double)
        as value_max
from {{ ref('int_sdot_rows') }} as hours
inner join {{ source('staged', 'sdot_readings') }} as reading
    on
        hours.source_id = reading.source_id and hours.snapshot_id = reading.snapshot_id
        and hours.raw_row = reading.raw_row and hours.sensor_id = reading.sensor_id
inner join {{ ref('sdot_metrics') }} as metrics
    on reading.metric = metrics.metric
where {{ in_month('hours.measured_hour') }} and {{ in_month('reading.measured_at') }}
group by hours.month, hours.district, reading.metric

-- A reading is a metric of a sensor in an hour; it is valid when the hour has an average of it.
with readings as (
    select
        hours.source_id, hours.sensor_id, hours.month, hours.district, hours.region_code,
        hours.is_late, hours.is_corrected,
        {{ each_of('written.readings') }} as measured
    from {{ ref('int_sdot_rows') }} as hours
    inner join {{ source('staged', 'sdot_readings') }} as written
        on
            hours.source_id = written.source_id and hours.snapshot_id = written.snapshot_id
            and hours.raw_row = written.raw_row
    where {{ in_month('hours.measured_hour') }} and {{ in_month('written.measured_at') }}
),

-- a month has millions of readings: they are summed by sensor first, which also makes counting sensors cheap
by_sensor as (
    select
        source_id, sensor_id, month, district, region_code, is_late, is_corrected,
        readings.measured.metric,
        count(*) as readings,
        count(readings.measured.value_avg) as valid_readings,
        {{ exact_part('readings.measured.value_avg') }} as value_sum,
        min(coalesce(readings.measured.value_min, readings.measured.value_avg)) as value_min,
        max(coalesce(readings.measured.value_max, readings.measured.value_avg)) as value_max
    from readings
    group by source_id, sensor_id, month, district, region_code, is_late, is_corrected, readings.measured.metric
),

sums as (
    select
        month, district, metric,
        min(source_id) as source_id,
        min(region_code) as region_code,
        count(distinct sensor_id) as sensors,
        sum(readings) as readings,
        sum(valid_readings) as valid_readings,
        sum(case when is_late then readings else 0 end) as late_readings,
        sum(case when is_corrected then readings else 0 end) as corrected_readings,
        {{ exact_sum('value_sum') }} as value_sum,
        min(value_min) as value_min,
        max(value_max) as value_max
    from by_sensor
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
    cast(sums.late_readings as bigint) as late_readings,
    cast(sums.corrected_readings as bigint) as corrected_readings,
    case when not metrics.is_angle then sums.value_sum / nullif(sums.valid_readings, 0) end as value_mean,
    cast(case when not metrics.is_angle then sums.value_min end as double) as value_min,
    cast(case when not metrics.is_angle then sums.value_max end as double) as value_max
from sums
inner join {{ ref('sdot_metrics') }} as metrics
    on sums.metric = metrics.metric

-- What each sensor measured of each metric in a month. A reading is a metric of a sensor in an hour. It is valid
-- where the hour has an average that lies within the range of the metric: a sensor that fails writes a constant such
-- as -40 degrees, which is counted and left out of means and extremes.
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

judged as (
    select
        readings.source_id, readings.sensor_id, readings.month, readings.district, readings.region_code,
        readings.is_late, readings.is_corrected,
        readings.measured.metric,
        {%- for value in ['value_min', 'value_avg', 'value_max'] %}
        case
            when
                readings.measured.{{ value }} >= coalesce(metrics.least_value, readings.measured.{{ value }})
                and readings.measured.{{ value }} <= coalesce(metrics.greatest_value, readings.measured.{{ value }})
                then readings.measured.{{ value }}
        end as {{ value }},
        {%- endfor %}
        readings.measured.value_avg < metrics.least_value
        or readings.measured.value_avg > metrics.greatest_value as is_out_of_range
    from readings
    inner join {{ ref('sdot_metrics') }} as metrics on readings.measured.metric = metrics.metric
)

-- a month has millions of readings: they are summed by sensor first, which also makes counting sensors cheap
select
    source_id, sensor_id, month, district, region_code, is_late, is_corrected, metric,
    count(*) as readings,
    count(value_avg) as valid_readings,
    sum(case when is_out_of_range then 1 else 0 end) as out_of_range_readings,
    {{ exact_part('value_avg') }} as value_sum,
    min(case when value_avg is not null then coalesce(value_min, value_avg) end) as value_min,
    max(case when value_avg is not null then coalesce(value_max, value_avg) end) as value_max
from judged
group by source_id, sensor_id, month, district, region_code, is_late, is_corrected, metric

-- Readings of each sensor and metric in a month. A reading is one metric of one sensor in one hour. It is valid if the
-- average of the hour is within the range of the metric: a faulty sensor writes a constant such as -40 degrees, which
-- is counted but not used for means and extremes.
with readings as (
    select
        hours.source_id, hours.sensor_id, hours.month, hours.district, hours.region_code,
        hours.is_late, hours.is_corrected,
        {{ each_of('staged_rows.readings') }} as measured
    from {{ ref('int_sdot_rows') }} as hours
    inner join {{ source('staged', 'sdot_readings') }} as staged_rows
        on
            hours.source_id = staged_rows.source_id and hours.snapshot_id = staged_rows.snapshot_id
            and hours.raw_row = staged_rows.raw_row
    where {{ in_month('hours.measured_hour') }} and {{ in_month('staged_rows.measured_at') }}
),

checked as (
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

-- a month has millions of readings: summing by sensor first also makes counting the sensors cheap
select
    source_id, sensor_id, month, district, region_code, is_late, is_corrected, metric,
    count(*) as readings,
    count(value_avg) as valid_readings,
    sum(case when is_out_of_range then 1 else 0 end) as out_of_range_readings,
    {{ exact_part('value_avg') }} as value_sum,
    min(case when value_avg is not null then coalesce(value_min, value_avg) end) as value_min,
    max(case when value_avg is not null then coalesce(value_max, value_avg) end) as value_max
from checked
group by source_id, sensor_id, month, district, region_code, is_late, is_corrected, metric

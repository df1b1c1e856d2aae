-- The active row of every sensor and hour: a corrected row (data_no 2) before a real-time row, then the row received
-- last. A row is identified by source_id, snapshot_id and raw_row.
-- depends_on: {{ ref('stg_sdot__months') }}
with ranked as (
    select
        source_id, snapshot_id, raw_row, sensor_id, model, district, data_no, measured_at, received_at,
        date_trunc('hour', measured_at) as measured_hour,
        row_number() over (
            partition by sensor_id, date_trunc('hour', measured_at)
            order by
                data_no desc, coalesce(received_at, measured_at) desc, measured_at desc,
                source_id asc, snapshot_id asc, raw_row asc
        ) as precedence
    from {{ source('staged', 'sdot_readings') }}
    where {{ in_month('measured_at') }}
)

select
    ranked.source_id, ranked.snapshot_id, ranked.raw_row, ranked.sensor_id, ranked.model,
    ranked.measured_hour,
    cast(date_trunc('month', ranked.measured_hour) as date) as month,
    ranked.data_no = 2 as is_corrected,
    {{ dbt.datediff('ranked.measured_at', 'ranked.received_at', 'minute') }} > {{ var('sdot_late_minutes', 30) }}
        as is_late,
    coalesce(in_korean.name_ko, in_english.name_ko, ranked.district, 'unknown') as district,
    coalesce(in_korean.region_code, in_english.region_code) as region_code
from ranked
left join {{ ref('seoul_districts') }} as in_korean
    on ranked.district = in_korean.name_ko
left join {{ ref('seoul_districts') }} as in_english
    on lower(ranked.district) = lower(in_english.name_en)
where ranked.precedence = 1

-- Observed hours are the hours of the month in which any sensor reported, so hours that were never loaded are no gaps.
-- A gap is a run of observed hours without a row of the sensor, before, between or after its own rows.
with observed_hours as (
    select month, measured_hour, row_number() over (partition by month order by measured_hour) as hour_number
    from (
        select distinct month, measured_hour from {{ ref('int_sdot_rows') }}
        where {{ in_month('measured_hour') }}
    ) as hours
),

months as (
    select month, count(*) as hours_observed from observed_hours group by month
),

reports as (
    select
        hours.*,
        observed.hour_number,
        observed.hour_number - coalesce(
            lag(observed.hour_number) over (partition by hours.month, hours.sensor_id order by observed.hour_number), 0
        ) - 1 as missing_before
    from {{ ref('int_sdot_rows') }} as hours
    inner join observed_hours as observed
        on hours.month = observed.month and hours.measured_hour = observed.measured_hour
    where {{ in_month('hours.measured_hour') }}
),

sensors as (
    select
        month, sensor_id,
        min(source_id) as source_id,
        max(model) as model,
        max(district) as district,
        max(region_code) as region_code,
        min(measured_hour) as first_hour,
        max(measured_hour) as last_hour,
        count(*) as hours_reported,
        max(hour_number) as last_hour_number,
        sum(case when missing_before > 0 then 1 else 0 end) as gaps_before,
        max(missing_before) as longest_before,
        sum(case when is_late then 1 else 0 end) as late_hours,
        sum(case when is_late is not null then 1 else 0 end) as timed_hours,
        sum(case when is_corrected then 1 else 0 end) as corrected_hours
    from reports
    group by month, sensor_id
),

out_of_range as (
    select month, sensor_id, sum(out_of_range_readings) as out_of_range_readings
    from {{ ref('int_sdot_sensor_months') }}
    group by month, sensor_id
)

select
    cast(sensors.month as date) as month,
    cast(sensors.sensor_id as {{ dbt.type_string() }}) as sensor_id,
    cast(sensors.source_id as {{ dbt.type_string() }}) as source_id,
    cast(sensors.model as {{ dbt.type_string() }}) as model,
    cast(sensors.district as {{ dbt.type_string() }}) as district,
    cast(sensors.region_code as {{ dbt.type_string() }}) as region_code,
    cast(sensors.first_hour as timestamp) as first_hour,
    cast(sensors.last_hour as timestamp) as last_hour,
    cast(months.hours_observed as bigint) as hours_observed,
    cast(sensors.hours_reported as bigint) as hours_reported,
    cast(sensors.hours_reported as double) / months.hours_observed as uptime_share,
    cast(
        sensors.gaps_before + case when sensors.last_hour_number < months.hours_observed then 1 else 0 end
        as bigint
    ) as gaps,
    cast(
        greatest(sensors.longest_before, months.hours_observed - sensors.last_hour_number) as bigint
    ) as longest_gap_hours,
    cast(sensors.late_hours as double) / nullif(sensors.timed_hours, 0) as late_share,
    cast(sensors.corrected_hours as double) / sensors.hours_reported as corrected_share,
    cast(coalesce(out_of_range.out_of_range_readings, 0) as bigint) as out_of_range_readings
from sensors
inner join months on sensors.month = months.month
left join out_of_range on sensors.month = out_of_range.month and sensors.sensor_id = out_of_range.sensor_id

select strftime(month, '%Y-%m') as month, metric, any_value(metric_name_ko) as metric_name_ko,
       any_value(metric_name_en) as metric_name_en, any_value(unit) as unit,
       count(distinct district) as districts, sum(sensors) as sensors, sum(readings) as readings,
       sum(valid_readings) as valid_readings, sum(valid_readings) / sum(readings) as valid_share,
       sum(value_mean * valid_readings) / nullif(sum(valid_readings) filter (where value_mean is not null), 0)
           as value_mean,
       min(value_min) as value_min, max(value_max) as value_max, min(source_id) as source_id
from sdot_monthly
group by month, metric
order by metric, month

select strftime(month, '%Y-%m') as month, count(*) as sensors, median(uptime_share) as median_uptime_share,
       count(*) filter (where uptime_share >= 0.9) as sensors_up_90_percent,
       sum(gaps) as gaps, max(longest_gap_hours) as longest_gap_hours,
       avg(late_share) as mean_late_share, min(source_id) as source_id
from sdot_sensor_health
group by month
order by month

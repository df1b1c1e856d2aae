-- The months of the readings. Models of readings are built one month at a time (in_month).
select distinct date_trunc('month', measured_at) as month
from {{ source('staged', 'sdot_readings') }}

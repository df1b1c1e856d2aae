-- The months that readings are of. Models of readings are built one of them at a time (in_month).
select distinct date_trunc('month', measured_at) as month
from {{ source('staged', 'sdot_readings') }}

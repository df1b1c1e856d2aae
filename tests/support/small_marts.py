"""All marts of a release, small: a few industries of the last years, and invented rows where the
bundled data have none. Every suite passes on them; they exist for tests that break them.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

_KEPT = {
    "industry_share": "year >= 2022 and (level in ('total', 'section') or ksic_code in ('12', '26', '62'))",
    "source_snapshots": "partition_key not in ('2020', '2021')",
    "smart_city_scale": "year = 2023",
    "smart_city_share": "year = 2023",
    "smart_city_industry": "year = 2023",
    "technology_overlap": "year = 2023",
    "taxonomy_sensitivity": "year = 2023 and dropped_code in (select dropped_code from whole.main."
    "taxonomy_sensitivity group by all order by dropped_code limit 2)",
    "division_approximation": "year = 2023",
    "regional_specialisation": "year = 2023",
    "regional_similarity": "year = 2023",
    "relatedness_density": "year = 2023",
    "regional_complement": "year >= 2022 and industry in ('12', '26', '62')",
    "pension_share": "taxonomy_id = 'smart_city_2021' and set_kind in ('total', 'layer', 'combination')",
    "nps_monthly": "ksic_code in ('TOTAL', 'UNMATCHED', '58221', '62010')",
    "industry_estimate": "year = 2023 and substr(ksic_code, 1, 2) in ('12', '26', '62')",
    "smart_city_estimate": "year = 2023",
    "shift_share": "from_year = 2022 and (level in ('total', 'section') or ksic_code = '62')",
}

_INVENTED = """
update division_approximation set value_low = value_low - 1, value = null, share_low = share_low / 2,
    share = null, status = 'bounded'
where region_code = '39' and threshold_percent = 45 and layer = 'general_purpose' and measure = 'employees';

insert into unmapped_codes (code_system, code, reason, label, row_count, source_id)
values ('ksic_10', '99999', 'unknown', 'invented', 1, 'test');

insert into nps_monthly by name
with classes(ksic_code, workplaces) as (values ('62010', 5), ('26110', 2), ('UNMATCHED', 4)),
provinces(region_code, times) as (values ('11', 1), ('21', 2), ('00', 3)),
months(month) as (values (date '2023-01-01'), (date '2023-02-01')),
told as (
    select month, region_code, ksic_code, 'none' as taxonomy_id, 'all' as layer,
        workplaces * times as workplaces
    from months, provinces, classes
    union all
    select month, region_code, 'TOTAL', 'none', 'all', 11 * times from months, provinces
    union all
    select month, region_code, 'TOTAL', 'tax', 'total', 7 * times from months, provinces
    union all
    select month, region_code, 'TOTAL', 'tax', 'infrastructure', 5 * times from months, provinces
)
select *, '10' as ksic_revision, 'test' as source_id, '지역' as region_name_ko, 'region' as region_name_en,
    1 as withdrawn,
    case when workplaces >= 3 then workplaces * 10 end as insured,
    case when workplaces >= 3 then workplaces * 10 end as insured_low,
    case when workplaces >= 3 then workplaces * 10 end as insured_high,
    case when workplaces >= 3 then 1 end as joined,
    case when workplaces >= 3 then 1 end as "left",
    case when workplaces >= 3 then 'observed' else 'suppressed' end as status
from told;

insert into nps_unmatched_names by name
select month, industry_name, 'test' as source_id, 1 as provinces, workplaces,
    workplaces / 33 as share_of_workplaces,
    case when workplaces >= 3 then 0.1 end as share_of_insured,
    case when workplaces >= 3 then 50 end as insured,
    case when workplaces >= 3 then 'observed' else 'suppressed' end as status
from (values (date '2023-01-01'), (date '2023-02-01')) as months(month),
    (values ('이름', 10), ('다른 이름', 2)) as names(industry_name, workplaces);

insert into sdot_monthly by name
select month, district, 'temperature' as metric, 'test' as source_id, '11010' as region_code, 'C' as unit,
    '기온' as metric_name_ko, 'Temperature' as metric_name_en, 2 as sensors, 100 as readings,
    80 as valid_readings, 0.8 as valid_share, 2 as out_of_range_readings,
    5 as late_readings, 1 as corrected_readings,
    10.0 as value_mean, -5.0 as value_min, 20.0 as value_max
from (values (date '2023-01-01'), (date '2023-02-01')) as months(month),
    (values ('종로구'), ('중구')) as districts(district);

insert into sdot_sensor_health by name
select month, sensor_id, 'test' as source_id, 'model' as model, '종로구' as district,
    '11010' as region_code,
    month::timestamp as first_hour, month::timestamp + interval 27 day as last_hour,
    600 as hours_observed, 540 as hours_reported, 0.9 as uptime_share, 3 as gaps, 20 as longest_gap_hours,
    0.1 as late_share, 0.0 as corrected_share, 2 as out_of_range_readings
from (values (date '2023-01-01'), (date '2023-02-01')) as months(month),
    (values ('S1'), ('S2')) as sensors(sensor_id);
"""


def copy_small(connection: duckdb.DuckDBPyConnection, marts: Path, database: str) -> None:
    """Create the small marts as tables of the attached `database` and leave it in use."""
    connection.execute(f"attach '{marts}' as whole (read_only)")
    connection.execute(f"use {database}")
    tables = connection.execute(
        "select table_name from duckdb_tables() where database_name = 'whole'"
    ).fetchall()
    for (table,) in tables:
        kept = _KEPT.get(table, "true")
        connection.execute(
            f'create table "{table}" as select * from whole.main."{table}" where {kept}'
        )
    connection.execute("detach whole")
    connection.execute(_INVENTED)

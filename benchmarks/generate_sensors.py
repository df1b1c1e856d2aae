"""A synthetic week of Seoul's sensors (S-DoT) in the exact form of the weekly file. Nothing in it is real.

One row a sensor and hour, 17 metrics with greatest, mean and least value; one value in twenty is missing,
one row in forty comes late. The same seed gives the same bytes.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.csv as pacsv

from orchestration.settings import PROJECT_ROOT
from orchestration.storage.sql import quote_text

METRICS = (
    *("TP", "HUM", "WSPD", "WD", "INILLU", "UV", "NIS", "VIBR_XCRD", "VIBR_YCRD", "VIBR_ZCRD"),
    *("GT", "NTDX", "CBMX", "SO", "NH3", "H2S", "OZON"),
)
_SEEDS = PROJECT_ROOT / "dbt_project" / "seeds"

_ROWS = """
with drawn as (
    select i // 168 as sensor, timestamp '{first}' + to_hours(i % 168) as measured,
        hash({seed} * 100000000::bigint + i) as a
    from range({sensors} * 168) as rows (i)
)
select 'SDOT001' as "MDL_NO", 'V02Q194' || lpad(sensor::varchar, 4, '0') as "SN",
    strftime(measured, '%Y-%m-%d_%H:%M:%S') as "MSRMT_HR", 'residential_area' as "RGN",
    district.name_en as "CGG", 'Dong-' || sensor % 17 as "DONG", 1 as "DATA_NO", {metrics},
    strftime(measured + to_minutes(case when a % 40 = 0 then 45 else 5 end), '%Y-%m-%d %H:%M:%S')
        as "REG_DT"
from drawn
inner join districts as district on sensor % 25 = district.slot
order by sensor, measured
"""

_METRIC = """
case when hash(a + {k}) % 20 = 0 then '*****' else ({k} + hash(a + {k}) % 300 / 10 + {more})::varchar end
as "{statistic}_{metric}"
"""


def week_file(first: date) -> str:
    """The name of the file of the week that begins on `first`."""
    return f"S_DOT_ENV_{first:%Y.%m.%d}-{first + timedelta(days=6):%m.%d}.csv"


def write_sensors(path: Path, sensors: int, first: date, seed: int) -> None:
    """Write the week of `sensors` sensors that begins on `first` to `path`."""
    metrics = ", ".join(
        _METRIC.format(k=k, metric=metric, statistic=statistic, more=more)
        for k, metric in enumerate(METRICS)
        for more, statistic in ((2, "MAX"), (1, "AVG"), (0, "MIN"))
    )
    query = _ROWS.format(first=f"{first} 00:00:00", seed=seed, sensors=sensors, metrics=metrics)
    names = pacsv.read_csv(_SEEDS / "seoul_districts.csv").column("name_en")
    with duckdb.connect(config={"memory_limit": "1GB", "threads": 2}) as connection:
        connection.register("districts", pa.table({"slot": range(len(names)), "name_en": names}))
        connection.execute(f"copy ({query}) to {quote_text(path)} (format csv, header true)")

"""SDMX-CSV 2.0 of the main marts, with the cross-domain code lists CL_OBS_STATUS and CL_CONF_STATUS.

Formats: SDMX 3.0, section "SDMX-CSV"; code lists: SDMX content-oriented guidelines, observation
status 2.2 and confidentiality status 1.2. A suppressed cell has status Q and is confidential (C). Whether
it is suppressed primarily or secondarily is not published, as that says something about the cell.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from orchestration.storage.sql import quote_text

AGENCY, VERSION = "SMARTCITY", "1.0.0"
_STATUS = """
case
    when {estimate} is not null then 'E'
    when status = 'suppressed' then 'Q'
    when status in ('observed', 'derived', 'exact', 'absent') then 'A'
    else 'O'
end as "OBS_STATUS",
case when status = 'suppressed' then 'C' else 'F' end as "CONF_STATUS"
"""
_COMMON = """
'A' as "FREQ", series as "SERIES", region_code as "REF_AREA", measure as "INDICATOR" """
FLOWS = {
    "industry_share": f"""
        select {_COMMON}, ksic_revision as "KSIC_REVISION", ksic_code as "ACTIVITY",
            year as "TIME_PERIOD", value as "OBS_VALUE",
            {_STATUS.format(estimate="null")},
            null::double as "LOWER_BOUND", null::double as "UPPER_BOUND"
        from industry_share""",
    "smart_city_scale": f"""
        select {_COMMON}, taxonomy_id as "TAXONOMY", overlap_rule as "OVERLAP_RULE", layer as "LAYER",
            counting as "COUNTING", year as "TIME_PERIOD", value as "OBS_VALUE",
            {_STATUS.format(estimate="null")},
            value_low as "LOWER_BOUND", value_high as "UPPER_BOUND"
        from smart_city_scale""",
    "smart_city_estimate": f"""
        select {_COMMON}, taxonomy_id as "TAXONOMY", overlap_rule as "OVERLAP_RULE", layer as "LAYER",
            counting as "COUNTING", combination as "COMBINATION", year as "TIME_PERIOD",
            estimate as "OBS_VALUE", case when estimate is null then 'O' else 'E' end as "OBS_STATUS",
            'F' as "CONF_STATUS", reliability as "RELIABILITY",
            estimate_low_80 as "LOWER_BOUND", estimate_high_80 as "UPPER_BOUND"
        from smart_city_estimate""",
}
"""The marts and the columns of their observations. The bounds of an estimate are its 80 % interval."""


def write_sdmx(connection: duckdb.DuckDBPyConnection, folder: Path) -> list[str]:
    """Write a file per mart of `FLOWS` into `folder`; returns their names below data/v1/."""
    folder.mkdir(parents=True)
    names = []
    for mart, query in FLOWS.items():
        structure = f"{AGENCY}:{mart.upper()}({VERSION})"
        path = folder / f"{mart}.csv"
        connection.execute(
            f"""copy (
                select 'dataflow' as "STRUCTURE", {quote_text(structure)} as "STRUCTURE_ID",
                    'I' as "ACTION", observations.*
                from ({query}) as observations
                order by all
            ) to {quote_text(path)} (format csv, header)"""
        )
        names.append(f"sdmx/{path.name}")
    return names

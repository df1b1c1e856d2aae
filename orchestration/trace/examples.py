"""Rows of the bundled release that show one trace of each kind."""

from __future__ import annotations

EXAMPLES: tuple[tuple[str, str], ...] = (
    (
        "industry_share",
        "series = 'register' and year = 2023 and region_code = '11' and ksic_code = '62'"
        " and ksic_revision = '10' and measure = 'employees'",
    ),
    (
        "smart_city_share",
        "taxonomy_id = 'smart_city_divisions' and overlap_rule = 'two_or_more' and year = 2023"
        " and region_code = '11' and layer = 'total' and counting = 'inclusive'"
        " and measure = 'employees'",
    ),
    (
        "smart_city_share",
        "taxonomy_id = 'smart_city_2021' and overlap_rule = 'two_or_more' and year = 2023"
        " and region_code = '11' and layer = 'total' and counting = 'inclusive'"
        " and measure = 'employees'",
    ),
    (
        "shift_share",
        "region_code = '11' and ksic_code = '62' and from_year = 2020 and to_year = 2023"
        " and measure = 'employees'",
    ),
    (
        "report_overlap",
        "region_code = '11' and measure = 'employees' and combination_letter = 'A'",
    ),
)
"""Mart and condition of each row."""

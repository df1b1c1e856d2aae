"""Synthetic workplaces of every industry name in every province, as a monthly pension file has them.

Each name's insured persons are spread over the provinces in proportion to all insured persons: no real
workplaces, but of a size and a structure that can serve for estimates.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator

from orchestration.settings import PROJECT_ROOT
from tests.support.file_gallery import workplace_row

PUBLISHED = PROJECT_ROOT / "data_lake" / "sample" / "nps_published" / "2026-06.csv"
ADMIN_CODES = {
    **{"11": "11", "26": "21", "27": "22", "28": "23", "30": "25", "31": "26", "36": "29"},
    **{"41": "31", "51": "32", "43": "33", "44": "34", "52": "35", "47": "37", "48": "38"},
    **{"50": "39", "12": "12"},
}
"""The administrative codes of July 2026 and the codes of the published aggregates."""
WORKPLACES_PER_ROW = 1_000


def nation_rows(month: str, without: Collection[str] = ()) -> Iterator[list[str]]:
    """Rows of workplaces of all names but `without`, in all provinces since July 2026."""
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    totals = {x["region_code"]: int(x["insured"]) for x in lines if x["kind"] == "total"}
    for line in lines:
        name = line["industry_name"]
        if line["kind"] != "industry" or line["region_code"] != "00" or name in without:
            continue
        rows = 1 + int(line["workplaces"]) // WORKPLACES_PER_ROW
        for admin_code, region in ADMIN_CODES.items():
            insured = int(line["insured"]) * totals[region] // totals["00"] // rows
            for _ in range(rows):
                yield workplace_row(month, province=admin_code, name=name, insured=str(insured))

"""Every declared source from every origin at once: services on loopback and files in the drop folder.

`AS_DECLARED` and `CHANGED` are two worlds. In the second, every option of the declarations has another
value, and the services and files are made to fit. All data are synthetic.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from orchestration.settings import PROJECT_ROOT
from tests.support import changed_declarations as changed
from tests.support.declared_cli import Changes
from tests.support.file_gallery import (
    GALLERY,
    MDIS_GOOD,
    NPS_OLD,
    SDOT_NEW,
    WORKBOOK_REAL,
    microdata,
    microdata_row,
)
from tests.support.kosis_service import KosisService
from tests.support.kosis_table import KosisTable, census_table
from tests.support.loopback import serving
from tests.support.rearranged_kosis import RearrangedKosis
from tests.support.seoul_service import SeoulService, reading

KEY = "synthetic-key"
TAXONOMY = """taxonomy_id,layer,industry,ksic_revision,ksic_code,evidence,note
{name},core,software,10,62,made up,
"""
DROPPED, REMOVED = "stays", "removed"
"""Two taxonomies: the second is removed from the folder before the refresh."""


@dataclass(frozen=True)
class World:
    """Declarations, and what services and files hold."""

    changes: Changes
    files: Mapping[str, bytes]
    table: KosisTable
    sensor_service: str
    bundled: Mapping[str, Path] = field(default_factory=dict)

    @property
    def newer(self) -> KosisTable:
        """The table in KSIC 11."""
        return census_table((2024,), table_id="DT_1K52F01", revision="11", depth=2)

    @contextmanager
    def services(self) -> Iterator[dict[str, str]]:
        """Run both services; returns the environment of a refresh that uses them."""
        kosis: Any = KosisService(self.table, KEY, 40_000, self.newer)
        if self is CHANGED:
            rearranged = RearrangedKosis(kosis, changed.ORGANISATION)
            kosis = _by_organisation(rearranged, kosis)
        seoul = SeoulService(KEY, sensor_hours(), self.sensor_service)
        with serving(kosis) as one, serving(seoul) as other:
            yield {
                "KOSIS_API_KEY": KEY,
                "SMARTCITY_KOSIS_URL": one.url,
                "SEOUL_API_KEY": KEY,
                "SMARTCITY_SEOUL_URL": other.url,
            }

    def prepare(self, lake: Path) -> None:
        """Put every file into the drop folder, a taxonomy into its folder, and make a bundled folder."""
        for folder in ("landing", "taxonomies"):
            (lake / folder).mkdir(parents=True, exist_ok=True)
        sample = lake.parent / "sample"
        shutil.copytree(PROJECT_ROOT / "data_lake" / "sample", sample)
        for name, path in self.bundled.items():
            (sample / name).parent.mkdir(exist_ok=True)
            shutil.copyfile(path, sample / name)
        for name, content in self.files.items():
            (lake / "landing" / name).write_bytes(content)
        (lake / "taxonomies" / f"{DROPPED}.csv").write_text(TAXONOMY.format(name=DROPPED))


def _by_organisation(rearranged: RearrangedKosis, plain: KosisService) -> Any:
    return lambda target: (rearranged if f"orgId={rearranged.org_id}" in target else plain)(target)


def sensor_hours() -> dict[str, list[dict[str, str]]]:
    """Five sensors in two hours of one day not long ago, two of them in another district."""
    last = datetime.now(UTC) + timedelta(hours=9) - timedelta(hours=5)
    if last.hour == 0:  # the hour before it is of another day, and perhaps of another month
        last -= timedelta(hours=1)
    hours = [(last - timedelta(hours=n)).strftime("%Y-%m-%d_%H") for n in (0, 1)]
    rows = {hour: [reading(sensor, hour) for sensor in range(5)] for hour in hours}
    for found in rows.values():
        for row in found[3:]:
            row["CGG"] = changed.DISTRICT
    return rows


def _gallery(folder: str, name: str) -> bytes:
    return (GALLERY / folder / name).read_bytes()


def _other_provinces() -> bytes:
    """Three establishments of one person in each province that the gallery's file does not have."""
    missing = [code for code in changed.PROVINCES if code not in ("11", "21", "39")]
    return microdata(
        microdata_row(code, "010", "G", "47111", "1") for code in missing for _ in range(3)
    )


AS_DECLARED = World(
    {
        "city_workbooks": {"licence": {"derivatives": True}},
        "sdot_api": {"request": {"kept_days": 1}},
    },
    {
        "사업체조사_2019.csv": _gallery("mdis", MDIS_GOOD) + _other_provinces(),
        WORKBOOK_REAL: _gallery("workbook", WORKBOOK_REAL),
        SDOT_NEW: _gallery("sdot", SDOT_NEW),
        NPS_OLD: _gallery("nps", NPS_OLD),
    },
    census_table(range(2020, 2024), depth=2),
    "IotVdata017",
)
CHANGED = World(
    changed.DECLARATIONS,
    changed.files(),
    census_table((2021, 2022), table_id=changed.TABLE, depth=2),
    changed.SENSOR_SERVICE,
    {
        f"published/{changed.PUBLISHED_MONTH}.csv": GALLERY / "published_aggregates" / "good.csv",
        "typed/columns.csv": GALLERY / "delimited" / "good.csv",
    },
)

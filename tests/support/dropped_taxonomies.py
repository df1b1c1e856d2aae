"""Taxonomies that users drop, all in one lake: made-up definitions, an agency's form, linkage tables.

Three test modules ask different questions of the one refresh; see the fixture `taxonomies_lake`.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from orchestration.contracts.declaration import load_declarations
from orchestration.contracts.snapshot import Payload
from orchestration.lake.raw_store import RawStore
from orchestration.lake.reference import ksic_parents
from orchestration.settings import Settings
from tests.support.linkage_gallery import FOLDER, SMART_CITY

HEADER = "taxonomy_id,layer,industry,ksic_revision,ksic_code,evidence,note"
OLD = "one_division"
"""Was put into the raw store without a time, as versions did that wrote none."""
DIVISIONS = [c for c in ksic_parents("10") if len(c) == 2 and c.isdigit() and c != "62"][5:35]
ROWS = {
    OLD: ["core,software,10,62"],
    "mixed_revisions": ["a,x,11,58221", "a,x,11,62", "b,y,10,58221", "b,y,10,62"],
    "one_revision": ["a,x,10,58221", "a,x,10,62", "b,y,10,58221", "b,y,10,62"],
    "same_code_twice": ["a,x,11,62", "a,x,10,62"],
    "one_layer": ["core,chips,10,26111", "core,chips,10,26112", "core,chips,10,29271"],
    "two_layers": ["making,chips,10,26", "using,chips,10,62", "using,press,10,58"],
    "thirty_layers": [
        *(f"layer_{i:02d},things_{i:02d},10,{code}" for i, code in enumerate(DIVISIONS)),
        *(f"layer_{i:02d},software,10,62" for i in range(30)),
    ],
}
"""Layer, industry, revision and code, by the name of the taxonomy."""

OFFICIAL = """\
# title_ko: 만든 특수분류
# title_en: A made-up special classification, with parts
# agency_ko: 만든 기관
# notice: 제2026-0호
# notice_date: 2026-07-01
# valid_from: 2026-07-15
# source_url: https://example.org/notice
taxonomy_id,layer,industry,parent,own_code,name_ko,name_en,ksic_revision,ksic_code,coverage,part_share
official,making,,,1,제조,Making,,,,
official,making,hardware,,11,하드웨어,Hardware,,,,
official,making,chips,hardware,111,반도체,Chips,10,26,full,
official,making,chips,hardware,,,,10,62,part,
official,making,boards,hardware,112,기판,Boards,10,27,part,0.25
official,using,,,2,이용,Using,10,63,full,
official,using,software,,21,소프트웨어,Software,10,62,full,
"""
"""Three levels, partly covered codes with and without a share, a layer with a code of its own."""

OF_AN_AGENCY = f"""\
# title_ko: 지어낸 특수분류
# agency_ko: 지어낸 기관
# agency_en: Invented agency
# notice: 제2026-1호
# source_url: https://example.org/other-notice
{HEADER}
of_an_agency,core,software,10,62,,
"""
TABLES = {
    SMART_CITY: "seumateudosi",
    "부동산서비스산업.xlsx": "budongsanseobiseusaneop",
    "드론산업_연계표.csv": "deuronsaneop",
}
"""Linkage tables and the ids of their taxonomies."""

PARTITIONS = {
    f"{name}.csv": f"dropped_{name}" for name in (*ROWS, "official", "my_own", "of_an_agency")
} | {name: f"linkage_{taxonomy}" for name, taxonomy in TABLES.items()}
"""The partition of every dropped file."""


def write_taxonomy(folder: Path, name: str, rows: Iterable[str]) -> Path:
    """Write `rows` (layer, industry, revision, code) as the taxonomy `name`."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.csv"
    path.write_text("\n".join([HEADER, *(f"{name},{row},made up," for row in rows)]) + "\n")
    return path


def drop_taxonomies(lake: Path) -> None:
    """Put every file into the folder of taxonomies of `lake`."""
    settings = Settings(_env_file=None, SMARTCITY_LAKE=lake)  # type: ignore[call-arg]
    folder = settings.taxonomies
    paths = {name: write_taxonomy(folder, name, rows) for name, rows in ROWS.items()}
    _put_without_time(settings, paths[OLD])
    (folder / "official.csv").write_text(OFFICIAL, "utf-8-sig")
    (folder / "my_own.csv").write_text(f"{HEADER}\nmy_own,core,software,10,62,,\n", "utf-8")
    (folder / "of_an_agency.csv").write_text(OF_AN_AGENCY, "utf-8")
    for name in TABLES:
        shutil.copyfile(FOLDER / name, folder / name)


def _put_without_time(settings: Settings, path: Path) -> None:
    payload = Payload(f"dropped_{path.stem}", "whole", path.name, path.read_bytes(), "dropped")
    RawStore(settings.raw, settings.quarantine).put(load_declarations()["taxonomies"], payload)

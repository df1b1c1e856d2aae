"""`raw_row` means the same for all providers: the row of the raw file from 1, or 0 for the whole file."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from orchestration.contracts.declaration import Declaration, load_declarations
from orchestration.contracts.snapshot import Manifest, Snapshot
from orchestration.settings import PROJECT_ROOT
from orchestration.sources.provider import Batches, provider_of
from tests.support.file_gallery import (
    GALLERY,
    MDIS_GOOD,
    NPS_HEADER,
    SDOT_HEADER,
    WORKBOOK_GOOD,
    delimited,
    sensor_row,
    workplace_row,
)

PROVIDERS = {
    "city_workbook",
    "delimited",
    "kosis",
    "mdis",
    "nps",
    "published_aggregates",
    "sdot_files",
    "seoul",
    "taxonomy",
}


def staged(source_id: str, path: Path, partition: str, **changed: Any) -> dict[str, list[Any]]:
    """The staged rows of `path` by data set, parsed as the only file of its partition."""
    declaration: Declaration = load_declarations()[source_id].model_copy(update=changed)
    manifest = Manifest(
        source_id=source_id,
        partition=partition,
        part="whole",
        file_name=path.name,
        origin="dropped",
        request={},
        retrieved_at=None,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        size=path.stat().st_size,
        licence="test",
        attribution="test",
    )
    tables = provider_of(declaration).parse(declaration, [Snapshot(manifest, path)])
    return {
        name: [row for t in table.tables for row in t.to_pylist()]
        if isinstance(table, Batches)
        else table.to_pylist()
        for name, table in tables.items()
    }


def lines_of(path: Path, encoding: str = "utf-8") -> list[str]:
    """The lines of a text file; the first one has index 1."""
    return ["", *path.read_text(encoding).splitlines()]


def test_every_provider_is_tested_here() -> None:
    assert {d.provider for d in load_declarations().values()} == PROVIDERS


@pytest.mark.parametrize("path", ["tests/gallery/kosis/good.json", "bundled"])
def test_kosis_has_the_position_in_the_response(path: str) -> None:
    bundled = PROJECT_ROOT / "data_lake" / "sample" / "kosis_census" / "2023.json.gz"
    file = bundled if path == "bundled" else PROJECT_ROOT / path
    body = gzip.decompress(file.read_bytes()) if path == "bundled" else file.read_bytes()
    raw = json.loads(body)
    cells = staged("kosis_census", file, "2023")["census_cells"]
    assert sorted(cell["raw_row"] for cell in cells) == list(range(1, len(raw) + 1))
    for cell in cells:
        row = raw[cell["raw_row"] - 1]
        assert row["C1"] == cell["region_code"]
        assert cell["value"] is None or float(row["DT"]) == cell["value"]


def test_seoul_has_the_position_in_the_page() -> None:
    path = GALLERY / "seoul" / "good.json"
    raw = json.loads(path.read_bytes())["IotVdata017"]["row"]
    readings = staged("sdot_api", path, "2026-03")["sdot_readings"]
    assert [r["raw_row"] for r in readings] == [1, 2]
    assert [r["sensor_id"] for r in readings] == [row["SN"] for row in raw]


def test_a_delimited_row_has_the_line_on_which_it_begins(tmp_path: Path) -> None:
    columns = load_declarations()["report_targets"].columns
    names = [column.name for column in columns]
    texts = tuple(c.model_copy(update={"type": "string", "unique": False}) for c in columns)
    path = tmp_path / "rows.csv"
    first = ",".join(["one", *("x" for _ in names[1:])])
    long = ",".join(['"two\nlines"', *("x" for _ in names[1:])])
    last = ",".join(["three", *("x" for _ in names[1:])])
    path.write_text("\n".join([",".join(names), first, "", long, last]) + "\n")
    rows = staged("report_targets", path, "rows", columns=texts)
    (dataset,) = rows.values()
    assert [(r["raw_row"], r[names[0]]) for r in dataset] == [
        (2, "one"),
        (4, "two\nlines"),
        (6, "three"),
    ]


def test_a_taxonomy_row_has_the_line_on_which_it_begins(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(
        "taxonomy_id,layer,industry,ksic_revision,ksic_code,evidence,note\n\n"
        'mine,layer_a,things,10,62,,"a note\nof two lines"\nmine,layer_a,things,10,58221,,\n'
    )
    rows = staged("taxonomies", path, "mine")["taxonomies"]
    assert [(r["raw_row"], r["ksic_code"]) for r in rows] == [(3, "62"), (5, "58221")]


def test_a_workbook_cell_has_the_row_of_the_sheet() -> None:
    path = GALLERY / "workbook" / WORKBOOK_GOOD
    rows = staged("city_workbooks", path, "31010_2023")
    sheets = openpyxl.load_workbook(path, data_only=True).worksheets
    for cell in rows["census_cells"]:
        code = "TT" if cell["ksic_code"] == "TOTAL" else cell["ksic_code"]
        values = [v for s in sheets for v in next(s.iter_rows(cell["raw_row"], cell["raw_row"]))]
        assert any(str(v.value).lstrip().startswith(code) for v in values)
    assert {row["raw_row"] > 0 for row in rows["left_out"]} <= {True}


def test_sensor_rows_have_the_line_of_the_file(tmp_path: Path) -> None:
    rows = [
        sensor_row("2026-08-01_22:00:00", "2026-08-01 22:10:00", sensor="FIRST"),
        sensor_row("unreadable", "2026-08-01 22:10:00", sensor="WITHOUT TIME"),
        *(
            sensor_row(f"2026-08-0{d}_{h:02}:00:00", f"2026-08-0{d} {h:02}:10:00", sensor="MORE")
            for d in range(1, 7)
            for h in range(24)
        ),
        sensor_row("2026-08-01_23:00:00", "2026-08-01 23:10:00", sensor="LAST"),
    ]
    path = tmp_path / "S_DOT_ENV_2026.08.csv"
    content = delimited(SDOT_HEADER, rows, "utf-8").decode()
    path.write_text(content.replace("\n", "\n\n", 1).replace("\n", "\r\n"), newline="")
    tables = staged("sdot_weekly", path, "2026-08")
    lines = lines_of(path)
    for row in tables["sdot_readings"]:
        assert row["sensor_id"] in lines[row["raw_row"]]
    (left_out,) = tables["left_out"]
    assert "WITHOUT TIME" in lines[left_out["raw_row"]]
    assert left_out["raw_row"] == 4


def test_pension_sums_have_no_row_and_rows_left_out_have_their_line(tmp_path: Path) -> None:
    rows = [workplace_row() for _ in range(300)]
    rows[5][6] = '"two\nlines"'
    rows.insert(200, workplace_row(province="99"))
    path = tmp_path / "nps_workplaces.csv"
    content = delimited(NPS_HEADER, rows, "utf-8")
    path.write_bytes(content.replace(b"\n", b"\n\n", 1))
    tables = staged("nps_workplaces", path, "2022-04")
    assert {row["raw_row"] for row in tables["nps_workplaces"]} == {0}
    (left_out,) = tables["left_out"]
    assert "9910101000" in lines_of(path)[left_out["raw_row"]]
    assert left_out["raw_row"] == 204


def test_a_published_aggregate_has_its_line() -> None:
    path = PROJECT_ROOT / "data_lake" / "sample" / "nps_published" / "2026-06.csv"
    lines = path.read_text("utf-8-sig").splitlines()
    rows = staged("nps_published", path, "2026-06")["nps_published"]
    assert sorted(row["raw_row"] for row in rows) == list(range(2, len(lines) + 1))
    header = lines[0].split(",")
    for row in rows:
        record = dict(zip(header, next(csv.reader([lines[row["raw_row"] - 1]])), strict=True))
        assert int(record["insured"]) == row["insured"]
        assert record["region_code"] == row["region_code"]


def test_microdata_cells_have_no_row() -> None:
    tables = staged("mdis_census", GALLERY / "mdis" / MDIS_GOOD, "2019")
    assert {row["raw_row"] for rows in tables.values() for row in rows} == {0}

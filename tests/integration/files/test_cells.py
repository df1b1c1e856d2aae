"""Dropped files become the exact staged rows, compared with independent code."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.generate_microdata import write_microdata
from orchestration.contracts.declaration import load_declarations
from orchestration.lake.reference import ksic_parents
from orchestration.sources.mdis import provider as mdis
from tests.integration.files.conftest import FileLake
from tests.support.file_gallery import (
    GALLERY,
    MDIS_GOOD,
    NPS_OLD,
    SDOT_NEW,
    SDOT_OLD,
    WORKBOOK_GOOD,
    microdata,
    microdata_row,
)
from tests.support.microdata import microdata_snapshot

PLACES = ["11010", "11020", "21030", "39010"]
LEAVES = {"58221": "J", "58222": "J", "58211": "J", "42311": "F", "47111": "G", "01110": "A"}
ROWS = st.lists(
    st.tuples(
        st.sampled_from(PLACES),
        st.sampled_from(sorted(LEAVES)),
        st.one_of(st.integers(0, 500).map(str), st.sampled_from(["*", "***", "..."])),
    ),
    min_size=1,
    max_size=60,
)


Cells = dict[tuple[str, str, str], tuple[int | None, str]]


def _parsed(path: Path) -> dict[str, pa.Table]:
    tables = mdis.parse(load_declarations()["mdis_census"], [microdata_snapshot(path)])
    return {name: table for name, table in tables.items() if isinstance(table, pa.Table)}


def _assert_protected_copy(table: pa.Table, plain: Cells) -> int:
    """The cells equal `plain`, with further cells suppressed; returns their number."""
    cells = _as_cells(table.to_pandas())
    assert cells.keys() == plain.keys()
    further = {c for c in cells if cells[c] == (None, "suppressed") and plain[c][1] == "observed"}
    assert {c: cells[c] for c in cells.keys() - further} == {
        c: plain[c] for c in plain.keys() - further
    }
    primary = sum(status == "suppressed" for _, status in plain.values())
    assert table.schema.metadata == {
        b"primary_suppressed": str(primary).encode(),
        b"secondary_suppressed": str(len(further)).encode(),
    }
    return len(further)


def _plain_cells(content: bytes) -> Cells:
    """The cells by pandas, with primary suppression: six levels by three regions."""
    raw = pd.read_csv(io.BytesIO(content), header=None, dtype=str, encoding="cp949")
    raw["leaf"] = raw[9] + raw[10] + raw[29] + raw[30]
    parents = ksic_parents("10")
    raw = raw[raw["leaf"].isin([c for c in parents if len(c) == 5])]
    raw["employees"] = pd.to_numeric(raw[12].where(~raw[12].str.fullmatch(r"\*+|\.+")))
    regions = [pd.Series("00", raw.index), raw[1], raw[1] + raw[2]]
    codes = [pd.Series("TOTAL", raw.index), raw["leaf"].str[:2].map(parents)]
    codes += [raw["leaf"].str[:n] for n in (2, 3, 4, 5)]
    cells: Cells = {}
    for region in regions:
        for code in codes:
            groups = raw["employees"].groupby([region.rename("r"), code.rename("c")])
            summed = groups.agg(["size", "count", "sum"]).itertuples()
            for (r, c), rows, known, employees in summed:
                cells[r, c, "establishments"] = rows, "observed"
                if rows < 3:
                    cells[r, c, "employees"] = None, "suppressed"
                elif known < rows:
                    cells[r, c, "employees"] = None, "not_available"
                else:
                    cells[r, c, "employees"] = int(employees), "observed"
    return cells


def _as_cells(frame: pd.DataFrame) -> Cells:
    return {
        (r, c, m): (None if pd.isna(v) else int(v), s)
        for r, c, m, v, s in zip(
            frame["region_code"],
            frame["ksic_code"],
            frame["measure"],
            frame["value"],
            frame["status"],
            strict=True,
        )
    }


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS)
def test_cells_equal_a_plain_aggregation_with_suppression(
    tmp_path: Path, rows: list[tuple[str, str, str]]
) -> None:
    content = microdata(
        microdata_row(place[:2], place[2:], LEAVES[leaf], leaf, employees)
        for place, leaf, employees in rows
    )
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    parsed = _parsed(path)
    _assert_protected_copy(parsed["census_cells"], _plain_cells(content))
    missing = sum(1 for *_, employees in rows if not employees.isdigit())
    assert parsed["left_out"].num_rows == missing


def test_cells_of_a_skewed_file_equal_a_plain_aggregation_with_suppression(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    write_microdata(path, 30_000, unknown_share=0.002, missing_share=0.0001)
    parsed = _parsed(path)
    plain = _plain_cells(path.read_bytes())
    assert _assert_protected_copy(parsed["census_cells"], plain) > 0
    cells = _as_cells(parsed["census_cells"].to_pandas())
    levels = {len(code) for _, code, _ in cells}
    assert levels == {1, 2, 3, 4, 5}
    assert len({r for r, _, _ in cells}) == 1 + 17 + 250
    total = cells["00", "TOTAL", "establishments"][0]
    unknown = parsed["left_out"]["code"].to_pylist().count("99999")
    assert total is not None
    assert total + unknown == 30_000
    assert unknown > 0


def test_no_value_of_a_small_cell_leaves_the_parser(lake: FileLake) -> None:
    lake.drop(GALLERY / "mdis" / MDIS_GOOD, MDIS_GOOD)
    lake.receive()
    lake.stage()
    small = lake.rows(
        "select count(*), count(w.value), count(*) filter (w.status <> 'suppressed') "
        "from census_cells e join census_cells w using (region_code, ksic_code) "
        "where e.measure = 'establishments' and w.measure = 'employees' and e.value < 3"
    )
    assert small[0][0] != 0
    assert small[0][1:] == (0, 0)
    assert lake.rows("select distinct series, year, ksic_revision, raw_row from census_cells") == [
        ("survey", 2019, "10", 0)
    ]
    assert lake.rows("select code_system, code, reason from left_out order by all") == [
        ("employees", "missing", "number of employees is missing"),
        ("ksic_10", "99999", "not in KSIC 10"),
    ]


def test_no_row_of_microdata_is_staged_or_shown(lake: FileLake) -> None:
    """An error names line and count; it never shows a value of an establishment's row."""
    secret = "20190731"
    rows = [microdata_row(employees="3")] * 5 + [microdata_row(employees=secret + "x")]
    lake.drop(microdata(rows), "사업체조사_2019.csv")
    short = [*microdata_row(), secret, secret]
    lake.drop(microdata([*rows[:5], short]), "사업체조사_2019_b.csv")
    details = [r.detail for r in lake.receive()]
    assert len(details) == 2
    assert not any(secret in d for d in details)
    assert "line 6" in details[1]


def test_workbook_cells(lake: FileLake) -> None:
    lake.drop(GALLERY / "workbook" / WORKBOOK_GOOD, WORKBOOK_GOOD)
    lake.receive()
    lake.stage()
    assert lake.rows(
        "select ksic_code, value, status, raw_row from census_cells where measure = 'employees' "
        "and ksic_code in ('TOTAL', 'J', '5821', '58212', '58222') order by raw_row"
    ) == [
        ("TOTAL", 41, "observed", 5),
        ("J", 41, "observed", 6),
        ("5821", None, "suppressed", 9),
        ("58212", 0, "observed", 11),
        ("58222", 20, "observed", 14),
    ]
    assert lake.rows("select distinct series, year, region_code from census_cells") == [
        ("register", 2023, "31010")
    ]
    assert lake.rows("select code, label, raw_row from left_out") == [("zErr", "zErr 오류코드", 15)]


def test_sensor_readings(lake: FileLake) -> None:
    lake.drop(GALLERY / "sdot" / SDOT_NEW, SDOT_NEW)
    lake.drop(GALLERY / "sdot" / SDOT_OLD, SDOT_OLD)
    lake.receive()
    lake.stage()
    assert lake.rows(
        "select strftime(measured_at, '%m-%d %H'), data_no, value_min, value_avg, value_max "
        "from readings where metric = 'noise' and year(measured_at) = 2026 "
        "and sensor_id = 'V02Q1940001' order by measured_at, data_no"
    ) == [
        ("07-31 22", 1, None, 51.5, None),
        ("07-31 23", 1, None, 51.5, None),
        ("07-31 23", 2, None, 40.0, None),
        ("08-01 00", 1, None, None, None),
        ("08-01 02", 1, None, 51.5, None),
    ]
    assert lake.rows(
        "select count(*), min(value_min), min(data_no), count(received_at) from readings "
        "where metric = 'temperature' and year(measured_at) = 2024"
    ) == [(5, 19.1, 1, 5)]
    assert lake.rows("select distinct metric from readings order by 1") == [
        ("noise",),
        ("temperature",),
    ]


def test_a_reissued_week_replaces_the_old_one(lake: FileLake) -> None:
    content = (GALLERY / "sdot" / SDOT_NEW).read_bytes()
    lake.drop(content, SDOT_NEW)
    lake.receive()
    first = lake.stage()["sdot_weekly"]
    other = content.replace(b"V02Q1940002", b"V02Q1940003")
    lake.drop(other, "S_DOT_ENV_2026.08.03-08.09.csv")
    lake.receive()
    both = lake.stage()["sdot_weekly"]
    assert both == {"2026-07": first["2026-07"] * 2, "2026-08": first["2026-08"] * 2}
    lake.drop(content.replace(b"20.0", b"20.4"), SDOT_NEW)
    lake.receive()
    assert lake.stage()["sdot_weekly"] == both
    assert lake.rows(
        "select count(*) filter (value_avg = 20.4), count(*) filter (value_avg = 20.0) "
        "from readings where metric = 'temperature'"
    ) == [(6, 6)]


def test_pension_sums(lake: FileLake) -> None:
    lake.drop(GALLERY / "nps" / NPS_OLD, NPS_OLD)
    lake.receive()
    lake.stage()
    assert lake.rows(
        "select region_code, industry_name, ksic_code, workplaces, withdrawn, insured, joined, lost "
        "from nps_workplaces order by all"
    ) == [
        ("11", "응용 소프트웨어 개발 및 공급업", "58222", 2, 1, 30, 3, 6),
        ("11", "응용소프트웨어 개발·및 공급업", "58222", 1, 0, 30, 1, 2),
        ("21", "", None, 1, 0, 10, 1, 2),
        ("21", "BIZ_NO미존재사업장", None, 1, 0, 10, 1, 2),
        ("31", "시스템 소프트웨어 개발 및 공급업", "58221", 4, 0, 28, 4, 8),
        # 42 is the code of Gangwon in that month, 51 its code from 2023-06-11 on
        ("32", "곡물 및 기타 식량작물 재배업", "01110", 2, 0, 20, 2, 4),
        ("UNPLACED", "곡물 및 기타 식량작물 재배업", "01110", 1, 0, 10, 1, 2),
    ]
    assert lake.rows("select code_system, code, raw_row from left_out") == [
        ("region_admin", "99", 14)
    ]


def test_no_column_that_identifies_a_company_is_staged(lake: FileLake) -> None:
    lake.drop(GALLERY / "nps" / NPS_OLD, NPS_OLD)
    lake.receive()
    lake.stage()
    everything = "".join(
        str(pq.read_table(path).to_pylist()) for path in lake.settings.staged.rglob("*.parquet")
    ) + (lake.settings.staged / "index.json").read_text(encoding="utf-8")
    for word in ("합성가공상사", "합성번호7", "합성동", "합성로", "10101000"):
        assert word not in everything

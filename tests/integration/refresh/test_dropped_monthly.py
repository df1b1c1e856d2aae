"""Monthly files from the drop folder to the marts and pages of a published release."""

from __future__ import annotations

from pathlib import Path

import duckdb

from orchestration.release.query import run_query
from orchestration.trace.tracing import Tracer
from tests.conftest import run_smartcity
from tests.integration.files.test_pension import EXPLAINED
from tests.integration.files.test_sensors import KOREAN_HEADER, hour
from tests.support.file_gallery import delimited, workplace_row
from tests.support.pension_file import nation_rows

SOFTWARE = "응용 소프트웨어 개발 및 공급업"


def test_pension_and_sensors_from_drop_to_page(lake: Path) -> None:
    merged = [
        *[workplace_row("2026-08", province="11")] * 9,
        *[workplace_row("2026-08", province="41")] * 9,
        *[workplace_row("2026-08", province="12")] * 3,
        *[workplace_row("2026-08", province="46")],
        workplace_row("2026-08", province="99"),
        *nation_rows("2026-08", without=[SOFTWARE]),
    ]
    error_value = [*(["-40"] * 3), *(["1"] * 48)]
    readings = [
        hour("2025-07-28_00:00:00", "2025-07-28 00:10:00", [*(["20"] * 3), *(["1"] * 48)]),
        hour("2025-07-28_01:00:00", "2025-07-28 01:10:00", [*(["30"] * 3), *(["1"] * 48)]),
        hour("2025-07-28_13:00:00", "2025-07-28 13:10:00", error_value),
    ]
    landing = lake / "landing"
    landing.mkdir(exist_ok=True)
    pension = delimited(EXPLAINED, merged, "cp949")
    address = "합성로 1".encode("cp949")
    pension = pension.replace(address, b"\xff" * len(address), 1)
    (landing / "nps_workplaces_2026-08.csv").write_bytes(pension)
    (landing / "S-DoT_NATURE_2025.07.28.csv").write_bytes(
        delimited(KOREAN_HEADER, readings, "cp949")
    )

    done = run_smartcity(lake, "refresh")

    assert done.returncode == 0, done.stderr
    assert list(landing.iterdir()) == []
    said = " ".join(done.stdout.split())
    assert "nps_workplaces_2026-08.csv line 2: a byte cannot be read" in said
    release = lake / "releases" / "current"
    with duckdb.connect(str(release / "marts.duckdb"), read_only=True) as marts:
        assert marts.execute(
            "select region_code, region_name_ko, workplaces from nps_monthly "
            "where ksic_code = '58222' and month = '2026-08-01' order by 1"
        ).fetchall() == [
            ("00", "전국", 23),
            ("11", "서울특별시", 9),
            ("12", "전남광주통합특별시", 4),
            ("31", "경기도", 9),
            ("UNPLACED", "지역 미상", 1),
        ]
        # the file is later than the published aggregates, and of the whole nation
        for mart in ("industry_estimate", "smart_city_estimate", "estimate_quality"):
            assert marts.execute(
                f"select distinct association_period from {mart} where association = 'pension'"
            ).fetchall() == [("2026-08",)]
        ((misplaced, equal_parts),) = marts.execute(
            "select max(misplaced_share) filter (association = 'pension'),"
            " max(misplaced_share) filter (association = 'none') from estimate_quality"
            " where unit = 'cell' and measure = 'employees' and breakdown = 'all'"
        ).fetchall()
        assert misplaced < equal_parts
        assert marts.execute(
            "select distinct source_id from pension_share where month = '2026-06-01'"
        ).fetchall() == [("nps_published",)]
        assert marts.execute(
            "select readings, valid_readings, out_of_range_readings, value_mean, value_min "
            "from sdot_monthly where metric = 'temperature'"
        ).fetchall() == [(3, 2, 1, 25.0, 20.0)]
        assert marts.execute(
            "select sensor_id, out_of_range_readings from sdot_sensor_health"
        ).fetchall() == [("S1", 1)]
        assert marts.execute(
            "select code_system, code, row_count from unmapped_codes "
            "where source_id = 'nps_workplaces' order by 1"
        ).fetchall() == [("encoding", "broken byte", 1), ("region_admin", "99", 1)]
    assert_traced(lake, release)
    pages = "".join(p.read_text(encoding="utf-8") for p in (release / "report").rglob("*.html"))
    assert "2026-08" in pages
    assert "2025-07" in pages


def assert_traced(lake: Path, release: Path) -> None:
    """Estimates that use the file are computed again from its rows."""
    tracer = Tracer(release.resolve(), lake / "raw")
    for mart, condition in {
        "industry_estimate": "association = 'pension'",
        "smart_city_estimate": "association = 'pension'",
        "estimate_test": "association like 'pension%'",
        "estimate_quality": "association like 'pension%' and unit = 'cell'",
    }.items():
        sql = f"select * from {mart} where {condition} order by hash(columns(*)) limit 15"
        names, rows = run_query(tracer.evidence.marts, sql)
        assert len(rows) == 15, mart
        for row in rows:
            trace = tracer.trace_row(mart, dict(zip(names, row, strict=True)))
            wrong = [figure for figure in trace.figures if not figure.agrees]
            assert not wrong, (trace.key, wrong)

"""The live client against a service that behaves: hours, pages, months, late rows."""

from __future__ import annotations

from datetime import datetime, timedelta

import pyarrow.compute as pc
import pytest

from orchestration.contracts.datasets import SDOT_METRICS
from orchestration.contracts.window import Window
from orchestration.errors import ArrivalRefused
from orchestration.sources.seoul.hours import SEOUL
from tests.integration.seoul.conftest import NOW, Seoul
from tests.support.seoul_service import reading


def test_months_are_partitions_and_every_reading_arrives(seoul: Seoul) -> None:
    rows = seoul.lake.refresh()
    assert rows == {"2026-02": 2 * 7, "2026-03": 3 * 7}
    staged = seoul.readings()
    assert set(staged["metric"].to_pylist()) <= SDOT_METRICS.keys()
    one = staged.filter(
        pc.and_(
            pc.equal(staged["sensor_id"], "SYN00003"),
            pc.and_(
                pc.equal(staged["measured_at"], datetime(2026, 3, 1, 1, 7)),
                pc.equal(staged["metric"], "temperature"),
            ),
        )
    ).to_pylist()
    assert [(r["value_min"], r["value_avg"], r["value_max"]) for r in one] == [(20.5, 20.5, 20.5)]
    assert one[0]["received_at"] == datetime(2026, 3, 1, 1, 31, 4)
    assert (one[0]["district"], one[0]["data_no"]) == ("Jongno-gu", 1)
    unmeasured = staged.filter(pc.equal(staged["metric"], "ammonia"))
    assert unmeasured.num_rows == 35
    assert unmeasured["value_avg"].null_count == 35


def test_pages_are_asked_one_after_the_other(seoul: Seoul) -> None:
    seoul.lake.refresh(Window("2026-03-01_02", "2026-03-01_02"))
    ends = [target.split("/")[4:8] for target in seoul.server.requests]
    assert ends == [
        ["1", "3", "%20", "2026-03-01_02"],
        ["4", "6", "%20", "2026-03-01_02"],
        ["7", "9", "%20", "2026-03-01_02"],
    ]


def test_the_public_key_gets_five_rows_a_page(
    seoul: Seoul, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEOUL_API_KEY", "sample")
    seoul.lake.settings = type(seoul.lake.settings)(_env_file=None)
    seoul.declare(rows_per_page=1000)
    seoul.lake.refresh(Window("2026-03-01_02", "2026-03-01_02"))
    assert [t.split("/")[4:6] for t in seoul.server.requests] == [["1", "5"], ["6", "10"]]


def test_settled_hours_are_not_asked_again_and_young_ones_are(seoul: Seoul) -> None:
    seoul.declare(settled_after_hours=0)
    seoul.lake.refresh()
    hours = len(seoul.server.requests)
    seoul.lake.refresh()
    again = seoul.server.requests[hours:]
    # Hours with data are in force; the empty ones are asked for once more.
    assert not any("2026-02-28_22" in target for target in again)
    assert len(again) == 24 - 5


def test_late_rows_are_found_and_young_hours_asked_until_they_settle(seoul: Seoul) -> None:
    young = datetime.now(SEOUL).replace(minute=30)
    hour = (young - timedelta(hours=2)).strftime("%Y-%m-%d_%H")
    seoul.at(young)
    seoul.service.hours = {hour: [reading(n, hour) for n in range(4)]}
    window = Window(hour, hour)
    first = seoul.lake.refresh(window)
    seoul.service.hours[hour].append(reading(9, hour))
    second = seoul.lake.refresh(window)
    assert sum(second.values()) == sum(first.values()) + 1
    assert seoul.lake.staged("revisions").num_rows == 0


def test_a_value_that_changes_is_a_revision(seoul: Seoul) -> None:
    window = Window("2026-03-01_02", "2026-03-01_02")
    seoul.lake.refresh(window)
    seoul.service.hours["2026-03-01_02"][0] = reading(0, "2026-03-01_02", temperature="21.5")
    seoul.lake.refresh(window, force=True)
    revisions = seoul.lake.staged("revisions").to_pylist()
    assert len(revisions) == 15
    assert "value_avg=20.5" in revisions[0]["old_value"]
    assert "value_avg=21.5" in revisions[0]["new_value"]


def test_an_hour_that_shrank_is_refused(seoul: Seoul) -> None:
    seoul.lake.refresh()
    before = seoul.lake.active()
    seoul.service.hours["2026-03-01_02"] = seoul.service.hours["2026-03-01_02"][:5]
    with pytest.raises(ArrivalRefused, match="fewer than the active one"):
        seoul.lake.refresh(force=True)
    assert seoul.lake.active() == before


def test_hours_that_the_service_forgot_stay(seoul: Seoul) -> None:
    seoul.lake.refresh()
    del seoul.service.hours["2026-02-28_22"]
    seoul.at(NOW + timedelta(hours=3))
    seoul.service.hours["2026-03-01_05"] = [reading(0, "2026-03-01_05")]
    rows = seoul.lake.refresh()
    assert rows == {"2026-02": 2 * 7, "2026-03": 3 * 7 + 1}


def test_nothing_without_a_key(seoul: Seoul, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SEOUL_API_KEY")
    seoul.lake.settings = type(seoul.lake.settings)(_env_file=None)
    assert seoul.lake.refresh() == {}
    assert seoul.server.requests == []
    assert seoul.lake.staged("sdot_readings").num_rows == 0


def test_an_unfinished_run_goes_on(seoul: Seoul) -> None:
    from tests.support.seoul_service import error

    seoul.at(datetime.now(SEOUL))
    now = datetime.now(SEOUL)
    hours = [(now - timedelta(hours=back)).strftime("%Y-%m-%d_%H") for back in (3, 2, 1)]
    seoul.service.hours = {h: [reading(n, h) for n in range(7)] for h in hours}
    seoul.server.fail(error("INFO-100"), when=lambda t: hours[2] in t and "/7/9/" in t)
    window = Window(hours[0], hours[2])
    with pytest.raises(Exception, match="INFO-100"):
        seoul.lake.refresh(window)
    asked = len(seoul.server.requests)
    seoul.lake.refresh(window)
    assert all(hours[2] in target for target in seoul.server.requests[asked:])
    assert len(seoul.server.requests) == asked + 3

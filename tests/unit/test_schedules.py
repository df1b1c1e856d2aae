"""The month of a tick, over month ends and year ends, and who is on by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import dagster as dg
import pytest
from dagster._utils.schedules import schedule_execution_time_iterator
from hypothesis import given
from hypothesis import strategies as st

from orchestration.schedules import MONTHLY, SEOUL, WEEKLY, build_schedules, closed_month
from orchestration.settings import Settings

SEOUL_TIME = ZoneInfo(SEOUL)


def settings(environment: str) -> Settings:
    return Settings(_env_file=None, SMARTCITY_ENVIRONMENT=environment)


def schedule(name: str, environment: str = "development") -> dg.ScheduleDefinition:
    return next(s for s in build_schedules(settings(environment)) if s.name == name)


@pytest.mark.parametrize(
    ("tick", "month"),
    [
        (datetime(2026, 11, 5, 6, tzinfo=SEOUL_TIME), "2026-10"),
        (datetime(2026, 12, 31, 23, 59, tzinfo=SEOUL_TIME), "2026-11"),
        (datetime(2027, 1, 1, 0, 0, tzinfo=SEOUL_TIME), "2026-12"),
        (datetime(2027, 1, 5, 6, tzinfo=SEOUL_TIME), "2026-12"),
        (datetime(2028, 3, 1, 0, 0, tzinfo=SEOUL_TIME), "2028-02"),
        # 31 December in UTC is the new year in Seoul already
        (datetime(2026, 12, 31, 15, 30, tzinfo=UTC), "2026-12"),
        (datetime(2026, 12, 31, 14, 30, tzinfo=UTC), "2026-11"),
    ],
)
def test_the_month_that_has_closed(tick: datetime, month: str) -> None:
    assert closed_month(tick) == month


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))
def test_the_closed_month_ends_before_the_tick_and_the_next_does_not(tick: datetime) -> None:
    year, month = map(int, closed_month(tick).split("-"))
    after = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=SEOUL_TIME)
    assert after <= tick < (after + timedelta(days=32)).replace(day=1)


@pytest.mark.parametrize(
    ("start", "ticks"),
    [
        ((2026, 10, 31), [("2026-11-05", "2026-10"), ("2026-12-05", "2026-11")]),
        ((2026, 12, 30), [("2027-01-05", "2026-12"), ("2027-02-05", "2027-01")]),
        ((2028, 2, 28), [("2028-03-05", "2028-02"), ("2028-04-05", "2028-03")]),
    ],
)
def test_ticks_over_month_and_year_ends(
    start: tuple[int, int, int], ticks: list[tuple[str, str]]
) -> None:
    monthly = schedule("monthly_refresh")
    begin = datetime(*start, tzinfo=SEOUL_TIME).timestamp()
    times = schedule_execution_time_iterator(begin, MONTHLY, SEOUL)
    for day, month in ticks:
        tick = next(times)
        assert tick.astimezone(SEOUL_TIME).isoformat(timespec="minutes") == f"{day}T06:00+09:00"
        asked = monthly.evaluate_tick(dg.build_schedule_context(scheduled_execution_time=tick))
        (request,) = asked.run_requests
        assert request.run_key == f"refresh-{month}"
        assert request.tags["smartcity/month"] == month
        assert request.run_config == {}


@pytest.mark.parametrize("name", ["monthly_refresh", "weekly_revalidation", "daily_freshness"])
def test_off_unless_this_is_production(name: str) -> None:
    off, on = schedule(name), schedule(name, "production")
    assert off.default_status is dg.DefaultScheduleStatus.STOPPED
    assert on.default_status is dg.DefaultScheduleStatus.RUNNING
    assert {off.execution_timezone, on.execution_timezone} == {SEOUL}


def test_the_weekly_look_is_on_mondays() -> None:
    assert WEEKLY.split()[-1] == "1"

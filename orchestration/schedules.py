"""When things run by themselves. Times are Asia/Seoul; nothing is on unless this is production."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import dagster as dg

from orchestration.jobs import REFRESH
from orchestration.revalidation import REVALIDATE
from orchestration.settings import Settings

SEOUL = "Asia/Seoul"
MONTHLY = "0 6 5 * *"
"""The fifth at six: what is published at a month's turn is there by then."""
WEEKLY = "0 7 * * 1"

PATIENT = {"resources": {"refresh": {"config": {"wait_seconds": 3600.0}}}}
"""Run configuration of what starts by itself: wait for another run on the lake, up to an hour."""


def closed_month(at: datetime) -> str:
    """The last whole month before `at` in Seoul, as 2026-10; `at` carries a time zone."""
    first_day = at.astimezone(ZoneInfo(SEOUL)).replace(day=1)
    return (first_day - timedelta(days=1)).strftime("%Y-%m")


def build_schedules(settings: Settings) -> list[dg.ScheduleDefinition]:
    """The monthly refresh and the weekly look at the current release."""
    status = (
        dg.DefaultScheduleStatus.RUNNING
        if settings.is_production
        else dg.DefaultScheduleStatus.STOPPED
    )

    def monthly(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
        month = closed_month(context.scheduled_execution_time)
        return dg.RunRequest(
            run_key=f"{REFRESH}-{month}", tags={"smartcity/month": month}, run_config=PATIENT
        )

    return [
        dg.ScheduleDefinition(
            name="monthly_refresh",
            job_name=REFRESH,
            cron_schedule=MONTHLY,
            execution_timezone=SEOUL,
            execution_fn=monthly,
            default_status=status,
            description="Everything that is new up to the month that has just closed.",
        ),
        dg.ScheduleDefinition(
            name="weekly_revalidation",
            job_name=REVALIDATE,
            cron_schedule=WEEKLY,
            execution_timezone=SEOUL,
            default_status=status,
            description="Is the current release still whole and valid?",
        ),
    ]

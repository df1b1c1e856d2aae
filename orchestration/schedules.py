"""Schedules, in the time zone Asia/Seoul. They are on in production only."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import dagster as dg

from orchestration.jobs import FRESHNESS, REFRESH
from orchestration.revalidation import REVALIDATE
from orchestration.settings import Settings

SEOUL = "Asia/Seoul"
MONTHLY = "0 6 5 * *"
"""On the fifth at six, after the agencies' releases of the turn of the month."""
WEEKLY = "0 7 * * 1"
DAILY = "0 8 * * *"


def closed_month(at: datetime) -> str:
    """The last complete month before `at` in Seoul, as 2026-10; `at` has a time zone."""
    first_day = at.astimezone(ZoneInfo(SEOUL)).replace(day=1)
    return (first_day - timedelta(days=1)).strftime("%Y-%m")


def build_schedules(settings: Settings) -> list[dg.ScheduleDefinition]:
    """The monthly refresh, the weekly validation of the release, the daily check of the data's age."""
    status = (
        dg.DefaultScheduleStatus.RUNNING
        if settings.is_production
        else dg.DefaultScheduleStatus.STOPPED
    )

    def monthly(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
        month = closed_month(context.scheduled_execution_time)
        return dg.RunRequest(run_key=f"{REFRESH}-{month}", tags={"smartcity/month": month})

    return [
        dg.ScheduleDefinition(
            name="monthly_refresh",
            job_name=REFRESH,
            cron_schedule=MONTHLY,
            execution_timezone=SEOUL,
            execution_fn=monthly,
            default_status=status,
            description="Refresh of all sources, up to the last complete month.",
        ),
        dg.ScheduleDefinition(
            name="weekly_revalidation",
            job_name=REVALIDATE,
            cron_schedule=WEEKLY,
            execution_timezone=SEOUL,
            default_status=status,
            description="Reads every active raw file and checks the current release again.",
        ),
        dg.ScheduleDefinition(
            name="daily_freshness",
            job_name=FRESHNESS,
            cron_schedule=DAILY,
            execution_timezone=SEOUL,
            default_status=status,
            description="Warns of sources whose data are bundled or overdue.",
        ),
    ]

"""Hours as 2023-11-01_23, local time in Seoul: which the service keeps, and until when rows are added."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from orchestration.contracts.window import Window
from orchestration.sources.seoul.sensor_service import SensorService

SEOUL = ZoneInfo("Asia/Seoul")
_FORM = "%Y-%m-%d_%H"


def now() -> datetime:
    """The current time in Seoul."""
    return datetime.now(SEOUL)


def kept_hours(service: SensorService, window: Window, at: datetime) -> list[str]:
    """The complete hours within `window` that the service still has at the time `at`, oldest first."""
    newest = at.replace(minute=0, second=0, microsecond=0) - timedelta(hours=1)
    count = service.kept_days * 24
    hours = ((newest - timedelta(hours=back)).strftime(_FORM) for back in range(count))
    return sorted(hour for hour in hours if window.contains(hour))


def month_of(hour: str) -> str:
    """The partition (month) of an hour."""
    return hour[:7]


def settles_at(hour: str, service: SensorService) -> datetime:
    """The time after which no late row of `hour` is expected."""
    start = datetime.strptime(hour, _FORM).replace(tzinfo=SEOUL)
    return start + timedelta(hours=1 + service.settled_after_hours)

"""The `request` of a declaration with provider `seoul`: a service with hourly sensor readings."""

from __future__ import annotations

from pydantic import Field

from orchestration.sources.declared_request import DeclaredRequest


class SensorService(DeclaredRequest):
    """A service of the Seoul Open Data Plaza and how it is read."""

    service: str = Field(pattern=r"^[A-Za-z0-9]+$", description="as IotVdata017")
    district: str = Field(
        default=" ",
        description="first optional argument; a blank omits it (not tested with the service)",
    )
    kept_days: int = Field(default=32, ge=1, description="days for which the service keeps an hour")
    settled_after_hours: int = Field(
        default=24,
        ge=0,
        description="hours in which late rows are expected; until then an hour is requested again",
    )
    rows_per_page: int = Field(default=1000, ge=1, le=1000)

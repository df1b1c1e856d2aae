"""What a declaration says about a service of the Seoul Open Data Plaza with hourly sensor readings."""

from __future__ import annotations

from pydantic import Field, ValidationError

from orchestration.contracts.declaration import Declaration, Strict
from orchestration.errors import ConfigurationError


class SensorService(Strict):
    """The `request` of a declaration with provider seoul."""

    service: str = Field(pattern=r"^[A-Za-z0-9]+$", description="as IotVdata017")
    district: str = Field(
        default=" ", description="first optional argument; a blank leaves it out (unproven)"
    )
    kept_days: int = Field(default=32, ge=1, description="how long the service keeps an hour")
    settled_after_hours: int = Field(
        default=24, ge=0, description="late rows come until then: an hour is asked for again before"
    )
    rows_per_page: int = Field(default=1000, ge=1, le=1000)

    @classmethod
    def of(cls, declaration: Declaration) -> SensorService:
        """The service of `declaration`; raises `ConfigurationError` that names the field."""
        try:
            return cls.model_validate(declaration.request)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            raise ConfigurationError(
                f"request.{'.'.join(map(str, first['loc']))}: {first['msg']}",
                where=f"declaration {declaration.source_id}.yml",
                remedy="correct the field; docs/sources.md describes each",
            ) from None

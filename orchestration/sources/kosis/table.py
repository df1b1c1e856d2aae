"""What a declaration says about a KOSIS table of the census family."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, ValidationError, model_validator

from orchestration.contracts.declaration import Declaration, Strict
from orchestration.errors import ConfigurationError

OBJECT = r"^objL[1-8]$"


class Series(Strict):
    """A run of years that may be compared; nothing crosses from one series to another."""

    name: str
    from_year: int
    to_year: int | None = None


class CensusTable(Strict):
    """The `request` of a declaration with provider kosis."""

    org_id: str
    table_id: str
    period_kind: str = Field(default="Y", description="prdSe: Y H Q M D IR F")
    first_year: int
    last_year: int | None = Field(default=None, description="none: as far as the table goes")
    ksic_revision: str
    items: dict[str, str] = Field(default_factory=dict, description="item code -> measure")
    measure: Literal["establishments", "employees"] | None = Field(
        default=None, description="what a table without items counts, instead of `items`"
    )
    region_object: str = Field(default="objL1", pattern=OBJECT)
    industry_object: str = Field(default="objL2", pattern=OBJECT)
    fixed_objects: dict[str, str] = Field(
        default_factory=dict, description="every further object of the table -> the code to ask for"
    )
    regions: tuple[str, ...] = Field(
        default=(), description="region codes to ask for; none: the nation and all provinces"
    )
    industry_digits: int | None = Field(
        default=None, ge=1, le=5, description="digits of the finest industry codes of the table"
    )
    cells_per_call: int = Field(default=40_000, ge=1, description="the service's limit, error 31")
    series: tuple[Series, ...]

    @model_validator(mode="after")
    def _items_or_measure(self) -> Self:
        if bool(self.items) == (self.measure is not None):
            raise ValueError("declare either items, or for a table without items the measure")
        return self

    @classmethod
    def of(cls, declaration: Declaration) -> CensusTable:
        """The table of `declaration`; raises `ConfigurationError` that names the field."""
        try:
            return cls.model_validate(declaration.request)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            raise ConfigurationError(
                f"{'.'.join(('request', *map(str, first['loc'])))}: {first['msg']}",
                where=f"declaration {declaration.source_id}.yml",
                remedy="correct the field; docs/sources.md describes each",
            ) from None

    def series_of(self, year: int) -> str:
        """The series that `year` belongs to."""
        for series in self.series:
            if series.from_year <= year <= (series.to_year or year):
                return series.name
        raise ConfigurationError(
            f"year {year} of table {self.table_id} belongs to no declared series",
            where="request.series of its declaration",
            remedy="declare the series of that year",
        )

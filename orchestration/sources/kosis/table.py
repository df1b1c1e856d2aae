"""The `request` of a declaration with provider `kosis`: a table of the census family."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from orchestration.contracts.declaration import Strict
from orchestration.errors import ConfigurationError
from orchestration.sources.declared_request import DeclaredRequest

OBJECT = r"^objL[1-8]$"


class Series(Strict):
    """A run of years that can be compared; years of different series are never compared."""

    name: str
    from_year: int
    to_year: int | None = None


class CensusTable(DeclaredRequest):
    """A KOSIS table: which part of it is fetched, and what its codes mean."""

    org_id: str
    table_id: str
    period_kind: str = Field(default="Y", description="prdSe: Y H Q M D IR F")
    first_year: int
    last_year: int | None = Field(
        default=None, description="none: up to the last year of the table"
    )
    ksic_revision: str
    items: dict[str, str] = Field(default_factory=dict, description="item code -> measure")
    measure: Literal["establishments", "employees"] | None = Field(
        default=None, description="the measure of a table without items, instead of `items`"
    )
    region_object: str = Field(default="objL1", pattern=OBJECT)
    industry_object: str = Field(default="objL2", pattern=OBJECT)
    fixed_objects: dict[str, str] = Field(
        default_factory=dict, description="every further object of the table -> the code to request"
    )
    regions: tuple[str, ...] = Field(
        default=(), description="region codes to request; none: the nation and all provinces"
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

    @property
    def region_column(self) -> str:
        """The column of a response with the region: C1 for objL1."""
        return f"C{self.region_object[-1]}"

    @property
    def industry_column(self) -> str:
        """The column of a response with the industry."""
        return f"C{self.industry_object[-1]}"

    def series_of(self, year: int) -> str:
        """The series of `year`; raises `ConfigurationError` if none is declared."""
        for series in self.series:
            if series.from_year <= year <= (series.to_year or year):
                return series.name
        raise ConfigurationError(
            f"year {year} of table {self.table_id} is in no declared series",
            where="request.series of its declaration",
            remedy="declare the series of that year",
        )

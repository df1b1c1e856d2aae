"""The `request` of a declaration with provider `city_workbook`: file names, banner, headers, years."""

from __future__ import annotations

import re

from pydantic import Field, field_validator

from orchestration.contracts.declaration import Strict
from orchestration.errors import ArrivalRefused
from orchestration.sources.dropped_file import FileRequest


class Years(Strict):
    """A run of reference years with their series and KSIC revision."""

    from_year: int
    to_year: int
    series: str
    ksic_revision: str


class Headers(Strict):
    r"""Texts of the header rows; one text of each list must be there.

    A cell matches by its text without blanks, or by its Korean only: `사업체수` and
    `사업체수\nEstablishments` are the same header.
    """

    levels: tuple[tuple[str, ...], ...] = Field(description="section to sub-class, side by side")
    establishments: tuple[str, ...]
    employees: tuple[str, ...]
    all_employees: tuple[str, ...] = Field(description="below `employees`")
    rows: int = Field(ge=2, le=8, description="largest number of header rows")
    columns: int = Field(ge=8, le=1024, description="columns beyond this are not read")


class Banner(Strict):
    """Regular expressions with the group `year` for the text above the header, without blanks."""

    years: tuple[str, ...]

    @field_validator("years")
    @classmethod
    def _with_year(cls, patterns: tuple[str, ...]) -> tuple[str, ...]:
        for pattern in patterns:
            try:
                groups = re.compile(pattern).groupindex
            except re.error as error:
                raise ValueError(f"{pattern!r} is not a regular expression: {error}") from None
            if "year" not in groups:
                raise ValueError(f"{pattern!r} has no group `year`")
        return patterns


class Workbook(FileRequest):
    """The workbooks of all cities.

    `file_names` may have the groups `region_code` and `year`. What is not in a name is read from the banner
    of the sheet.
    """

    table_id: str
    banner: Banner
    headers: Headers
    years: tuple[Years, ...]
    disclosure_threshold: int

    def years_of(self, year: int, where: str) -> Years:
        """Series and revision of a reference year; raises `ArrivalRefused` if none is declared."""
        for years in self.years:
            if years.from_year <= year <= years.to_year:
                return years
        raise ArrivalRefused(
            f"the KSIC revision of {year} is not declared",
            where=where,
            remedy="declare the year under request.years when its revision is known",
        )

"""What a declaration says about the cities' workbooks: names of files, header texts, years."""

from __future__ import annotations

import re

from pydantic import Field

from orchestration.errors import ArrivalRefused
from orchestration.lake.reference import region_parents
from orchestration.sources.declaration import Strict
from orchestration.sources.landing_file import FileRequest, matched_name


class Years(Strict):
    """A run of reference years of which series and revision are known."""

    from_year: int
    to_year: int
    series: str
    ksic_revision: str


class Headers(Strict):
    """Texts of the two header rows, without blanks; any of a list will do."""

    levels: tuple[tuple[str, ...], ...] = Field(description="section to subclass, side by side")
    establishments: tuple[str, ...]
    employees: tuple[str, ...]
    all_employees: tuple[str, ...] = Field(description="second row, below `employees`")


class Workbook(FileRequest):
    """The `request` of a declaration with provider city_workbook.

    `file_names` have the groups `region_code` and `year`: the workbook itself does not say whose it is.
    """

    table_id: str
    headers: Headers
    years: tuple[Years, ...]
    disclosure_threshold: int

    def subject_of(self, file_name: str) -> tuple[str, Years, int]:
        """Region, series and revision, and year of a file, from its name."""
        match = matched_name(self.file_names, file_name)
        if match is None:
            raise ArrivalRefused(
                "the name does not say region and year",
                where=file_name,
                remedy="name it 산업세세분류별_<region_code>_<year>.xlsx",
            )
        region_code, year = match["region_code"], int(match["year"])
        if not re.fullmatch(r"\d{2}|\d{5}", region_code) or region_code[:2] not in region_parents():
            raise ArrivalRefused(
                f"region code {region_code!r} is not known",
                where=file_name,
                remedy="name the file with KOSTAT's code: 11 is Seoul, 31 Gyeonggi, 31010 Suwon",
            )
        for years in self.years:
            if years.from_year <= year <= years.to_year:
                return region_code, years, year
        raise ArrivalRefused(
            f"the KSIC revision of {year} is not declared",
            where=file_name,
            remedy="declare the year under request.years once the workbook says its revision",
        )

"""The `request` of a declaration with provider `mdis`: the columns of each year's file, and their use."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from orchestration.contracts.declaration import Strict
from orchestration.sources.confidentiality.rule import ProtectionRule
from orchestration.sources.dropped_file import FileRequest


class CodePart(Strict):
    """A column with a part of a code, and the width of that part in characters."""

    column: str
    width: int


class Layout(Strict):
    """The file of one year: its columns in order, and which of them are used for what."""

    year: int
    series: str
    ksic_revision: str
    columns: tuple[str, ...]
    year_column: str
    district: tuple[CodePart, ...] = Field(description="five digits, the first two the province")
    section: str
    industry: tuple[CodePart, ...] = Field(description="five digits, division first")
    employees: str

    @model_validator(mode="after")
    def _columns_exist(self) -> Self:
        missing = [name for name in self.read if name not in self.columns]
        if missing:
            raise ValueError(f"column {missing[0]} is not among the columns of {self.year}")
        if len(set(self.columns)) != len(self.columns):
            raise ValueError(f"a column occurs twice in the layout of {self.year}")
        return self

    @property
    def read(self) -> tuple[str, ...]:
        """The columns that are read."""
        names = [self.year_column, self.section, self.employees]
        names += [part.column for part in (*self.district, *self.industry)]
        return tuple(dict.fromkeys(names))


class Microdata(FileRequest):
    """The layouts of all years, and the protection of the cells."""

    table_id: str
    encoding: str = "cp949"
    disclosure_threshold: int = Field(
        ge=1, le=3, description="employees of a cell with fewer establishments are suppressed"
    )
    protection_percent: int = Field(
        ge=1,
        le=25,
        description="least uncertainty of a suppressed cell, in percent of its employees",
    )
    protection_least: int = Field(ge=1, description="least uncertainty upwards, in employees")
    most_left_out: float = Field(
        description="share of rows that cannot be classified above which a file is refused"
    )
    layouts: tuple[Layout, ...]

    @property
    def rule(self) -> ProtectionRule:
        """The protection rule of all cells."""
        return ProtectionRule(
            self.disclosure_threshold, self.protection_percent, self.protection_least
        )

    def layout_of(self, year: int) -> Layout | None:
        """The layout of the file of `year`; None if none is declared."""
        return next((layout for layout in self.layouts if layout.year == year), None)

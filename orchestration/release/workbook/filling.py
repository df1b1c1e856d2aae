"""The rows of a sheet that are written when the workbook is packed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from orchestration.release.workbook.columns import SheetColumn
from orchestration.release.workbook.rows_xml import Cells, rows_query
from orchestration.storage.sql import quote_text

Template = Sequence[Sequence[str]]
"""The numbers of the cell styles: a line for the columns, then a line for each unit."""


@dataclass(frozen=True)
class Filling:
    """Where the rows of a sheet come from, and where they begin.

    `relation` is SQL for the rows, called `mart`; `first_row` counts from 1. The sheet has a row of
    template cells for the columns, and one for each of `units`, from `first_row` on.
    """

    columns: Sequence[SheetColumn]
    relation: str
    order: str
    first_row: int
    rows: int
    units: Sequence[str] = ()

    def query(self, template: Template) -> str:
        """The query that gives the XML of each row, in these styles."""
        cells = [
            Cells(column.sql, column.data_type, self._style(position, template))
            for position, column in enumerate(self.columns)
        ]
        return rows_query(cells, self.relation, self.first_row, self.order)

    def _style(self, position: int, template: Template) -> str:
        usual = quote_text(template[0][position])
        if not self.columns[position].by_unit:
            return usual
        cases = " ".join(
            f"when {quote_text(unit)} then {quote_text(template[line][position])}"
            for line, unit in enumerate(self.units, start=1)
        )
        return f"case mart.unit {cases} else {usual} end" if cases else usual

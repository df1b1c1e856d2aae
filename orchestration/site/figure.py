"""What a page shows: a finding with its charts, its table, its query and where it comes from."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from orchestration.site.marts import QueryResult, Row

ChartRow = dict[str, Any]


@dataclass(frozen=True)
class Mark:
    """An entry of a legend: the slot of a colour and shape, or a named mark such as `printed`."""

    key: str
    label: str


@dataclass(frozen=True)
class Panel:
    """One chart: a kind, its rows and what the page says beside it."""

    kind: str
    rows: Sequence[ChartRow]
    heading: str = ""
    unit: str = "percent"
    legend: Sequence[Mark] = ()
    sets: Sequence[ChartRow] = ()
    ceiling: float | None = None

    @property
    def data(self) -> dict[str, Any]:
        """What the script needs to draw it: each field's name once, then the rows."""
        return {
            "kind": self.kind,
            "unit": self.unit,
            "ceiling": self.ceiling,
            "rows": _packed(self.rows),
            "sets": _packed(self.sets),
        }


SAME = 0
"""In place of a text that is the one of the row above. The script puts it in again."""


def _packed(rows: Sequence[ChartRow]) -> list[list[Any]]:
    fields = [*dict.fromkeys(field for row in rows for field in row)]
    filled = [field for field in fields if any(row.get(field) is not None for row in rows)]
    packed: list[list[Any]] = []
    above: Sequence[Any] = [None] * len(filled)
    for row in rows:
        values = [row.get(field) for field in filled]
        packed.append([_short(value, other) for value, other in zip(values, above, strict=True)])
        above = values
    return [filled, *packed]


def _short(value: Any, above: Any) -> Any:
    """Six digits, and no more than six decimals, are finer than a screen."""
    if isinstance(value, str) and value == above:
        return SAME
    if not isinstance(value, float) or value == 0:
        return value
    if value == int(value):
        return int(value)
    return round(value, min(6, max(0, 5 - math.floor(math.log10(abs(value))))))


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading and how a row of the answer is written in it."""

    heading: str
    write: Callable[[Row], str]
    is_number: bool = False


@dataclass(frozen=True)
class Table:
    """The same numbers as text, for reading, for screen readers and for print."""

    columns: Sequence[Column]
    cells: Sequence[Sequence[str]]

    @property
    def number_columns(self) -> list[int]:
        """Which columns hold numbers, counted from 1 as in CSS."""
        return [at for at, column in enumerate(self.columns, start=1) if column.is_number]


@dataclass(frozen=True)
class Empty:
    """Why there is nothing to show, and what would fill the place."""

    reason: str
    remedy: str


@dataclass(frozen=True)
class Figure:
    """A finding. Its address on the page is its `name`, which like its topic its maker gives it."""

    name: str = ""
    topic: str = ""
    title: str = ""
    unit: str = ""
    note: str = ""
    sources: Sequence[str] = ()
    panels: Sequence[Panel] = ()
    tiles: Sequence[Any] = ()
    table: Table | None = None
    table_is_open: bool = False
    answer: QueryResult | None = None
    empty: Empty | None = None


def table(rows: Sequence[Row], *columns: Column) -> Table:
    """Write these rows in these columns."""
    return Table(columns, [[column.write(row) for column in columns] for row in rows])

"""The data classes of a figure: its finding, charts, table, query and sources."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from orchestration.site.marts import QueryResult, Row

ChartRow = dict[str, Any]


@dataclass(frozen=True)
class LegendEntry:
    """An entry of a legend. `key` is a slot of colour and shape (`slot-1`), or a mark such as `printed`."""

    key: str
    label: str


@dataclass(frozen=True)
class Panel:
    """One chart: its kind (see `charts.kinds`), rows, heading, unit and legend."""

    kind: str
    rows: Sequence[ChartRow]
    heading: str = ""
    unit: str = "percent"
    legend: Sequence[LegendEntry] = ()
    sets: Sequence[ChartRow] = ()
    ceiling: float | None = None
    parts: Sequence[str] = ()
    """The names of the parts of a change and of the change, for the kind `stacks`."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """Text fields that the script writes for each row, with `{field}` for a field of the row."""
    direction: str = ""
    """What both directions of the horizontal axis mean; `quotient` for those of a location quotient."""

    @property
    def data(self) -> dict[str, Any]:
        """The data for the script that draws the chart; rows are packed (see `_pack_rows`)."""
        return {
            "kind": self.kind,
            "unit": self.unit,
            "rows": _pack_rows(self.rows),
            **({"ceiling": self.ceiling} if self.ceiling is not None else {}),
            **({"sets": _pack_rows(self.sets)} if self.sets else {}),
            **({"legend": [[mark.key, mark.label] for mark in self.legend]} if self.legend else {}),
            **({"direction": self.direction} if self.direction else {}),
            **({"texts": self.texts} if self.texts else {}),
            **({"parts": list(self.parts)} if self.parts else {}),
        }


SAME = 0
"""Replaces a text that is the same as in the row above; the script restores it."""


def _pack_rows(rows: Sequence[ChartRow]) -> list[list[Any]]:
    """The names of the used fields, then one list of values per row."""
    fields = [*dict.fromkeys(field for row in rows for field in row)]
    filled = [field for field in fields if any(row.get(field) is not None for row in rows)]
    packed: list[list[Any]] = []
    above: Sequence[Any] = [None] * len(filled)
    for row in rows:
        values = [row.get(field) for field in filled]
        packed.append([_compact(value, other) for value, other in zip(values, above, strict=True)])
        above = values
    return [filled, *packed]


def _compact(value: Any, above: Any) -> Any:
    """The value with six significant digits and at most six decimals, which is finer than a screen."""
    if isinstance(value, str) and value == above:
        return SAME
    if not isinstance(value, float) or value == 0:
        return value
    if value == int(value):
        return int(value)
    return round(value, min(6, max(0, 5 - math.floor(math.log10(abs(value))))))


@dataclass(frozen=True)
class Link:
    """The text of a cell that leads to another page of the site."""

    text: str
    href: str

    def __html__(self) -> str:
        """The link as HTML with its text and address escaped."""
        return Markup('<a href="{}">{}</a>').format(self.href, self.text)


Cell = str | Link


@dataclass(frozen=True)
class Column:
    """A column of a table: its heading, and the function that gives the text of its cell in a row."""

    heading: str
    write: Callable[[Row], Cell]
    is_number: bool = False


@dataclass(frozen=True)
class Table:
    """The numbers of a figure as text, for reading, screen readers and print."""

    columns: Sequence[Column]
    cells: Sequence[Sequence[Cell]]

    @property
    def number_columns(self) -> list[int]:
        """The positions of the columns that hold numbers, counted from 1 as in CSS."""
        return [at for at, column in enumerate(self.columns, start=1) if column.is_number]


@dataclass(frozen=True)
class Empty:
    """Why a figure has no data, and how to load them."""

    reason: str
    remedy: str


@dataclass(frozen=True)
class Figure:
    """A figure of a page. `name` is its address on the page; the decorator `figure` sets it and `topic`.

    `title` is the finding in one sentence, `result` the query result that the table and the CSV file show.
    """

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
    result: QueryResult | None = None
    empty: Empty | None = None


def build_table(rows: Sequence[Row], *columns: Column) -> Table:
    """The table of these rows in these columns."""
    return Table(columns, [[column.write(row) for column in columns] for row in rows])

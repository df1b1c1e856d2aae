"""Native charts of the summary; their numbers are cells of the sheet, so that a reader can check them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.utility import xl_range_abs

from orchestration.release.workbook.figures import Point
from orchestration.release.workbook.sheet import Styles

_COLOURS = ("#1F5AA6", "#B3541E", "#3E7D4B", "#6B4C9A")
_FLAGGED = "#B8BFC7"
_FONT = {"name": "Malgun Gothic", "size": 9}
_GRID = {"visible": True, "line": {"color": "#D9DEE4", "width": 0.75}}


@dataclass(frozen=True)
class Line:
    """A line of a chart: cells `first` to `last` of `row`, from the column of the first year."""

    name: str
    row: int
    first: int
    last: int
    points: Sequence[Point | None]


@dataclass(frozen=True)
class Bars:
    """Bars of a chart: the names in column 0 and the numbers in `column`, from row `first` on."""

    first: int
    column: int
    points: Sequence[Point]


class ChartSheet:
    """Puts charts on a sheet. The lengths of their error bars are in two columns from `column` on."""

    def __init__(self, book: Any, sheet: Any, styles: Styles, column: int) -> None:
        self._book, self._sheet, self._column = book, sheet, column
        self._number, self._row = styles.number("0.0000"), 1
        heading = "그림 자료: 구간의 길이 / Chart data: lengths of intervals"
        sheet.write_string(0, column, heading, styles.note)

    def insert_lines(
        self,
        cell: tuple[int, int],
        size: tuple[int, int],
        title: str,
        years: int,
        lines: Sequence[Line],
    ) -> None:
        """A chart of shares over time, years in row `years`; intervals as error bars."""
        chart = self._book.add_chart({"type": "scatter", "subtype": "straight_with_markers"})
        for line, colour in zip(lines, _COLOURS * len(lines), strict=False):
            columns = line.first, line.last
            chart.add_series(
                {
                    "name": line.name,
                    "categories": [self._sheet.name, years, columns[0], years, columns[1]],
                    "values": [self._sheet.name, line.row, columns[0], line.row, columns[1]],
                    "line": {"color": colour, "width": 2},
                    "marker": _marker(colour),
                    **self._intervals(line.points, colour),
                }
            )
        chart.set_x_axis({"num_format": "0", "major_unit": 1, "num_font": _FONT})
        chart.set_y_axis({"num_format": "0%", "num_font": _FONT, "major_gridlines": _GRID})
        self._finish(chart, cell, size, title, {"position": "bottom", "font": _FONT})

    def insert_bars(
        self, cell: tuple[int, int], size: tuple[int, int], title: str, bars: Bars
    ) -> None:
        """A chart of shares, one bar per row, with intervals; a bar of grade C is grey."""
        chart = self._book.add_chart({"type": "bar"})
        last = bars.first + len(bars.points) - 1
        fills = [{"fill": {"color": _FLAGGED}} if p.grade == "C" else None for p in bars.points]
        chart.add_series(
            {
                "name": title,
                "categories": [self._sheet.name, bars.first, 0, last, 0],
                "values": [self._sheet.name, bars.first, bars.column, last, bars.column],
                "fill": {"color": _COLOURS[0]},
                "points": fills,
                "gap": 45,
                **self._intervals(bars.points, "#333F4D"),
            }
        )
        chart.set_y_axis({"reverse": True, "num_font": _FONT, "interval_unit": 1})
        chart.set_x_axis(
            {"num_format": "0%", "num_font": _FONT, "major_gridlines": _GRID, "min": 0}
        )
        self._finish(chart, cell, size, title, {"none": True})

    def _intervals(self, points: Sequence[Point | None], colour: str) -> dict[str, Any]:
        if not any(point and point.low is not None for point in points):
            return {}
        first = self._row
        for row, point in enumerate(points, start=first):
            for column, length in enumerate(_lengths(point), start=self._column):
                self._sheet.write_number(row, column, length, self._number)
        self._row += len(points) + 1
        last = first + len(points) - 1
        minus, plus = (
            f"='{self._sheet.name}'!{xl_range_abs(first, column, last, column)}"
            for column in (self._column, self._column + 1)
        )
        line = {"color": colour, "width": 1.25}
        bars = {"type": "custom", "minus_values": minus, "plus_values": plus, "line": line}
        return {"y_error_bars": bars}

    def _finish(
        self,
        chart: Any,
        cell: tuple[int, int],
        size: tuple[int, int],
        title: str,
        legend: dict[str, Any],
    ) -> None:
        chart.set_title({"name": title, "name_font": {**_FONT, "size": 11, "bold": True}})
        chart.set_legend(legend)
        chart.set_size({"width": size[0], "height": size[1]})
        self._sheet.insert_chart(*cell, chart)


def _marker(colour: str) -> dict[str, Any]:
    return {"type": "circle", "size": 6, "fill": {"color": colour}, "border": {"color": colour}}


def _lengths(point: Point | None) -> tuple[float, float]:
    """How far the interval reaches below and above the number."""
    if point is None or point.low is None or point.high is None:
        return 0.0, 0.0
    return round(point.number - point.low, 9), round(point.high - point.number, 9)

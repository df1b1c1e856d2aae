"""Native charts of the summary; their numbers are cells of the summary's tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from orchestration.release.workbook.figures import Point

_COLOURS = ("#1F5AA6", "#B3541E", "#3E7D4B", "#6B4C9A")
_FLAGGED = "#B8BFC7"
_FONT = {"name": "Malgun Gothic", "size": 9}
_SIZE = {"width": 620, "height": 380}


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


def insert_lines(
    book: Any, sheet: Any, cell: tuple[int, int], title: str, years: int, lines: Sequence[Line]
) -> None:
    """A chart of shares over time, years in row `years`; intervals as error bars."""
    chart = book.add_chart({"type": "scatter", "subtype": "straight_with_markers"})
    for line, colour in zip(lines, _COLOURS * len(lines), strict=False):
        chart.add_series(
            {
                "name": line.name,
                "categories": [sheet.name, years, line.first, years, line.last],
                "values": [sheet.name, line.row, line.first, line.row, line.last],
                "line": {"color": colour, "width": 2},
                "marker": _marker(colour),
                **_intervals(line.points),
            }
        )
    chart.set_x_axis({"num_format": "0", "major_unit": 1, "num_font": _FONT, **_around(lines)})
    chart.set_y_axis({"num_format": "0%", "num_font": _FONT, "major_gridlines": _GRID})
    _finish(sheet, chart, cell, title, {"position": "bottom", "font": _FONT})


def insert_bars(book: Any, sheet: Any, cell: tuple[int, int], title: str, bars: Bars) -> None:
    """A chart of shares, one bar per row, with intervals; a bar of grade C is grey."""
    chart = book.add_chart({"type": "bar"})
    last = bars.first + len(bars.points) - 1
    chart.add_series(
        {
            "name": title,
            "categories": [sheet.name, bars.first, 0, last, 0],
            "values": [sheet.name, bars.first, bars.column, last, bars.column],
            "fill": {"color": _COLOURS[0]},
            "points": [
                {"fill": {"color": _FLAGGED}} if point.grade == "C" else None
                for point in bars.points
            ],
            "gap": 45,
            **_intervals(bars.points),
        }
    )
    chart.set_y_axis({"reverse": True, "num_font": _FONT})
    chart.set_x_axis({"num_format": "0%", "num_font": _FONT, "major_gridlines": _GRID, "min": 0})
    _finish(sheet, chart, cell, title, {"none": True})


_GRID = {"visible": True, "line": {"color": "#D9DEE4", "width": 0.75}}


def _marker(colour: str) -> dict[str, Any]:
    return {"type": "circle", "size": 6, "fill": {"color": colour}, "border": {"color": colour}}


def _around(lines: Sequence[Line]) -> dict[str, Any]:
    return {"major_gridlines": {"visible": False}} if lines else {}


def _intervals(points: Sequence[Point | None]) -> dict[str, Any]:
    if not any(point and point.low is not None for point in points):
        return {}
    bars = {
        "type": "custom",
        "plus_values": [_reach(point, up=True) for point in points],
        "minus_values": [_reach(point, up=False) for point in points],
        "line": {"color": "#4A5563", "width": 1},
    }
    return {"y_error_bars": bars}


def _reach(point: Point | None, *, up: bool) -> float:
    if point is None or point.low is None or point.high is None:
        return 0.0
    return round(point.high - point.number if up else point.number - point.low, 9)


def _finish(
    sheet: Any, chart: Any, cell: tuple[int, int], title: str, legend: dict[str, Any]
) -> None:
    chart.set_title({"name": title, "name_font": {**_FONT, "size": 11, "bold": True}})
    chart.set_legend(legend)
    chart.set_size(_SIZE)
    sheet.insert_chart(*cell, chart)

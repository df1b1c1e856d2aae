"""Exact values over time: one line per group, interrupted where the series changes."""

from typing import Any

import altair as alt

from orchestration.site.charts.parts import NUMBER, ROWS, TIP, add_parameters, colour, shape

TICKS = 5
"""Wanted number of ticks. The scale is extended to its ticks, so that no point is beyond the last label."""


def chart() -> Any:
    """Fields: time, exact, series, slot, breaks, tip."""
    rows = alt.Chart(ROWS).encode(x=time_axis())
    value = alt.Y(
        "exact:Q",
        title=None,
        axis=alt.Axis(labelExpr=NUMBER, tickCount=TICKS),
        scale=alt.Scale(zero=False, nice=TICKS),
    )
    line = rows.mark_line(strokeWidth=2).encode(y=value, color=colour(), detail="series:N")
    exact = (
        rows.transform_filter("isValid(datum.exact)")
        .mark_point(filled=True, size=80, opacity=1)
        .encode(y=value, color=colour(), shape=shape(), tooltip=TIP)
    )
    layers = [
        series_breaks(rows),
        line.properties(name="line"),
        exact.properties(name="exact"),
    ]
    return add_parameters(alt.layer(*layers).properties(height=260), "percent")


def time_axis() -> alt.X:
    """The horizontal axis with the years or months of the data."""
    return alt.X("time:O", title=None, axis=alt.Axis(labelAngle=0, grid=False))


def series_breaks(rows: Any) -> Any:
    """Dotted rules at the years in which another statistical series begins."""
    return (
        rows.transform_filter("datum.breaks")
        .mark_rule(strokeDash=[2, 4], strokeWidth=1.5)
        .properties(name="breaks")
    )

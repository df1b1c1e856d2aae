"""Estimates over time: a line through the estimates and one bar per time for the 80 % interval."""

from typing import Any

import altair as alt

from orchestration.site.charts.lines import time_axis
from orchestration.site.charts.parts import NUMBER, ROWS, TIP, add_parameters, colour, shape


def chart() -> Any:
    """Fields: time, low, high (ends of the 80 % interval), exact (point, as in `estimates`), slot, tip."""
    rows = alt.Chart(ROWS).encode(x=time_axis(), tooltip=TIP)
    interval = (
        rows.transform_filter("isValid(datum.low)")
        .mark_rule(strokeWidth=14, opacity=0.3, stroke="var(--series-1)")
        .encode(y=_value("low"), y2="high:Q")
    )
    known = rows.transform_filter("isValid(datum.exact)")
    line = known.mark_line(strokeWidth=2).encode(y=_value("exact"), color=colour())
    exact = known.mark_point(filled=True, size=80, opacity=1).encode(
        y=_value("exact"), color=colour(), shape=shape()
    )
    layers = [
        interval.properties(name="interval"),
        line.properties(name="line"),
        exact.properties(name="exact"),
    ]
    return add_parameters(alt.layer(*layers).properties(height=240), "percent")


def _value(field: str) -> alt.Y:
    return alt.Y(
        f"{field}:Q",
        title=None,
        axis=alt.Axis(labelExpr=NUMBER, tickCount=5),
        scale=alt.Scale(zero=False, nice=True),
    )

"""Bounded values over time: one vertical line with ends per group and time."""

from typing import Any

import altair as alt

from orchestration.site.charts.intervals import BOUNDED
from orchestration.site.charts.lines import series_breaks, time_axis
from orchestration.site.charts.parts import NUMBER, ROWS, TIP, add_parameters, colour, shape


def chart() -> Any:
    """Fields: time, low, high, exact, slot, place (position among the groups of a time), breaks, tip."""
    rows = alt.Chart(ROWS).encode(x=time_axis())
    beside = rows.encode(xOffset=alt.XOffset("place:N"), tooltip=TIP)
    bounded = beside.transform_filter(BOUNDED)
    span = bounded.mark_rule(strokeWidth=3, opacity=0.75).encode(
        y=_value("low"), y2="high:Q", color=colour()
    )
    ends = bounded.mark_tick(thickness=2, size=9, orient="horizontal")
    exact = (
        beside.transform_filter("isValid(datum.exact)")
        .mark_point(filled=True, size=80, opacity=1)
        .encode(y=_value("exact"), color=colour(), shape=shape())
    )
    layers = [
        series_breaks(rows),
        span.properties(name="span"),
        ends.encode(y=_value("low"), color=colour()).properties(name="low"),
        ends.encode(y=_value("high"), color=colour()).properties(name="high"),
        exact.properties(name="exact"),
    ]
    return add_parameters(alt.layer(*layers).properties(height=260), "percent")


def _value(field: str) -> alt.Y:
    return alt.Y(
        f"{field}:Q",
        title=None,
        axis=alt.Axis(labelExpr=NUMBER, tickCount=5),
        scale=alt.Scale(domainMin=0, domainMax=alt.ExprRef("ceiling"), nice=True),
    )

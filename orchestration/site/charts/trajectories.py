"""Several regions over time: points with lines, broad bars for 80 % intervals, thin lines for bounds."""

from typing import Any

import altair as alt

from orchestration.site.charts.lines import series_breaks, time_axis
from orchestration.site.charts.parts import NUMBER, ROWS, TIP, add_parameters
from orchestration.site.charts.theme import COLOURS, SHAPES

SLOTS = list(range(1, 11))
"""One more than the other charts have: up to ten regions are compared."""


def chart() -> Any:
    """Fields: time, slot (of the region), segment (a line joins its points), breaks, tip.

    Of each value: bound_low and bound_high, low and high (80 % interval), exact (a point), and sum (a point
    without an interval).
    """
    rows = alt.Chart(ROWS).encode(
        x=time_axis(), xOffset=alt.XOffset("slot:N", sort=None), tooltip=TIP
    )
    bounds = (
        rows.transform_filter("isValid(datum.bound_low)")
        .mark_rule(strokeWidth=1.5, stroke="var(--bounds)", clip=True)
        .encode(y=_value("bound_low"), y2="bound_high:Q")
    )
    interval = (
        rows.transform_filter("isValid(datum.low)")
        .mark_rule(strokeWidth=6, opacity=0.4, clip=True)
        .encode(y=_value("low"), y2="high:Q", color=_colour())
    )
    line = (
        rows.transform_filter("isValid(datum.exact) || isValid(datum.sum)")
        .transform_calculate(height="isValid(datum.exact) ? datum.exact : datum.sum")
        .mark_line(strokeWidth=2)
        .encode(y=_value("height"), color=_colour(), detail="segment:N")
    )
    exact = (
        rows.transform_filter("isValid(datum.exact)")
        .mark_point(filled=True, size=70, opacity=1)
        .encode(y=_value("exact"), color=_colour(), shape=_shape())
    )
    sums = (
        rows.transform_filter("isValid(datum.sum)")
        .mark_point(filled=False, size=70, opacity=1, strokeWidth=2)
        .encode(y=_value("sum"), color=_colour(), shape=_shape())
    )
    layers = [
        series_breaks(rows),
        bounds.properties(name="bounds"),
        interval.properties(name="interval"),
        line.properties(name="line"),
        exact.properties(name="exact"),
        sums.properties(name="sum"),
    ]
    return add_parameters(alt.layer(*layers).properties(height=300), "percent")


def _value(field: str) -> alt.Y:
    return alt.Y(
        f"{field}:Q",
        title=None,
        axis=alt.Axis(labelExpr=NUMBER, tickCount=5),
        scale=alt.Scale(
            domainMin=alt.ExprRef("floor"), domainMax=alt.ExprRef("ceiling"), zero=False, nice=True
        ),
    )


def _colour() -> alt.Color:
    colours = [*COLOURS, "var(--ink)", "var(--printed)"]
    return alt.Color("slot:N", scale=alt.Scale(domain=SLOTS, range=colours), legend=None)


def _shape() -> alt.Shape:
    shapes = [*SHAPES, "triangle-left", "triangle-right"]
    return alt.Shape("slot:N", scale=alt.Scale(domain=SLOTS, range=shapes), legend=None)

"""Estimates against the truths that were hidden from them, on logarithmic axes with a diagonal."""

from typing import Any

import altair as alt

from orchestration.site.charts.parts import NUMBER, ROWS, add_parameters

TIP = (
    "datum.place + ' · ' + datum.code + ': ' + format(datum.truth, ',')"
    " + ' → ' + format(datum.estimate, ',.0f')"
)
TICKS = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000]


def chart() -> Any:
    """Fields: place, code, truth, estimate (both above 0), slot (1: inside its interval, 2: outside)."""
    rows = alt.Chart(ROWS).transform_calculate(tip=TIP)
    points = rows.mark_point(filled=True, size=16, opacity=0.55).encode(
        x=_x("truth"),
        y=_y("estimate"),
        color=alt.Color(
            "slot:N",
            scale=alt.Scale(domain=[1, 2], range=["var(--series-1)", "var(--series-2)"]),
            legend=None,
        ),
        shape=alt.Shape(
            "slot:N", scale=alt.Scale(domain=[1, 2], range=["circle", "cross"]), legend=None
        ),
        tooltip=alt.Tooltip("tip:N"),
    )
    ends = alt.Chart(alt.InlineData([{"end": 1}, {"end": 1_000_000}]), name="diagonal")
    diagonal = ends.mark_line(strokeWidth=1.5, stroke="var(--ink-soft)", clip=True).encode(
        x=_x("end"), y=_y("end")
    )
    layers = [diagonal, points.properties(name="exact")]
    return add_parameters(alt.layer(*layers).properties(height=420), "count")


def _x(field: str) -> alt.X:
    return alt.X(f"{field}:Q", title=None, axis=_axis(), scale=_scale())


def _y(field: str) -> alt.Y:
    return alt.Y(f"{field}:Q", title=None, axis=_axis(), scale=_scale())


def _axis() -> alt.Axis:
    return alt.Axis(labelExpr=NUMBER, values=TICKS)


def _scale() -> alt.Scale:
    return alt.Scale(type="log", domain=[1, 1_000_000], clamp=True)

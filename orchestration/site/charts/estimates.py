"""One row per label: a point, a broad bar for the 80 % interval, a thin line for the bounds behind it."""

from typing import Any

import altair as alt

from orchestration.site.charts.parts import (
    ROWS,
    TIP,
    add_parameters,
    amount_axis,
    colour,
    label_axis,
    printed_points,
    shape,
)

BELOW = 9
"""Pixels below the estimate at which the pension figure is drawn."""


def chart() -> Any:
    """Fields: label, bound_low, bound_high, low, high, exact, slot, pension_low, pension_high, printed.

    There may be a `tip`, and a `note` where nothing is drawn.
    `low` and `high` are the ends of the 80 % interval. `exact` is the point: an exact
    value, or an estimate that is reliable enough to be shown as a number. Bounds may go beyond the end of
    the scale.
    """
    rows = alt.Chart(ROWS).encode(y=label_axis(), tooltip=TIP)
    bounds = (
        rows.transform_filter("isValid(datum.bound_low)")
        .mark_rule(strokeWidth=2, stroke="var(--bounds)", clip=True)
        .encode(x=amount_axis("bound_low"), x2="bound_high:Q")
    )
    interval = (
        rows.transform_filter("isValid(datum.low)")
        .mark_rule(strokeWidth=11, opacity=0.45, stroke="var(--series-1)")
        .encode(x=amount_axis("low"), x2="high:Q")
    )
    exact = (
        rows.transform_filter("isValid(datum.exact)")
        .mark_point(filled=True, size=90, opacity=1)
        .encode(x=amount_axis("exact"), color=colour(), shape=shape())
    )
    pension = (
        rows.transform_filter("isValid(datum.pension_low)")
        .mark_rule(strokeWidth=4, stroke="var(--series-3)", yOffset=BELOW, strokeCap="square")
        .encode(x=amount_axis("pension_low"), x2="pension_high:Q")
    )
    note = (
        rows.transform_filter("isValid(datum.note)")
        .mark_text(align="left", fontStyle="italic")
        .encode(text="note:N", x=alt.value(6))
    )
    printed = printed_points(rows).encode(x=amount_axis("printed"))
    layers = [
        bounds.properties(name="bounds"),
        interval.properties(name="interval"),
        pension.properties(name="pension"),
        exact.properties(name="exact"),
        printed.properties(name="printed"),
        note.properties(name="note"),
    ]
    return add_parameters(alt.layer(*layers), "percent")

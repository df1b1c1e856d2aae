"""One row per label: a point for an exact value, a line with ends for bounds."""

from typing import Any

import altair as alt

from orchestration.site.charts.parts import (
    add_parameters,
    amount_axis,
    colour,
    labelled_rows,
    printed_points,
    shape,
)

BOUNDED = "isValid(datum.low) && datum.low !== datum.high"


def chart() -> Any:
    """Fields: label, low, high, exact, printed, note, slot, tip."""
    rows = labelled_rows()
    bounded = rows.transform_filter(BOUNDED)
    span = bounded.mark_rule(strokeWidth=3, opacity=0.75).encode(
        x=amount_axis("low"), x2="high:Q", color=colour()
    )
    ends = bounded.mark_tick(thickness=3, size=16)
    low = ends.encode(x=amount_axis("low"), color=colour())
    high = ends.encode(x=amount_axis("high"), color=colour())
    exact = (
        rows.transform_filter("isValid(datum.exact)")
        .mark_point(filled=True, size=130, opacity=1)
        .encode(x=amount_axis("exact"), color=colour(), shape=shape())
    )
    printed = printed_points(rows).encode(x=amount_axis("printed"))
    note = (
        rows.transform_filter("isValid(datum.note)")
        .mark_text(align="left", fontStyle="italic")
        .encode(text="note:N", x=alt.value(6))
    )
    layers = [
        span.properties(name="span"),
        low.properties(name="low"),
        high.properties(name="high"),
        exact.properties(name="exact"),
        printed.properties(name="printed"),
        note.properties(name="note"),
    ]
    return add_parameters(alt.layer(*layers), "percent")

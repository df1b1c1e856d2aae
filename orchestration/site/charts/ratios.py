"""One row per label: a quotient, drawn as a line from 1 to its value."""

from typing import Any

import altair as alt

from orchestration.site.charts.parts import (
    add_parameters,
    colour,
    labelled_rows,
    quotient_axis,
    shape,
    unity_rule,
)


def chart() -> Any:
    """Fields: label, exact, note, slot, tip."""
    rows = labelled_rows()
    known = rows.transform_filter("isValid(datum.exact)")
    stem = (
        known.transform_calculate(one="1")
        .mark_rule(strokeWidth=2, opacity=0.6)
        .encode(x=quotient_axis("exact"), x2="one:Q", color=colour())
    )
    exact = known.mark_point(filled=True, size=130, opacity=1).encode(
        x=quotient_axis("exact"), color=colour(), shape=shape()
    )
    note = (
        rows.transform_filter("isValid(datum.note)")
        .mark_text(align="left", fontStyle="italic")
        .encode(text="note:N", x=alt.value(6))
    )
    layers = [
        unity_rule(),
        stem.properties(name="stem"),
        exact.properties(name="exact"),
        note.properties(name="note"),
    ]
    return add_parameters(alt.layer(*layers), "ratio")

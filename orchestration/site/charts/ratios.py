"""One row a label: how many times something else it is, measured from one."""

from typing import Any

import altair as alt

from orchestration.site.charts.parts import (
    ROWS,
    TIP,
    colour,
    multiple,
    parameters,
    rows_of_labels,
    shape,
    unity,
)


def chart() -> Any:
    """Fields: label, exact, note, slot, tip."""
    rows = alt.Chart(ROWS).encode(y=rows_of_labels(), tooltip=TIP)
    known = rows.transform_filter("isValid(datum.exact)")
    stem = (
        known.transform_calculate(one="1")
        .mark_rule(strokeWidth=2, opacity=0.6)
        .encode(x=multiple("exact"), x2="one:Q", color=colour())
    )
    exact = known.mark_point(filled=True, size=130, opacity=1).encode(
        x=multiple("exact"), color=colour(), shape=shape()
    )
    note = (
        rows.transform_filter("isValid(datum.note)")
        .mark_text(align="left", fontStyle="italic")
        .encode(text="note:N", x=alt.value(6))
    )
    layers = [
        unity(),
        stem.properties(name="stem"),
        exact.properties(name="exact"),
        note.properties(name="note"),
    ]
    return parameters(alt.layer(*layers), "ratio")

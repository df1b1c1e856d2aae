"""One row a label: parts that add up to a change, and the change itself. For exact values only."""

from typing import Any

import altair as alt

from orchestration.site.charts.parts import NUMBER, ROWS, TIP, colour, parameters, rows_of_labels


def chart() -> Any:
    """Fields: label, from, to, slot (of a part), exact (of the change), note, tip."""
    rows = alt.Chart(ROWS).encode(y=rows_of_labels(), tooltip=TIP)
    part = (
        rows.transform_filter("isValid(datum.to)")
        .mark_bar(height=alt.RelativeBandSize(0.62), stroke="var(--paper)", strokeWidth=1)
        .encode(x=_change("from"), x2="to:Q", color=colour())
    )
    exact = (
        rows.transform_filter("isValid(datum.exact)")
        .mark_point(
            shape="diamond",
            filled=True,
            size=110,
            opacity=1,
            fill="var(--ink)",
            stroke="var(--paper)",
        )
        .encode(x=_change("exact"))
    )
    note = (
        rows.transform_filter("isValid(datum.note)")
        .mark_text(align="left", fontStyle="italic")
        .encode(text="note:N", x=alt.value(6))
    )
    zero = (
        alt.Chart(alt.InlineData([{"zero": 0}]), name="zero")
        .mark_rule(strokeWidth=1.5)
        .encode(x="zero:Q")
    )
    layers = [
        part.properties(name="part"),
        zero,
        exact.properties(name="exact"),
        note.properties(name="note"),
    ]
    return parameters(alt.layer(*layers), "count")


def _change(field: str) -> alt.X:
    return alt.X(
        f"{field}:Q", title=None, axis=alt.Axis(labelExpr=NUMBER), scale=alt.Scale(nice=True)
    )

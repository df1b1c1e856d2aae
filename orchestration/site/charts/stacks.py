"""One row per label: the parts of a change as stacked bars, and the change. Only for exact values."""

from typing import Any

import altair as alt

from orchestration.site.charts.parts import NUMBER, add_parameters, colour, labelled_rows


def chart() -> Any:
    """Fields: label, from, to, slot (of a part), exact (of the change), note, tip."""
    rows = labelled_rows()
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
    return add_parameters(alt.layer(*layers), "count")


def _change(field: str) -> alt.X:
    return alt.X(f"{field}:Q", title=None, axis=alt.Axis(labelExpr=NUMBER), scale=alt.Scale(nice=5))

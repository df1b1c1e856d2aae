"""One row per label: two quotients and the line between them."""

from typing import Any

import altair as alt

from orchestration.site.charts.parts import (
    add_parameters,
    labelled_rows,
    quotient_axis,
    unity_rule,
)


def chart() -> Any:
    """Fields: label, base, exact, tip."""
    rows = labelled_rows()
    line = rows.mark_rule(strokeWidth=2, opacity=0.6).encode(x=quotient_axis("base"), x2="exact:Q")
    base = rows.mark_point(
        filled=True,
        fill="var(--paper)",
        stroke="var(--series-2)",
        strokeWidth=2.5,
        size=110,
        opacity=1,
    ).encode(x=quotient_axis("base"))
    exact = rows.mark_point(
        filled=True, color="var(--series-1)", shape="square", size=110, opacity=1
    ).encode(x=quotient_axis("exact"))
    layers = [
        unity_rule(),
        line.properties(name="line"),
        base.properties(name="base"),
        exact.properties(name="exact"),
    ]
    return add_parameters(alt.layer(*layers), "ratio")

"""One row a label: two quotients and the way from the one to the other."""

from typing import Any

import altair as alt

from orchestration.site.charts.parts import (
    ROWS,
    TIP,
    multiple,
    parameters,
    rows_of_labels,
    unity,
)


def chart() -> Any:
    """Fields: label, base, exact, tip."""
    rows = alt.Chart(ROWS).encode(y=rows_of_labels(), tooltip=TIP)
    way = rows.mark_rule(strokeWidth=2, opacity=0.6).encode(x=multiple("base"), x2="exact:Q")
    base = rows.mark_point(
        filled=True,
        fill="var(--paper)",
        stroke="var(--series-2)",
        strokeWidth=2.5,
        size=110,
        opacity=1,
    ).encode(x=multiple("base"))
    exact = rows.mark_point(
        filled=True, color="var(--series-1)", shape="square", size=110, opacity=1
    ).encode(x=multiple("exact"))
    layers = [
        unity(),
        way.properties(name="way"),
        base.properties(name="base"),
        exact.properties(name="exact"),
    ]
    return parameters(alt.layer(*layers), "ratio")

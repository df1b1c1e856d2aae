"""Values over time that are known exactly: a line a group, broken where the series changes."""

from typing import Any

import altair as alt

from orchestration.site.charts.parts import NUMBER, ROWS, TIP, colour, parameters, shape


def chart() -> Any:
    """Fields: time, exact, series, slot, breaks, tip."""
    rows = alt.Chart(ROWS).encode(x=time())
    value = alt.Y(
        "exact:Q",
        title=None,
        axis=alt.Axis(labelExpr=NUMBER, tickCount=5),
        scale=alt.Scale(zero=False, nice=True),
    )
    line = rows.mark_line(strokeWidth=2).encode(y=value, color=colour(), detail="series:N")
    exact = (
        rows.transform_filter("isValid(datum.exact)")
        .mark_point(filled=True, size=80, opacity=1)
        .encode(y=value, color=colour(), shape=shape(), tooltip=TIP)
    )
    layers = [
        broken(rows),
        line.properties(name="line"),
        exact.properties(name="exact"),
    ]
    return parameters(alt.layer(*layers).properties(height=260), "percent")


def time() -> alt.X:
    """Years or months, as the data write them."""
    return alt.X("time:O", title=None, axis=alt.Axis(labelAngle=0, grid=False))


def broken(rows: Any) -> Any:
    """The year in which another statistical series begins."""
    return (
        rows.transform_filter("datum.breaks")
        .mark_rule(strokeDash=[2, 4], strokeWidth=1.5)
        .properties(name="breaks")
    )

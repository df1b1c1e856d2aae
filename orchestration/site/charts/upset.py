"""UpSet plot of overlapping sets: one column per combination, its sets below and its size above."""

from typing import Any

import altair as alt

from orchestration.site.charts.intervals import BOUNDED
from orchestration.site.charts.parts import NUMBER, ROWS, TIP, add_parameters, printed_points

SETS = alt.NamedData("sets")


def chart() -> Any:
    """Fields of rows: combination, low, high, exact, printed, tip; of sets: combination, layer, member."""
    return add_parameters(
        alt.vconcat(_sizes(), _members(), spacing=6).resolve_scale(x="shared"), "percent"
    )


def _sizes() -> Any:
    rows = alt.Chart(ROWS).encode(x=_combination(), tooltip=TIP)
    bounded = rows.transform_filter(BOUNDED)
    span = bounded.mark_rule(strokeWidth=3, opacity=0.75, stroke="var(--series-1)").encode(
        y=_size("low"), y2="high:Q"
    )
    ends = bounded.mark_tick(thickness=3, size=14, orient="horizontal", color="var(--series-1)")
    exact = (
        rows.transform_filter("isValid(datum.exact)")
        .mark_point(filled=True, size=130, color="var(--series-1)", opacity=1)
        .encode(y=_size("exact"))
    )
    printed = printed_points(rows).encode(y=_size("printed"))
    layers = [
        span.properties(name="span"),
        ends.encode(y=_size("low")).properties(name="low"),
        ends.encode(y=_size("high")).properties(name="high"),
        exact.properties(name="exact"),
        printed.properties(name="printed"),
    ]
    return alt.layer(*layers).properties(height=200)


def _members() -> Any:
    dots = alt.Chart(SETS).encode(
        x=_combination(),
        y=alt.Y(
            "layer:N",
            sort=None,
            title=None,
            axis=alt.Axis(labelExpr="split(datum.label, '\\n')", grid=False),
        ),
    )
    empty = dots.mark_point(filled=True, size=90, color="var(--line)", opacity=1)
    member = dots.transform_filter("datum.member").mark_point(
        filled=True, size=110, color="var(--ink)", opacity=1
    )
    link = (
        dots.transform_filter("datum.member")
        .mark_line(color="var(--ink)", strokeWidth=2)
        .encode(detail="combination:N")
    )
    layers = [
        empty.properties(name="place"),
        link.properties(name="link"),
        member.properties(name="member"),
    ]
    return alt.layer(*layers).properties(height=alt.Step(34))


def _combination() -> alt.X:
    return alt.X(
        "combination:N",
        sort=None,
        title=None,
        axis=None,
        scale=alt.Scale(type="point", padding=0.6),
    )


def _size(field: str) -> alt.Y:
    return alt.Y(
        f"{field}:Q",
        title=None,
        axis=alt.Axis(labelExpr=NUMBER, tickCount=4),
        scale=alt.Scale(domainMin=0, domainMax=alt.ExprRef("ceiling"), nice=True),
    )

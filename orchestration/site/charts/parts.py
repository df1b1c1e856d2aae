"""Axes, scales and encodings that several kinds of charts share."""

from typing import Any

import altair as alt

from orchestration.site.charts.theme import COLOURS, SHAPES, SLOTS

ROWS = alt.NamedData("rows")
TIP = alt.Tooltip("tip:N")

NUMBER = (
    "unit === 'percent' ? format(datum.value * 100, ',~f') + '%'"
    " : unit === 'ratio' ? format(datum.value, ',~r')"
    " : language === 'ko' && abs(datum.value) >= 10000"
    " ? format(datum.value / 10000, ',~f') + '만'"
    " : format(datum.value, ',~f')"
)
"""Vega expression for the text of a tick; Korean uses 만 (ten thousand)."""


def add_parameters(chart: Any, unit: str) -> Any:
    """`chart` with the parameters that a page sets: unit, language and ends of the scale."""
    return chart.add_params(
        alt.param(name="unit", value=unit),
        alt.param(name="language", value="ko"),
        alt.param(name="floor", value=0),
        alt.param(name="ceiling", value=None),
    )


def labelled_rows() -> Any:
    """The base of a chart with one row per label, in the order of the data.

    The layers of a chart draw different rows, so that the order is a field and not the order of the marks.
    """
    numbered = alt.Chart(ROWS).transform_window(position="row_number()")
    return numbered.encode(y=label_axis(), tooltip=TIP)


def label_axis() -> alt.Y:
    """The vertical axis: one row per label; a label may have several lines."""
    return alt.Y(
        "label:N",
        sort=alt.EncodingSortField("position", op="min"),
        title=None,
        axis=alt.Axis(labelExpr="split(datum.label, '\\n')", grid=False),
        scale=alt.Scale(paddingInner=0.2, paddingOuter=0.2),
    )


def amount_axis(field: str) -> alt.X:
    """A horizontal axis for a quantity, from zero (or another start) to the end that the page sets."""
    return alt.X(
        f"{field}:Q",
        title=None,
        axis=alt.Axis(labelExpr=NUMBER),
        scale=alt.Scale(
            domainMin=alt.ExprRef("floor"), domainMax=alt.ExprRef("ceiling"), nice=True
        ),
    )


def quotient_axis(field: str) -> alt.X:
    """A horizontal logarithmic axis for a quotient: 0.5 and 2 are equally far from 1.

    The script sets its ends and ticks from the data, and its title.
    """
    return alt.X(
        f"{field}:Q",
        title=None,
        axis=alt.Axis(labelExpr=NUMBER),
        scale=alt.Scale(type="log", nice=False, padding=14),
    )


def colour() -> alt.Color:
    """The colour of a slot; the page shows the legend."""
    return alt.Color("slot:N", scale=alt.Scale(domain=SLOTS, range=COLOURS), legend=None)


def shape() -> alt.Shape:
    """The shape of a slot, so that colour is not the only difference."""
    return alt.Shape("slot:N", scale=alt.Scale(domain=SLOTS, range=SHAPES), legend=None)


def printed_points(rows: Any) -> Any:
    """A hollow diamond per row with a value that policy report 317 prints, without an axis."""
    return rows.transform_filter("isValid(datum.printed)").mark_point(
        shape="diamond",
        size=150,
        filled=False,
        strokeWidth=2,
        stroke="var(--printed)",
        opacity=1,
    )


def unity_rule() -> Any:
    """The vertical line at quotient 1."""
    one = alt.Chart(alt.InlineData([{"one": 1}]), name="unity")
    return one.mark_rule(strokeWidth=1.5).encode(x=quotient_axis("one"))

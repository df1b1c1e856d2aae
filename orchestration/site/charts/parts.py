"""Pieces that several kinds of charts share."""

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
"""How a tick is written; Koreans count in 만 (ten thousand)."""


def parameters(chart: Any, unit: str) -> Any:
    """The values that a page sets: unit, language and the end of the scale."""
    return chart.add_params(
        alt.param(name="unit", value=unit),
        alt.param(name="language", value="ko"),
        alt.param(name="ceiling", value=None),
    )


def rows_of_labels() -> alt.Y:
    """One row a label, in the order of the data; a label may have several lines."""
    return alt.Y(
        "label:N",
        sort=None,
        title=None,
        axis=alt.Axis(labelExpr="split(datum.label, '\\n')", grid=False),
        scale=alt.Scale(paddingInner=0.2, paddingOuter=0.2),
    )


def amount(field: str) -> alt.X:
    """A quantity from zero to the end that the page sets."""
    return alt.X(
        f"{field}:Q",
        title=None,
        axis=alt.Axis(labelExpr=NUMBER),
        scale=alt.Scale(domainMin=0, domainMax=alt.ExprRef("ceiling"), nice=True),
    )


def multiple(field: str) -> alt.X:
    """A quotient on a logarithmic scale, so that half and double lie equally far from one."""
    return alt.X(
        f"{field}:Q",
        title=None,
        axis=alt.Axis(labelExpr=NUMBER, values=_ROUND_MULTIPLES),
        scale=alt.Scale(type="log", nice=False, padding=14),
    )


_ROUND_MULTIPLES = [
    0.01,
    0.02,
    0.05,
    0.1,
    0.2,
    0.3,
    0.5,
    0.7,
    1,
    1.5,
    2,
    3,
    5,
    10,
    20,
    50,
    100,
    200,
]


def colour() -> alt.Color:
    """The colour of a slot, explain by the legend beside the chart."""
    return alt.Color("slot:N", scale=alt.Scale(domain=SLOTS, range=COLOURS), legend=None)


def shape() -> alt.Shape:
    """The shape of a slot, so that colour is never the only difference."""
    return alt.Shape("slot:N", scale=alt.Scale(domain=SLOTS, range=SHAPES), legend=None)


def unity() -> Any:
    """The line where a quotient is one."""
    one = alt.Chart(alt.InlineData([{"one": 1}]), name="unity")
    return one.mark_rule(strokeWidth=1.5).encode(x=multiple("one"))

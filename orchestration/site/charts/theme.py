"""The look of the charts.

Colours are custom properties of design.css, so that they follow its light, dark and print styles.
"""

from typing import Any

COLOURS = [f"var(--series-{number})" for number in range(1, 9)]
SHAPES = [
    "circle",
    "square",
    "triangle-up",
    "diamond",
    "cross",
    "triangle-down",
    "circle",
    "square",
]
SLOTS = list(range(1, 9))


def theme() -> dict[str, Any]:
    """The Vega-Lite configuration that all charts share."""
    labels = {"labelColor": "var(--ink-soft)", "labelFontSize": 13}
    return {
        "aria": False,
        "background": None,
        "view": {"stroke": None},
        "padding": {"left": 2, "right": 12, "top": 6, "bottom": 2},
        "axis": {
            **labels,
            "domain": False,
            "ticks": False,
            "grid": True,
            "gridColor": "var(--line)",
            "labelPadding": 8,
            "title": None,
            "titleColor": "var(--ink-soft)",
            "titleFontSize": 13,
            "titleFontWeight": "normal",
            "titlePadding": 8,
        },
        "axisY": {"labelLimit": 400, "labelLineHeight": 17},
        "axisX": {"tickCount": 5},
        "rule": {"stroke": "var(--ink-soft)"},
        "text": {"fill": "var(--ink-soft)", "fontSize": 13},
    }

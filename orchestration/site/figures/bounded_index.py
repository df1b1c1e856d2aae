"""An index from 0 to 1 with bounds (`density_low`, `density_high`): text, chart, possible firsts."""

from collections.abc import Callable, Sequence

from orchestration.site.context import Context
from orchestration.site.figure import Panel
from orchestration.site.figures import intervals
from orchestration.site.marts import Row
from orchestration.site.numbers import join_bounds

NAMED = 3
"""Most rows that a finding names where bounds or equal values leave several possible."""


def write_index(row: Row, field: str, write: Callable[[float], str]) -> str:
    """The index, or both bounds where their texts differ; nothing where it is not known."""
    low, high = row[f"{field}_low"], row[f"{field}_high"]
    return "" if low is None or high is None else join_bounds(write(low), write(high))


def index_panel(
    context: Context,
    rows: Sequence[Row],
    field: str,
    *,
    name: Callable[[Row], str],
    write: Callable[[float], str],
    heading: str = "",
    ceiling: float | None = None,
) -> Panel:
    """The chart of the index `field` of these rows; without `ceiling`, the scale fits the largest value."""
    drawn = [
        {
            "label": f"{name(row)}\n{write_index(row, field, write)}",
            "low": row[f"{field}_low"],
            "high": row[f"{field}_high"],
            "exact": row[f"{field}_low"] if row[f"{field}_low"] == row[f"{field}_high"] else None,
            "slot": 1,
        }
        for row in rows
    ]
    return Panel(
        "intervals",
        drawn,
        heading,
        unit="ratio",
        legend=intervals.legend(context, drawn),
        ceiling=intervals.scale_end(drawn) if ceiling is None else ceiling,
    )


def possible_firsts(rows: Sequence[Row]) -> list[Row]:
    """The rows that may be the first, where these are few and all shown; else none.

    A row has `may_be_first`, and `candidates`: how many may be the first, of all that the query looked at.
    """
    first = [row for row in rows if row["may_be_first"]]
    return first if len(first) == rows[0]["candidates"] <= NAMED else []

"""Chart rows and legends for shares that are exact, bounded or not disclosed."""

import math
from collections.abc import Iterable

from orchestration.site.context import Context
from orchestration.site.figure import ChartRow, LegendEntry
from orchestration.site.figures.columns import share_text
from orchestration.site.marts import Row

PROXY = 5
"""The slot of values of an approximation by divisions: they are exact, but of something larger."""


def interval_row(
    context: Context, row: Row, label: str, field: str = "share", printed: float | None = None
) -> ChartRow:
    """A row of a chart of the kind `intervals`: the share `field` with its bounds, each from 0 to 1.

    `printed` is the share that policy report 317 prints.
    """
    low, high = row[f"{field}_low"], row[f"{field}_high"]
    written = share_text(context, row, field)
    tip = None
    if printed is not None:
        then = f"{context.text('mark.printed')} {context.numbers.percent(printed)}"
        tip = f"{label}: {written} · {then}"
    return {
        "label": f"{label}\n{written}",
        "low": low,
        "high": high,
        "exact": low if low is not None and low == high else None,
        "printed": printed,
        "note": written if low is None else None,
        "slot": slot_of(context, row),
        "tip": tip,
    }


def slot_of(context: Context, row: Row) -> int:
    """The slot of a value: that of proxies for an approximation by divisions."""
    return PROXY if row.get("taxonomy_id") in context.scope.proxies else 1


def legend(context: Context, rows: Iterable[ChartRow]) -> list[LegendEntry]:
    """The legend of the marks that these rows use."""
    rows = list(rows)
    entries = []
    exact = {row["slot"] for row in rows if row.get("exact") is not None}
    if exact - {PROXY}:
        entries.append(LegendEntry("slot-1", context.text("mark.exact")))
    if PROXY in exact:
        entries.append(LegendEntry(f"slot-{PROXY}", context.text("mark.proxy")))
    if any(row.get("low") is not None and row.get("exact") is None for row in rows):
        entries.append(LegendEntry("span", context.text("mark.span")))
    if any(row.get("printed") is not None for row in rows):
        entries.append(LegendEntry("printed", context.text("mark.printed")))
    return entries


def scale_end(rows: Iterable[ChartRow]) -> float:
    """The end of a scale from 0 for all these rows: the first tick above the largest value, at most 1."""
    ends = [row.get(field) or 0.0 for row in rows for field in ("high", "exact", "printed")]
    return min(1.0, next_tick(max(ends, default=1.0)))


def next_tick(value: float) -> float:
    """The end of a scale from 0 to at least `value` at which an axis with about five ticks has one."""
    if value <= 0:
        return 1.0
    end = value
    for _ in range(5):
        step = _tick_step(end)
        end = math.ceil(round(end / step, 9)) * step
    return round(end, 9)


def _tick_step(end: float) -> float:
    """The distance of the ticks from 0 to `end`, as in the `ticks` of d3-array for five ticks."""
    rough = end / 5
    power = 10.0 ** math.floor(math.log10(rough))
    for times, least in ((10, math.sqrt(50)), (5, math.sqrt(10)), (2, math.sqrt(2))):
        if rough / power >= least:
            return times * power
    return power

"""Rows and legends for charts of values that are known, bounded or hidden."""

from collections.abc import Iterable

from orchestration.site.context import Context
from orchestration.site.figure import ChartRow, Column, Mark
from orchestration.site.marts import Row


def interval(
    context: Context, row: Row, label: str, field: str = "share", printed: float | None = None
) -> ChartRow:
    """A row of the kind `intervals`, for a share with its bounds."""
    low, high = row[f"{field}_low"], row[f"{field}_high"]
    written = share(context, row, field)
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
        "slot": 1,
        "tip": tip,
    }


def share(context: Context, row: Row, field: str = "share") -> str:
    """A share as text: the value, the interval, or the words for a hidden one or one of nothing."""
    if row[f"{field}_low"] is None and row.get("national_value_high") == 0:
        return context.text("word.nothing")
    if row[f"{field}_low"] is None and row.get("status") == "unknown":
        return context.text.label("status", "unknown")
    return context.numbers.percent_between(row[f"{field}_low"], row[f"{field}_high"])


def legend(context: Context, rows: Iterable[ChartRow]) -> list[Mark]:
    """The marks that these rows need explain."""
    rows = list(rows)
    marks = []
    if any(row.get("exact") is not None for row in rows):
        marks.append(Mark("slot-1", context.text("mark.exact")))
    if any(row.get("low") is not None and row.get("exact") is None for row in rows):
        marks.append(Mark("span", context.text("mark.span")))
    if any(row.get("printed") is not None for row in rows):
        marks.append(Mark("printed", context.text("mark.printed")))
    return marks


def ceiling(rows: Iterable[ChartRow]) -> float:
    """The end of a scale that all these rows share, at most the whole."""
    ends = [row.get(field) or 0.0 for row in rows for field in ("high", "printed")]
    return min(1.0, max(ends, default=1.0) * 1.05)


def status(context: Context) -> Column:
    """How the value of a row is known, in words."""
    return Column(
        context.text("column.status"), lambda row: context.text.label("status", str(row["status"]))
    )


def taxonomy(context: Context) -> Column:
    """The classification of a row."""
    return Column(context.text("column.taxonomy"), lambda row: context.taxonomy(row["taxonomy_id"]))


def measure(context: Context) -> Column:
    """What a row counts."""
    return Column(context.text("column.measure"), lambda row: context.measure(row["measure"]))


def printed_share(context: Context, field: str) -> Column:
    """What the report printed, or nothing."""
    return Column(
        context.text("column.printed"),
        lambda row: "" if row[field] is None else context.numbers.percent(row[field]),
        True,
    )


def between(context: Context, heading: str, low: str, high: str) -> Column:
    """A count, or the interval in which it lies."""
    return Column(
        context.text(f"column.{heading}"),
        lambda row: context.numbers.count_between(row[low], row[high]),
        True,
    )

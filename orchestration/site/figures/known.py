"""What is known about a number: exact value, estimate with interval, or bounds only; and its text.

An estimate of grade C is never a number: only its interval is written and drawn.
"""

from dataclasses import dataclass
from typing import Literal

from orchestration.site.context import Context
from orchestration.site.figures.columns import share_text
from orchestration.site.marts import Row

UNRELIABLE = "C"
SMALL = 0.02
Field = Literal["value", "share"]


@dataclass(frozen=True)
class Known:
    """A count, or a share from 0 to 1. `point` is None where only an interval or bounds may be shown.

    `low` and `high` are the ends of the 80 % interval, `bound_low` and `bound_high` the sound bounds.
    """

    point: float | None
    low: float | None
    high: float | None
    bound_low: float | None
    bound_high: float | None

    @property
    def is_estimate(self) -> bool:
        """Whether there is an estimate, of whatever grade."""
        return self.low is not None


def read_known(row: Row, field: Field) -> Known:
    """The value or the share of the nation in a row of `smart_city_share` with its estimate."""
    name, grade = {
        "value": ("estimate", "reliability"),
        "share": ("share_estimate", "reliability_in_nation"),
    }[field]
    low, high, estimate = row[f"{field}_low"], row[f"{field}_high"], row[name]
    if low is not None and low == high:
        return Known(low, None, None, low, high)
    if estimate is None:
        return Known(None, None, None, low, high)
    point = None if row[grade] == UNRELIABLE else estimate
    return Known(point, row[f"{name}_low_80"], row[f"{name}_high_80"], low, high)


def write_known(context: Context, row: Row, field: Field) -> str:
    """The number with its error: 24.6%, about 24.6% (80%: 23.5–25.6%), an interval, or bounds."""
    known = read_known(row, field)
    if known.is_estimate:
        range_ = _between(context, row, field, known.low, known.high)
        if known.point is None:
            return context.text("estimate.interval_only", range=range_)
        about = context.text("estimate.about", value=_number(context, row, field, known.point))
        return context.text("estimate.with_interval", about=about, range=range_)
    if known.point is not None:
        return _number(context, row, field, known.point)
    if field == "share":
        return share_text(context, row)
    return _between(context, row, field, known.bound_low, known.bound_high)


def write_point(context: Context, row: Row, field: Field) -> str:
    """The number alone (about 24.6%); its interval or bounds where no number may be shown."""
    known = read_known(row, field)
    if known.point is None:
        return write_known(context, row, field)
    number = _number(context, row, field, known.point)
    return context.text("estimate.about", value=number) if known.is_estimate else number


def write_interval(context: Context, row: Row, field: Field) -> str:
    """The 80 % interval of an estimate."""
    known = read_known(row, field)
    return _between(context, row, field, known.low, known.high)


def write_bounds(context: Context, row: Row, field: Field) -> str:
    """The sound bounds."""
    known = read_known(row, field)
    return _between(context, row, field, known.bound_low, known.bound_high)


def _number(context: Context, row: Row, field: Field, value: float) -> str:
    if field == "share":
        return context.numbers.percent(value, _decimals(row))
    return with_unit(context, context.numbers.short(value), row["measure"])


def _between(
    context: Context, row: Row, field: Field, low: float | None, high: float | None
) -> str:
    if field == "share":
        return context.numbers.percent_between(low, high, _decimals(row))
    written = context.numbers.short_between(low, high)
    return written if low is None else with_unit(context, written, row["measure"])


def _decimals(row: Row) -> int:
    """The decimals of a share in percent: two where one would not tell the ends of its interval apart."""
    known = read_known(row, "share")
    highest = known.high if known.is_estimate else known.bound_high
    return 2 if highest is not None and highest < SMALL else 1


def with_unit(context: Context, count: str, measure: str) -> str:
    """A written count with the unit that the language adds: 414,950명, 56.8만 명."""
    spaced = f"{count} " if count.endswith("만") else count
    return context.text(f"estimate.count_{measure}", count=spaced)

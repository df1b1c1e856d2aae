"""A share on a horizontal line: its interval, the bounds behind it, and the figures beside it."""

import math
from dataclasses import dataclass

from orchestration.site.figures.known import Known

WIDTH = 200.0
STEPS = 0.1


@dataclass(frozen=True)
class DrawnShare:
    """Positions from 0 to 200 on the line, and the text that says the same.

    Spans are start and length; None where there is nothing to draw. `end` is the share at the right end;
    bounds beyond it are cut there.
    """

    end: float
    bounds: tuple[float, float] | None
    interval: tuple[float, float] | None
    point: float | None
    pension: tuple[float, float] | None
    printed: float | None
    text: str


def draw_share(
    known: Known, printed: float | None, pension: tuple[float, float] | None, text: str
) -> DrawnShare:
    """Draw a share from 0 to 1 with the printed share and the bounds of the pension share."""
    shown = [known.point, known.high, printed, *(pension or ())]
    greatest = max((value for value in shown if value is not None), default=0.0)
    if not greatest and known.bound_high is not None:
        greatest = known.bound_high
    end = min(1.0, max(STEPS, math.ceil(greatest * 1.15 / STEPS) * STEPS))

    def at(value: float) -> float:
        return round(min(value, end) / end * WIDTH, 2)

    def span(low: float | None, high: float | None) -> tuple[float, float] | None:
        if low is None or high is None:
            return None
        return at(low), round(max(at(high) - at(low), 0.8), 2)

    return DrawnShare(
        end,
        None if known.bound_low == known.bound_high else span(known.bound_low, known.bound_high),
        span(known.low, known.high),
        None if known.point is None else at(known.point),
        span(*pension) if pension else None,
        None if printed is None else at(printed),
        text,
    )

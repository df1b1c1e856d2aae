"""How employees or establishments of a region changed: in percent, in words and as a sparkline."""

from collections.abc import Sequence
from dataclasses import dataclass

from orchestration.site.context import Context
from orchestration.site.course import describe_course
from orchestration.site.figures.known import Field, read_known, with_unit, write_point
from orchestration.site.marts import Row

WIDTH, HEIGHT, MARGIN = 200.0, 44.0, 5.0


@dataclass(frozen=True)
class Sparkline:
    """A small curve. `points` are x and y in a box of 200 × 44; `text` says the same in words."""

    points: tuple[tuple[float, float], ...]
    first: str
    last: str
    text: str


@dataclass(frozen=True)
class Growth:
    """The change since the first year: `lead` in percent, then sentences."""

    lead: str
    lines: tuple[str, ...]
    sparkline: Sparkline | None = None


def describe_growth(context: Context, rows: Sequence[Row]) -> Growth:
    """The change of one measure over the years of a series.

    Where a value of the years is too uncertain for a number, the share of the nation stands for it. A curve
    that turned between its ends is described in its parts.
    """
    for field in ("value", "share"):
        points = [read_known(row, field).point for row in rows]
        values = [point for point in points if point is not None]
        if len(values) == len(rows) > 1 and values[0]:
            return _describe(context, rows, field, values)
    is_estimate = any(read_known(row, "share").is_estimate for row in rows)
    return Growth("", (context.text(f"estimate.no_change{'' if is_estimate else '_of_bounds'}"),))


def _describe(
    context: Context, rows: Sequence[Row], field: Field, values: Sequence[float]
) -> Growth:
    course = describe_course(values)
    between = _change(context, field, values[0], values[-1])
    lead, lines = between, []
    if course.shape in ("peak", "trough"):
        at = course.highest if course.shape == "peak" else course.lowest
        lead = context.text(
            "estimate.two_parts",
            rise=_change(context, field, values[0], values[at]),
            fall=_change(context, field, values[at], values[-1]),
        )
        lines.append(
            context.text(
                f"estimate.{course.shape}",
                year=rows[at]["year"],
                value=write_point(context, rows[at], field),
            )
        )
    elif course.shape == "several":
        lead = context.text("estimate.up_and_down")
        lines.append(
            context.text(
                "estimate.several",
                high_year=rows[course.highest]["year"],
                high=write_point(context, rows[course.highest], field),
                low_year=rows[course.lowest]["year"],
                low=write_point(context, rows[course.lowest], field),
            )
        )
    lines.append(
        context.text(
            "estimate.change" if field == "value" else "estimate.change_of_share",
            from_year=rows[0]["year"],
            to_year=rows[-1]["year"],
            first=write_point(context, rows[0], field),
            last=write_point(context, rows[-1], field),
            change=with_unit(
                context, context.numbers.signed(values[-1] - values[0]), rows[0]["measure"]
            ),
            percent=between,
        )
    )
    return Growth(lead, tuple(lines), _sparkline(context, rows, field, values))


def _change(context: Context, field: Field, first: float, last: float) -> str:
    """The change in percent of a count, or in points of a share."""
    if field == "share":
        return context.numbers.points(last - first)
    return context.numbers.signed_percent(last / first - 1)


def _sparkline(
    context: Context, rows: Sequence[Row], field: Field, values: Sequence[float]
) -> Sparkline:
    low, high = min(values), max(values)
    step = (WIDTH - 2 * MARGIN) / (len(values) - 1)
    scale = (HEIGHT - 2 * MARGIN) / (high - low) if high > low else 0.0
    points = tuple(
        (round(MARGIN + at * step, 1), round(HEIGHT - MARGIN - (value - low) * scale, 1))
        for at, value in enumerate(values)
    )
    written = ", ".join(f"{row['year']}: {write_point(context, row, field)}" for row in rows)
    text = context.text(
        "estimate.curve", measure=context.measure(rows[0]["measure"]), values=written
    )
    return Sparkline(points, str(rows[0]["year"]), str(rows[-1]["year"]), text)

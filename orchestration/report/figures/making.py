"""How a figure is made: what it needs, and what it says when that is missing."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Concatenate, ParamSpec

from orchestration.report.context import Context
from orchestration.report.figure import Empty, Figure
from orchestration.report.figures.remarks import (
    approximation,
    division_year,
    of_year,
    together,
)

P = ParamSpec("P")
Build = Callable[Concatenate[Context, P], Figure | None]


def figure(
    name: str, *marts: str, needs_divisions: bool = False
) -> Callable[[Build[P]], Callable[Concatenate[Context, P], Figure]]:
    """Name a figure and its marts: it is empty, and says why, where one of these holds nothing.

    Where it shows an approximation by divisions, its note says how far that hangs on the threshold.
    One that needs divisions is of the latest year that has them, and says so where later years have none.
    """

    def decorate(build: Build[P]) -> Callable[Concatenate[Context, P], Figure]:
        @wraps(build)
        def built(latest: Context, /, *values: P.args, **named: P.kwargs) -> Figure:
            context = latest.by_division if needs_divisions else latest
            missing = [mart for mart in marts if not context.marts.has(mart)]
            found = None if missing else build(context, *values, **named)
            topic = context.text(f"topic.{name}")
            if found is None:
                return empty(context, name, topic, (missing or list(marts))[0])
            rows = found.answer.rows if found.answer else ()
            remark = approximation(context.by_division, rows)
            note = found.note if remark in found.note else together(found.note, remark)
            return replace(
                found,
                name=name,
                topic=topic,
                unit=found.unit if context is latest else of_year(context, found.unit),
                sources=found.sources or context.sources(rows),
                note=note if context is latest else together(division_year(latest), note),
            )

        return built

    return decorate


def empty(context: Context, name: str, topic: str, mart: str) -> Figure:
    """A figure that says why it shows nothing."""
    text = context.text
    key = mart if text.knows(f"empty.{mart}.reason") else "any"
    return Figure(
        name,
        topic,
        text("empty.title", topic=topic),
        empty=Empty(text(f"empty.{key}.reason", mart=mart), text(f"empty.{key}.remedy", mart=mart)),
    )

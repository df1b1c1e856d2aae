"""How a figure is made: what it needs, and what it says when that is missing."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Concatenate, ParamSpec

from orchestration.site.context import Context
from orchestration.site.figure import Empty, Figure
from orchestration.site.figures.remarks import approximation, together

P = ParamSpec("P")
Build = Callable[Concatenate[Context, P], Figure | None]


def figure(
    name: str, *marts: str
) -> Callable[[Build[P]], Callable[Concatenate[Context, P], Figure]]:
    """Name a figure and its marts: it is empty, and says why, where one of these holds nothing.

    Where it shows an approximation by divisions, its note says how far that hangs on the threshold.
    """

    def decorate(build: Build[P]) -> Callable[Concatenate[Context, P], Figure]:
        @wraps(build)
        def built(context: Context, /, *values: P.args, **named: P.kwargs) -> Figure:
            missing = [mart for mart in marts if not context.marts.has(mart)]
            found = None if missing else build(context, *values, **named)
            topic = context.text(f"topic.{name}")
            if found is None:
                return empty(context, name, topic, (missing or list(marts))[0])
            rows = found.answer.rows if found.answer else ()
            remark = approximation(context, rows)
            return replace(
                found,
                name=name,
                topic=topic,
                sources=found.sources or context.sources(rows),
                note=found.note if remark in found.note else together(found.note, remark),
            )

        return built

    return decorate


def empty(context: Context, name: str, topic: str, mart: str) -> Figure:
    """A figure that says why it shows nothing."""
    text = context.text
    key = mart if text.has(f"empty.{mart}.reason") else "any"
    return Figure(
        name,
        topic,
        text("empty.title", topic=topic),
        empty=Empty(text(f"empty.{key}.reason", mart=mart), text(f"empty.{key}.remedy", mart=mart)),
    )

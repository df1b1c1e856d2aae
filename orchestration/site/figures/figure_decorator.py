"""The decorator `figure`: names a figure and replaces it by an explanation where its marts have no rows."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Concatenate, ParamSpec

from orchestration.site.context import Context
from orchestration.site.figure import Empty, Figure
from orchestration.site.figures.notes import join_notes, threshold_note

P = ParamSpec("P")
Build = Callable[Concatenate[Context, P], Figure | None]


def figure(
    name: str, *marts: str
) -> Callable[[Build[P]], Callable[Concatenate[Context, P], Figure]]:
    """Decorate a function that builds the figure `name` from `marts`.

    The figure is empty, with a reason, where one of the marts has no rows or the function returns None. A
    figure of a division approximation gets a note with the range of its thresholds.
    """

    def decorate(build: Build[P]) -> Callable[Concatenate[Context, P], Figure]:
        @wraps(build)
        def build_named(context: Context, /, *values: P.args, **named: P.kwargs) -> Figure:
            missing = [mart for mart in marts if not context.marts.has_rows(mart)]
            found = None if missing else build(context, *values, **named)
            topic = context.text(f"topic.{name}")
            if found is None:
                return build_empty(context, name, topic, (missing or list(marts))[0])
            rows = found.result.rows if found.result else ()
            note = threshold_note(context, rows)
            return replace(
                found,
                name=name,
                topic=topic,
                sources=found.sources or context.sources(rows),
                note=found.note if note in found.note else join_notes(found.note, note),
            )

        return build_named

    return decorate


def build_empty(context: Context, name: str, topic: str, mart: str) -> Figure:
    """A figure without content that says which data are missing and how to load them."""
    text = context.text
    key = mart if text.has(f"empty.{mart}.reason") else "any"
    return Figure(
        name,
        topic,
        text("empty.title", topic=topic),
        empty=Empty(text(f"empty.{key}.reason", mart=mart), text(f"empty.{key}.remedy", mart=mart)),
    )

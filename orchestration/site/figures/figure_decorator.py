"""The decorator `figure`: names a figure and replaces it by an explanation where its marts have no rows."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Concatenate, ParamSpec

from orchestration.site.context import Context
from orchestration.site.figure import Empty, Figure
from orchestration.site.figures.notes import division_year, join_notes, of_year, threshold_note

P = ParamSpec("P")
Build = Callable[Concatenate[Context, P], Figure | None]


def figure(
    name: str, *marts: str, needs_divisions: bool = False
) -> Callable[[Build[P]], Callable[Concatenate[Context, P], Figure]]:
    """Decorate a function that builds the figure `name` from `marts`.

    The figure is empty, with a reason, where one of the marts has no rows or the function returns None. A
    figure of a division approximation gets a note with the range of its thresholds. A figure
    that needs divisions shows the latest year that has them, and says so where later years have none.
    """

    def decorate(build: Build[P]) -> Callable[Concatenate[Context, P], Figure]:
        @wraps(build)
        def build_named(latest: Context, /, *values: P.args, **named: P.kwargs) -> Figure:
            context = latest.by_division if needs_divisions else latest
            missing = [mart for mart in marts if not context.marts.has_rows(mart)]
            found = None if missing else build(context, *values, **named)
            topic = context.text(f"topic.{name}")
            if found is None:
                return build_empty(context, name, topic, (missing or list(marts))[0])
            rows = found.result.rows if found.result else ()
            remark = threshold_note(context.by_division, rows)
            note = found.note if remark in found.note else join_notes(found.note, remark)
            return replace(
                found,
                name=name,
                topic=topic,
                title=found.title if context.scope.has_subject else _title_of_proxy(context, topic),
                unit=found.unit if context is latest else of_year(context, found.unit),
                sources=found.sources or context.sources(rows),
                note=note if context is latest else join_notes(division_year(latest), note),
            )

        return build_named

    return decorate


def _title_of_proxy(context: Context, topic: str) -> str:
    """The title of a figure about an approximation alone: it states no finding."""
    return context.text("finding.of_proxy", topic=topic)


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

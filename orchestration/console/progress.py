"""A run as a person likes to watch it; plain lines where nobody watches."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from orchestration.console.text import warn
from orchestration.foreign_text import printable
from orchestration.progress import Event, Listener, listening
from orchestration.stopping import Stopped

_SECONDS_BETWEEN_LINES = 10.0


@contextmanager
def shown_progress(quiet: bool = False) -> Iterator[list[Event]]:
    """Show the stages of the block; yields the events for the summary: ends of stages, and notes."""
    ended: list[Event] = []
    if quiet:
        with listening(_recorder(ended, _unseen)):
            yield ended
    elif sys.stderr.isatty():
        with _live(ended):
            yield ended
    else:
        with listening(_recorder(ended, _plain_lines())):
            yield ended


def _recorder(ended: list[Event], show: Listener) -> Listener:
    def listen(event: Event) -> None:
        if event.kind in ("finished", "failed", "noted"):
            ended.append(event)
        show(event)

    return listen


def _unseen(event: Event) -> None:
    """Nobody watches."""


def _plain_lines() -> Listener:
    """A line for each stage that ended, and one every few seconds for a stage that takes long."""
    last = time.monotonic()

    def show(event: Event) -> None:
        nonlocal last
        if event.kind == "advanced":
            if event.total and time.monotonic() - last > _SECONDS_BETWEEN_LINES:
                last = time.monotonic()
                warn(f"...    {event.stage:<24} {event.done} of {event.total}")
            return
        last = time.monotonic()
        _plain(event)

    return show


def _plain(event: Event) -> None:
    if event.kind in ("finished", "failed") and event.detail != Stopped.__name__:
        mark = "ok    " if event.kind == "finished" else "FAILED"
        warn(f"{mark} {event.stage:<24} {event.seconds:6.2f} s  {event.detail}")
    elif event.kind == "noted":
        warn(f"note   {event.detail}")


@contextmanager
def _live(ended: list[Event]) -> Iterator[None]:
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (
        SpinnerColumn(finished_text="[green]✓"),
        TextColumn("{task.description:<22}"),
        TimeElapsedColumn(),
        TextColumn("[dim]{task.fields[detail]}"),
    )
    with Progress(*columns, console=console) as display:
        tasks: dict[str, int] = {}

        def show(event: Event) -> None:
            if event.kind == "noted":
                return  # the summary shows it; here it would move the display
            if event.kind == "started":
                tasks[event.stage] = display.add_task(event.stage, total=1, detail="")
                return
            task = display.tasks[tasks[event.stage]]
            counted = f"{event.done}" + (f"/{event.total}" if event.total else "")
            detail = f"{counted} {event.detail}" if event.done is not None else event.detail
            finished = event.kind == "finished"
            description = event.stage if event.kind != "failed" else f"[red]{event.stage} failed"
            display.update(
                task.id,
                detail=escape(printable(detail)),
                description=description,
                completed=1 if finished else 0,
            )
            if event.kind == "failed":
                display.stop_task(task.id)

        with listening(_recorder(ended, show)):
            yield

"""Shows the progress of a run: a live display on a terminal, plain lines otherwise."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from orchestration.console.text import print_status
from orchestration.foreign_text import printable
from orchestration.progress import Event, Listener, listening
from orchestration.stopping import Stopped

_SECONDS_BETWEEN_LINES = 10.0


@contextmanager
def show_progress(quiet: bool = False) -> Iterator[list[Event]]:
    """Show the stages that run inside the block, unless `quiet`.

    Yields the list of events for the summary: ends of stages and notes, filled while the block runs.
    """
    recorded: list[Event] = []
    if quiet:
        with listening(_record_events(recorded, _ignore)):
            yield recorded
    elif sys.stderr.isatty():
        with _live_display(recorded):
            yield recorded
    else:
        with listening(_record_events(recorded, _line_printer())):
            yield recorded


def _record_events(recorded: list[Event], show: Listener) -> Listener:
    def listen(event: Event) -> None:
        if event.kind in ("finished", "failed", "noted"):
            recorded.append(event)
        show(event)

    return listen


def _ignore(event: Event) -> None:
    """Show nothing."""


def _line_printer() -> Listener:
    """A listener that prints a line per finished stage, and one every few seconds for a long stage."""
    last = time.monotonic()

    def show(event: Event) -> None:
        nonlocal last
        if event.kind == "advanced":
            if event.total and time.monotonic() - last > _SECONDS_BETWEEN_LINES:
                last = time.monotonic()
                print_status(f"...    {event.stage:<24} {event.done} of {event.total}")
            return
        last = time.monotonic()
        _print_event(event)

    return show


def _print_event(event: Event) -> None:
    if event.kind in ("finished", "failed") and event.detail != Stopped.__name__:
        mark = "ok    " if event.kind == "finished" else "FAILED"
        print_status(f"{mark} {event.stage:<24} {event.seconds:6.2f} s  {event.detail}")
    elif event.kind == "noted":
        print_status(f"note   {event.detail}")


@contextmanager
def _live_display(recorded: list[Event]) -> Iterator[None]:
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
                return  # the summary shows notes; here they would move the display
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

        with listening(_record_events(recorded, show)):
            yield

"""Events of a run: a stage starts, advances, ends, or a note is given. Nothing here prints.

Lower packages call `stage(...)`. The command line listens with a progress display, the log writes lines,
tests collect a list.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Literal

from orchestration.foreign_text import printable
from orchestration.stopping import Stopped, stop_requested


@dataclass
class Event:
    """A stage `started`, `advanced`, `finished` or `failed`, or a note for the user (`noted`).

    `detail` is the text. A note does not stop the run.
    """

    kind: Literal["started", "advanced", "finished", "failed", "noted"]
    stage: str
    detail: str = ""
    done: int | None = None
    total: int | None = None
    seconds: float = 0.0
    notes: Sequence[Mapping[str, str]] = ()
    """More results of a stage that ended: one entry per dropped file."""


Listener = Callable[[Event], None]
_listener: ContextVar[Listener | None] = ContextVar("progress_listener", default=None)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Send all events inside the block to `listener`."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def current_listener() -> Listener | None:
    """The active listener, to be passed to a thread."""
    return _listener.get()


@dataclass
class Stage:
    """A running stage; `advance` reports its progress, `detail` becomes its last line."""

    name: str
    detail: str = ""
    started: float = field(default_factory=time.perf_counter)
    notes: list[Mapping[str, str]] = field(default_factory=list)

    def advance(self, detail: str, done: int | None = None, total: int | None = None) -> None:
        """Report that the stage has done `done` of `total` steps."""
        _send(Event("advanced", self.name, detail, done, total, self.seconds))

    @property
    def seconds(self) -> float:
        """Seconds since the start."""
        return time.perf_counter() - self.started


@contextmanager
def stage(name: str) -> Iterator[Stage]:
    """Send events when the block starts and ends, with its time and result."""
    current = Stage(name)
    _send(Event("started", name))
    try:
        yield current
    except BaseException as error:
        # DuckDB turns what a signal raises into a RuntimeError of its own
        kind = Stopped if stop_requested() else type(error)
        _send(_ended("failed", current, kind.__name__))
        raise
    _send(_ended("finished", current, current.detail))


def _ended(kind: Literal["finished", "failed"], current: Stage, detail: str) -> Event:
    return Event(kind, current.name, detail, seconds=current.seconds, notes=tuple(current.notes))


def note(text: str) -> None:
    """Add a note to the summary and the log."""
    _send(Event("noted", "note", printable(text)))


def _send(event: Event) -> None:
    listener = _listener.get()
    if listener is not None:
        listener(event)

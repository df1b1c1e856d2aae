"""How a run tells what it is doing, without knowing who listens.

The rooms below call `stage(...)`; the command line listens with a progress display, Dagster with its
log, tests with a list. Nothing here prints.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Literal

from orchestration.foreign_text import printable


@dataclass
class Event:
    """One thing that happened: a stage `started`, `advanced`, `finished` or `failed`.

    `noted` is something that a person should know of and that stops nothing; `detail` says it.
    """

    kind: Literal["started", "advanced", "finished", "failed", "noted"]
    stage: str
    detail: str = ""
    done: int | None = None
    total: int | None = None
    seconds: float = 0.0
    notes: Sequence[Mapping[str, str]] = ()
    """What people and programs have to know besides, once it ended: one entry a dropped file."""


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
    """The listener in force, to hand on to a thread."""
    return _listener.get()


@dataclass
class Stage:
    """A stage under way; `advance` tells how far it is, `detail` becomes its closing line."""

    name: str
    detail: str = ""
    started: float = field(default_factory=time.perf_counter)
    notes: list[Mapping[str, str]] = field(default_factory=list)

    def advance(self, detail: str, done: int | None = None, total: int | None = None) -> None:
        _tell(Event("advanced", self.name, detail, done, total, self.seconds))

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self.started


@contextmanager
def stage(name: str) -> Iterator[Stage]:
    """Announce a stage, time it, and say how it ended."""
    current = Stage(name)
    _tell(Event("started", name))
    try:
        yield current
    except BaseException as error:
        _tell(_ended("failed", current, type(error).__name__))
        raise
    _tell(_ended("finished", current, current.detail))


def _ended(kind: Literal["finished", "failed"], current: Stage, detail: str) -> Event:
    return Event(kind, current.name, detail, seconds=current.seconds, notes=tuple(current.notes))


def note(text: str) -> None:
    """Say something that a person should know of, in the summary and the log."""
    _tell(Event("noted", "note", printable(text)))


def _tell(event: Event) -> None:
    listener = _listener.get()
    if listener is not None:
        listener(event)

"""Ctrl-C, and the signals that end a process politely: work is undone, then one line and the status.

The first signal raises `Stopped` wherever the main thread is, so that every folder and process of the run
is cleaned up. A second one, or a clean-up that takes longer than `PATIENCE_SECONDS`, ends the process at
once; what it leaves then is removed by the next run, as after a crash, and its workers end with it.
Only the standard library is imported here: this is active before anything else is loaded.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType

PATIENCE_SECONDS = 10.0
_SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)


class Stopped(BaseException):
    """Somebody stops this process. No KeyboardInterrupt: Dagster would try such a step again later."""


class Stopping:
    """Listens from its creation on; `number` is the signal that came, or None."""

    def __init__(self, at_once: Callable[[int], None]) -> None:
        """`at_once` is called with the exit status when the process must end without clean-up."""
        self.number: int | None = None
        self._at_once = at_once
        self._lost = False
        self._others_unraisable = sys.unraisablehook
        sys.unraisablehook = self._raise_again
        for number in _SIGNALS:
            if number != getattr(signal, "SIGHUP", None) or _not_ignored(number):
                signal.signal(number, self._stop)

    @property
    def status(self) -> int:
        """The exit status of a process that was stopped: 128 and the number of the signal."""
        return 128 + (self.number or signal.SIGINT)

    def _stop(self, number: int, _: FrameType | None) -> None:
        if self._lost:
            self._lost = False
            raise Stopped
        if self.number is not None:
            self._at_once(self.status)
        self.number = number
        patience = threading.Timer(PATIENCE_SECONDS, lambda: self._at_once(self.status))
        patience.daemon = True
        patience.start()
        raise Stopped

    def _raise_again(self, lost: sys.UnraisableHookArgs) -> None:
        """Python drops what is raised in a destructor or a callback of the importer: raise it after."""
        if not issubclass(lost.exc_type, Stopped):
            self._others_unraisable(lost)
        elif self.number is not None:
            self._lost = True
            signal.raise_signal(self.number)


def _not_ignored(number: int) -> bool:
    """Whether whoever started us wants this signal to reach us: `nohup` does not."""
    return signal.getsignal(number) is not signal.SIG_IGN


def leave_to_parent() -> None:
    """In a worker: Ctrl-C reaches the whole group, and the run that started the worker ends it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def end(status: int) -> None:
    """End this process at once."""
    os._exit(status)

"""Ctrl-C, and the signals that end a process politely: work is undone, then one line and the status.

The first signal raises `Stopped` wherever the main thread is, so that every folder and process of the run
is cleaned up. Libraries may swallow an exception that comes from outside (a bare `except`, an import that
is only tried): while `Stopped` is not under way it is raised again. A second signal, or a clean-up that
takes longer than `PATIENCE_SECONDS`, ends the process at once; what it leaves then is removed by the next
run, as after a crash, and its workers end with it.
Only the standard library is imported here: this is active before anything else is loaded.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType

PATIENCE_SECONDS = 10.0
REPEAT_SECONDS = 0.25
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
        self._repeats = False
        self._ended = threading.Event()
        self._others_unraisable = sys.unraisablehook
        sys.unraisablehook = self._raise_again
        for number in _SIGNALS:
            if number != getattr(signal, "SIGHUP", None) or _not_ignored(number):
                signal.signal(number, self._stop)

    @property
    def status(self) -> int:
        """The exit status of a process that was stopped: 128 and the number of the signal."""
        return 128 + (self.number or signal.SIGINT)

    def finish(self) -> None:
        """The work is undone: nothing is raised any more, and the process has time for its last line."""
        self._ended.set()

    def _stop(self, number: int, _: FrameType | None) -> None:
        if self._repeats:
            self._repeats = False
            if self._ended.is_set() or _is_under_way(sys.exc_info()[1]):
                return
            raise Stopped
        if self.number is not None:
            self._at_once(self.status)
        self.number = number
        threading.Thread(target=self._repeat, args=(number,), daemon=True).start()
        raise Stopped

    def _repeat(self, number: int) -> None:
        """Signal the main thread until the work is undone, then end the process when that lasts."""
        limit = time.monotonic() + PATIENCE_SECONDS
        while not self._ended.wait(REPEAT_SECONDS):
            if time.monotonic() > limit:
                self._at_once(self.status)
            self._repeats = True
            signal.pthread_kill(threading.main_thread().ident or 0, number)

    def _raise_again(self, lost: sys.UnraisableHookArgs) -> None:
        """Python drops what is raised in a destructor or a callback of the importer: it comes again."""
        if not issubclass(lost.exc_type, Stopped):
            self._others_unraisable(lost)


def _is_under_way(error: BaseException | None) -> bool:
    """Whether `Stopped` is being handled: the clean-up of some block runs, and may not be interrupted."""
    while error is not None and not isinstance(error, Stopped):
        error = error.__context__
    return error is not None


def _not_ignored(number: int) -> bool:
    """Whether whoever started us wants this signal to reach us: `nohup` does not."""
    return signal.getsignal(number) is not signal.SIG_IGN


def leave_to_parent() -> None:
    """In a worker: Ctrl-C reaches the whole group, and the run that started the worker ends it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def end(status: int) -> None:
    """End this process at once."""
    os._exit(status)

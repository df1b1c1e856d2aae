"""Handle Ctrl-C, SIGTERM and SIGHUP: clean up, print one line, exit with the status of the signal.

The first signal raises `Stopped` wherever the main thread is, so that every folder and process of the run
is cleaned up. Libraries may swallow an exception that comes from outside (a bare `except`, an import that
is only tried): `Stopped` is raised again until it is being handled. A second signal, or a clean-up that
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
_INTERRUPTED_QUERY = "Query interrupted"
_SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)


_requested = threading.Event()


def stop_requested() -> bool:
    """Whether a signal asked this process to stop. Errors after that are consequences of the stop."""
    return _requested.is_set()


class Stopped(BaseException):
    """The process was asked to stop. Not a KeyboardInterrupt: Dagster would retry such a step later."""


class Stopping:
    """Installs the handlers when created; `number` is the signal that was received, or None."""

    def __init__(self, end_now: Callable[[int], None]) -> None:
        """`end_now` is called with the exit status when the process must end without clean-up."""
        self.number: int | None = None
        self._end_now = end_now
        self._repeats = False
        self._ended = threading.Event()
        self._default_hook = sys.unraisablehook
        sys.unraisablehook = self._ignore_lost_stop
        for number in _SIGNALS:
            if number != getattr(signal, "SIGHUP", None) or _not_ignored(number):
                signal.signal(number, self._stop)

    @property
    def status(self) -> int:
        """The exit status of a process that was stopped: 128 and the number of the signal."""
        return 128 + (self.number or signal.SIGINT)

    def finish(self) -> None:
        """Call when the clean-up is done: `Stopped` is not raised again."""
        self._ended.set()

    def _stop(self, number: int, _: FrameType | None) -> None:
        if self._repeats:
            self._repeats = False
            if self._ended.is_set() or _is_handled(sys.exc_info()[1]):
                return
            raise Stopped
        if self.number is not None:
            self._end_now(self.status)
        self.number = number
        _requested.set()
        threading.Thread(target=self._repeat, args=(number,), daemon=True).start()
        raise Stopped

    def _repeat(self, number: int) -> None:
        """Signal the main thread until clean-up is done; end the process when that takes too long."""
        limit = time.monotonic() + PATIENCE_SECONDS
        while not self._ended.wait(REPEAT_SECONDS):
            if time.monotonic() > limit:
                self._end_now(self.status)
            self._repeats = True
            signal.pthread_kill(threading.main_thread().ident or 0, number)

    def _ignore_lost_stop(self, lost: sys.UnraisableHookArgs) -> None:
        """Ignore a `Stopped` that Python drops (destructors, import callbacks): it is raised again."""
        if not issubclass(lost.exc_type, Stopped):
            self._default_hook(lost)


def _is_handled(error: BaseException | None) -> bool:
    """Whether `Stopped` is being handled: clean-up is running and must not be interrupted.

    DuckDB raises a RuntimeError of its own in place of what a signal raises during a query.
    """
    while error is not None:
        if isinstance(error, Stopped) or str(error) == _INTERRUPTED_QUERY:
            return True
        error = error.__context__
    return False


def _not_ignored(number: int) -> bool:
    """Whether the parent lets this signal through: `nohup` does not."""
    return signal.getsignal(number) is not signal.SIG_IGN


def leave_to_parent() -> None:
    """In a worker: ignore Ctrl-C, which reaches the whole process group; the parent ends the worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def end(status: int) -> None:
    """End this process at once."""
    os._exit(status)

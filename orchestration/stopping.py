"""Handle Ctrl-C, SIGTERM and SIGHUP: clean up, print one line, exit with the status of the signal.

The first signal raises `Stopped` wherever the main thread is, so that every folder and process of the run
is cleaned up. Libraries may swallow an exception that comes from outside (a bare `except`, an import that
is only tried): `Stopped` is raised again until it is being handled. A second signal, or a clean-up that
takes too long, ends the process at once; what it leaves then is removed by the next run, as after a crash,
and its workers end with it.
Only the standard library is imported here: this is active before anything else is loaded.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from importlib.machinery import ExtensionFileLoader
from types import FrameType
from typing import NoReturn

PATIENCE_SECONDS = 10.0
"""How long a process that writes the lake, or a folder of its own, may clean up."""
READING_SECONDS = 2.0
"""How long any other process may take to end: it has nothing to clean up."""
REPEAT_SECONDS = 0.25
_INTERRUPTED_QUERY = "Query interrupted"
_SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)


_requested = threading.Event()
_cleans_up = threading.Event()
_interrupts: set[Callable[[], object]] = set()


def stop_requested() -> bool:
    """Whether a signal asked this process to stop. Errors after that are consequences of the stop."""
    return _requested.is_set()


def allow_clean_up() -> None:
    """Call before this process creates something that it has to remove when it is stopped."""
    _cleans_up.set()


@contextmanager
def interrupted_by(interrupt: Callable[[], object]) -> Iterator[None]:
    """Call `interrupt`, from another thread, when the process is asked to stop inside the block.

    For libraries in which a signal alone does not end a call: DuckDB waits for its other threads.
    """
    _interrupts.add(interrupt)
    try:
        yield
    finally:
        _interrupts.discard(interrupt)


@contextmanager
def ctrl_c_calls(action: Callable[[], object]) -> Iterator[None]:
    """Call `action` on Ctrl-C inside the block, in place of a stop."""
    before = signal.signal(signal.SIGINT, lambda *_: action())
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def signals_call(action: Callable[[int], object]) -> Iterator[None]:
    """Call `action` with the number of a signal that asks the process to stop, in place of `Stopped`.

    For an event loop, which reports what is raised in it instead of passing it on.
    """
    before = {number: signal.getsignal(number) for number in _SIGNALS}
    for number in before:
        signal.signal(number, lambda received, _: action(received))
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def left_to_child() -> AbstractContextManager[None]:
    """Ignore Ctrl-C inside the block: the program in the foreground, a pager, handles it."""
    return ctrl_c_calls(lambda: None)


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

    def end_on_signal(self, status: int) -> None:
        """Call when the result is known: a signal ends the process at once, with `status`.

        The rest of the output may wait for a reader.
        """
        self._ended.set()
        for number in _SIGNALS:
            if signal.getsignal(number) == self._stop:
                signal.signal(number, lambda *_: end(status))

    def _stop(self, number: int, frame: FrameType | None) -> None:
        if self._repeats:
            self._repeats = False
            if self._ended.is_set() or _is_handled(sys.exc_info()[1]):
                return
        else:
            if self.number is not None:
                self._end_now(self.status)
            self.number = number
            _requested.set()
            threading.Thread(target=self._repeat, args=(number,), daemon=True).start()
        if not _loads_extension(frame):
            raise Stopped

    def _repeat(self, number: int) -> None:
        """Signal the main thread until clean-up is done; end the process when that takes too long."""
        since = time.monotonic()
        while not self._ended.wait(REPEAT_SECONDS):
            patience = PATIENCE_SECONDS if _cleans_up.is_set() else READING_SECONDS
            if time.monotonic() - since > patience:
                self._end_now(self.status)
            for interrupt in tuple(_interrupts):
                interrupt()
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


def _loads_extension(frame: FrameType | None) -> bool:
    """Whether an extension module is being loaded: some abort the process where Python code raises then.

    `Stopped` is raised at the next repetition.
    """
    while frame is not None:
        is_loader = frame.f_code.co_name in ("create_module", "exec_module")
        if is_loader and isinstance(frame.f_locals.get("self"), ExtensionFileLoader):
            return True
        frame = frame.f_back
    return False


def _not_ignored(number: int) -> bool:
    """Whether the parent lets this signal through: `nohup` does not."""
    return signal.getsignal(number) is not signal.SIG_IGN


def leave_to_parent() -> None:
    """In a worker: ignore Ctrl-C, which reaches the whole process group; the parent ends the worker."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def end(status: int) -> NoReturn:
    """End this process at once, without interpreter shutdown."""
    with suppress(Exception):
        _remove_semaphores()
    os._exit(status)


def _remove_semaphores() -> None:
    """Remove the semaphores that libraries opened: Python would report them as leaked."""
    if multiprocessing := sys.modules.get("multiprocessing.util"):
        multiprocessing._run_finalizers(0)

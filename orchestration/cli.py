"""The command `smartcity`: turns every outcome into text and an exit status.

Every error becomes one line on standard error, whatever raised it. Heavy modules are imported inside
functions, after the handlers of signals and output streams are installed.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import NoReturn

from orchestration.console.streams import Streams
from orchestration.outcome import made_current
from orchestration.stopping import Stopped, Stopping, end


def main() -> None:
    """The console script. Its exit status says whether a release was published; see docs/releases.md."""
    stopping = Stopping(_end_now)
    _keep_docstrings()
    streams = Streams()
    try:
        status = _run(stopping)
    except Stopped:  # while an error message was being written
        status = _stopped(stopping)
    stopping.end_on_signal(status)
    _leave(status, streams)


def _run(stopping: Stopping) -> int:
    try:
        status = _command()
    except BaseException as error:
        if stopping.number is None:
            return _failed(error)
        return _stopped(stopping)
    return status if stopping.number is None else _stopped(stopping)


def _command() -> int:
    from orchestration.commands.app import app

    try:
        app(prog_name="smartcity")
    except SystemExit as done:
        if isinstance(done.code, str):
            print(done.code, file=sys.stderr)
            return 1
        return int(done.code or 0)
    return 0


def _failed(error: BaseException) -> int:
    """Print one line. Where a release became current before the error, it stays: status 0 and a note."""
    from orchestration.unexpected import explain

    shown = explain(error)
    if released := made_current():
        print(f"note: release {released} is current; then: {_line(shown)}", file=sys.stderr)
        return 0
    print(f"error: {_line(shown)}", file=sys.stderr)
    return shown.exit_status


def _stopped(stopping: Stopping) -> int:
    stopping.finish()
    print(f"stopped; {_release_state()}", file=sys.stderr)
    return 0 if made_current() else stopping.status


def _end_now(status: int) -> None:
    """Print the last line of a process that ends without clean-up, and end it."""
    with suppress(OSError):
        os.write(2, f"stopped at once; {_release_state()}\n".encode("ascii", "backslashreplace"))
    end(0 if made_current() else status)


def _release_state() -> str:
    released = made_current()
    return f"{released} became current before" if released else "the current release is unchanged"


def _leave(status: int, streams: Streams) -> NoReturn:
    """End without interpreter shutdown, which takes a second after a refresh."""
    import logging

    logging.shutdown()
    streams.flush()
    if failure := streams.output_failure:
        kind = "note" if _writes_lake() else "error"
        print(f"{kind}: the output is incomplete: {failure}", file=sys.stderr)
        status = status if _writes_lake() else status or 1
        streams.flush()
    end(status)


def _writes_lake() -> bool:
    """Whether the command writes the lake: then lost output does not change the exit status."""
    from orchestration.commands.app import WRITING

    return len(sys.argv) > 1 and sys.argv[1] in {command.__name__ for command in WRITING}


def _keep_docstrings() -> None:
    """Restart without -OO, which drops docstrings: Altair copies them between classes."""
    if sys.flags.optimize > 1:
        environment = {**os.environ, "PYTHONOPTIMIZE": "1"}
        command = [sys.executable, "-m", "orchestration", *sys.argv[1:]]
        os.execve(sys.executable, command, environment)


def _line(error: Exception) -> str:
    """The error without any key, also where the settings themselves cannot be read."""
    from orchestration.errors import SmartCityError
    from orchestration.settings import load_settings

    try:
        return load_settings().redact(str(error))
    except SmartCityError:
        return str(error)


if __name__ == "__main__":
    main()

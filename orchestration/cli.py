"""The command `smartcity`. Each command is thin: it calls a room and prints what came of it."""

from __future__ import annotations

import logging
import os
import sys
from contextlib import suppress
from typing import NoReturn

import typer

from orchestration.commands import reading, releasing, running
from orchestration.errors import SmartCityError
from orchestration.settings import load_settings

app = typer.Typer(
    help="Open, auditable statistics on the smart-city industry: refresh, query, compare releases.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

for command in (
    running.refresh,
    running.withdraw,
    reading.status,
    reading.query,
    reading.trace,
    reading.serve,
    releasing.releases,
    releasing.diff,
    releasing.release,
    releasing.rollback,
    releasing.validate,
    running.whatif,
    running.doctor,
):
    app.command()(command)


def main() -> None:
    """The console script: an error of ours is one line and its exit status."""
    _leave(_run())


def _run() -> int:
    try:
        app()
    except SystemExit as done:
        return _status_of(done)
    except SmartCityError as error:
        print(f"error: {_without_keys(str(error))}", file=sys.stderr)
        return error.exit_status
    except KeyboardInterrupt:
        print("stopped; the current release is as it was", file=sys.stderr)
        return 130
    return 0


def _status_of(done: SystemExit) -> int:
    if isinstance(done.code, str):
        print(done.code, file=sys.stderr)
        return 1
    return int(done.code or 0)


def _leave(status: int) -> NoReturn:
    """End at once: taking apart all that was imported takes a second after a refresh."""
    logging.shutdown()
    with suppress(BrokenPipeError):
        sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def _without_keys(text: str) -> str:
    """`text` without any key, also where the settings themselves are what is wrong."""
    try:
        return load_settings().redact(text)
    except SmartCityError:
        return text


if __name__ == "__main__":
    main()

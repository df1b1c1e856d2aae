"""Turn an unexpected exception into one line; its traceback goes into a log file.

A full disk or too little memory, which any library can run into, becomes the error of that kind first.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path

from orchestration.errors import SmartCityError, UnexpectedError
from orchestration.resource_errors import resource_error_of
from orchestration.settings import Settings, load_settings

NAME = "tracebacks.log"
_MOST_BYTES = 5_000_000
_MOST_CHARACTERS = 300


def explain(error: BaseException) -> SmartCityError:
    """The error to show: `error` itself if it is a `SmartCityError`, its cause, or an `UnexpectedError`."""
    if isinstance(error, SmartCityError):
        return error
    if found := resource_error_of(error):
        return found
    lines = str(error).strip().splitlines()
    what = f"{type(error).__name__}: {lines[0] if lines else ''}".rstrip(": ")[:_MOST_CHARACTERS]
    return UnexpectedError(
        f"a fault in the program or one of its libraries: {what}",
        where=_write_traceback(error),
        remedy="run once more; if it comes again, report it with the traceback in that file",
    )


def _write_traceback(error: BaseException) -> str:
    """Append the traceback to the log of the lake, or write it to a temporary file if that fails."""
    text = "".join(traceback.format_exception(error))
    with contextlib.suppress(SmartCityError, OSError):
        settings = load_settings()
        return str(_append(settings, settings.redact(text)))
    with contextlib.suppress(OSError):
        descriptor, name = tempfile.mkstemp(prefix="smartcity-traceback-", suffix=".log")
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(_redact(text))
        return name
    return "the traceback could not be written to any file"


def _redact(text: str) -> str:
    try:
        return load_settings().redact(text)
    except SmartCityError:
        return "withheld: the settings cannot be read, so keys cannot be recognised"


def _append(settings: Settings, text: str) -> Path:
    path = settings.logs / NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > _MOST_BYTES:
        path.replace(path.with_suffix(".1.log"))
    with path.open("a", encoding="utf-8", errors="backslashreplace") as file:
        file.write(f"--- {datetime.now(UTC).isoformat(timespec='seconds')}\n{text}\n")
    return path

"""An exception that is not one of ours, as one line; its traceback goes into a log file.

What every library can meet (a full disk, too little memory) is said in our words first.
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


def explained(error: BaseException) -> SmartCityError:
    """The error to show for `error`: itself where it is ours, its cause, or an `UnexpectedError`."""
    if isinstance(error, SmartCityError):
        return error
    if found := resource_error_of(error):
        return found
    lines = str(error).strip().splitlines()
    what = f"{type(error).__name__}: {lines[0] if lines else ''}".rstrip(": ")[:_MOST_CHARACTERS]
    return UnexpectedError(
        f"a fault in the program or one of its libraries: {what}",
        where=_kept(error),
        remedy="run once more; if it comes again, report it with the traceback in that file",
    )


def _kept(error: BaseException) -> str:
    """Write the traceback to the log of the lake, or where that refuses to a temporary file."""
    text = "".join(traceback.format_exception(error))
    with contextlib.suppress(SmartCityError, OSError):
        settings = load_settings()
        return str(_append(settings, settings.redact(text)))
    with contextlib.suppress(OSError):
        descriptor, name = tempfile.mkstemp(prefix="smartcity-traceback-", suffix=".log")
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(_redacted(text))
        return name
    return "the traceback could not be kept: no file can be written"


def _redacted(text: str) -> str:
    try:
        return load_settings().redact(text)
    except SmartCityError:
        return "withheld: without settings it is not known what has to be kept secret"


def _append(settings: Settings, text: str) -> Path:
    path = settings.logs / NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > _MOST_BYTES:
        path.replace(path.with_suffix(".1.log"))
    with path.open("a", encoding="utf-8", errors="backslashreplace") as file:
        file.write(f"--- {datetime.now(UTC).isoformat(timespec='seconds')}\n{text}\n")
    return path

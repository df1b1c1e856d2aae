"""Standard output and error that nothing can break: not a full disk, a closed pipe, or an ASCII terminal.

What cannot be written is left out and remembered; a command goes on, and says at its end that its output
is incomplete. What the terminal's encoding does not have is written as an escape (`\\uc11c`).
"""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys
from typing import IO

_READER_GONE = (errno.EPIPE, errno.ECONNRESET)


class _Lenient(io.RawIOBase):
    """A file descriptor whose writes always succeed; `failure` is the first that did not."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self.failure: OSError | None = None

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._descriptor

    def isatty(self) -> bool:
        return os.isatty(self._descriptor)

    def write(self, data: object) -> int:
        content = bytes(data)  # type: ignore[call-overload]
        written = 0
        while self.failure is None and written < len(content):
            try:
                written += os.write(self._descriptor, content[written:])
            except OSError as error:
                self.failure = error
        return len(content)


class Streams:
    """Both streams of this process, guarded from here on."""

    def __init__(self) -> None:
        _occupy_descriptors()
        self._output, self._errors = _Lenient(1), _Lenient(2)
        sys.stdout = _text(self._output, sys.stdout)
        sys.stderr = _text(self._errors, sys.stderr)

    def flush(self) -> None:
        """Write what waits."""
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError):
                stream.flush()

    @property
    def output_failure(self) -> str | None:
        """Why the output is incomplete; None where it is whole or its reader wanted no more of it."""
        failure = self._output.failure
        if failure is None or failure.errno in _READER_GONE:
            return None
        return failure.strerror or str(failure)


def _occupy_descriptors() -> None:
    """Open /dev/null in the place of a closed standard stream: else the next file gets its number."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest free number, which is this one


def _text(raw: _Lenient, before: IO[str] | None) -> io.TextIOWrapper:
    """A text stream over `raw` in the encoding of the stream that was there."""
    encoding = getattr(before, "encoding", None) or "utf-8"
    if before is not None:
        with contextlib.suppress(OSError, ValueError):
            before.flush()
    return io.TextIOWrapper(
        io.BufferedWriter(raw),
        encoding=encoding,
        errors="backslashreplace",
        line_buffering=raw.isatty() or raw.fileno() == 2,
        write_through=raw.fileno() == 2,
    )

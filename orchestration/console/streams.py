r"""Standard output and error that never raise: for a full disk, a closed pipe or an ASCII terminal.

Output that cannot be written is dropped, and the first failure is recorded, so that the command can
finish and then report incomplete output. Characters that the terminal cannot show are escaped
(`\uc11c`).
"""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys
from typing import IO

_PIPE_CLOSED = (errno.EPIPE, errno.ECONNRESET)


class _NonFailingFile(io.RawIOBase):
    """A file descriptor whose `write` never raises; `failure` is the first error."""

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
    """Replaces the standard output and error of this process by streams that never raise."""

    def __init__(self) -> None:
        _occupy_descriptors()
        self._output, self._errors = _NonFailingFile(1), _NonFailingFile(2)
        sys.stdout = _text_stream(self._output, sys.stdout)
        sys.stderr = _text_stream(self._errors, sys.stderr)

    def flush(self) -> None:
        """Write all buffered output."""
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError):
                stream.flush()

    @property
    def output_failure(self) -> str | None:
        """Why the output is incomplete; None if it is complete, or if the reader closed the pipe."""
        failure = self._output.failure
        if failure is None or failure.errno in _PIPE_CLOSED:
            return None
        return failure.strerror or str(failure)


def _occupy_descriptors() -> None:
    """Open /dev/null for each closed standard stream; otherwise the next open file gets its number."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # gets the lowest free number, which is this one


def _text_stream(raw: _NonFailingFile, before: IO[str] | None) -> io.TextIOWrapper:
    """A text stream over `raw` in the encoding of the stream `before`, which it replaces."""
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

"""A command on a pseudo-terminal, as a person uses it: a size, keys, and what the screen receives."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path
from types import TracebackType

from orchestration.settings import PROJECT_ROOT

_ESCAPE = re.compile(r"\x1b(\[[0-9;?]*[A-Za-z]|\][^\x07]*\x07|[()=>][A-Z0-9]?|.)")
PATIENCE_SECONDS = 60.0


class Terminal:
    """`smartcity ARGUMENTS` in the foreground of a terminal of its own; Ctrl-C reaches its whole group."""

    def __init__(
        self, lake: Path, *arguments: str, columns: int = 100, lines: int = 40, **environment: str
    ) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.process = subprocess.Popen(
            [sys.executable, "-m", "orchestration", *arguments],
            cwd=PROJECT_ROOT,
            env={
                **{k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES", "PAGER")},
                "SMARTCITY_LAKE": str(lake),
                "TERM": "xterm",
                **environment,
            },
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(slave)
        self._received = b""

    def press(self, keys: str) -> None:
        """Type keys; `\\x03` is Ctrl-C, `\\x04` Ctrl-D, `\\t` Tab."""
        os.write(self._master, keys.encode())

    def wait_for(self, text: str) -> str:
        """Read until the screen received `text` after the last call; returns what it received, plain."""
        limit = time.monotonic() + PATIENCE_SECONDS
        while text not in self.plain:
            assert time.monotonic() < limit, f"{text!r} did not appear in {self.plain!r}"
            if not self._read(0.2) and self.process.poll() is not None and not self._read(0.2):
                raise AssertionError(f"ended without {text!r}: {self.plain!r}")
        found, self._received = self.plain, b""
        return found

    def wait(self) -> tuple[int, str]:
        """The exit status, and the rest of the output, plain."""
        limit = time.monotonic() + PATIENCE_SECONDS
        while self._read(0.2) or self.process.poll() is None:
            assert time.monotonic() < limit, self.plain
        return self.process.wait(), self.plain

    @property
    def plain(self) -> str:
        """What was received since the last `wait_for`, without escape sequences."""
        return _ESCAPE.sub("", self._received.decode(errors="replace")).replace("\r", "")

    def _read(self, seconds: float) -> bool:
        if not select.select([self._master], [], [], seconds)[0]:
            return False
        try:
            content = os.read(self._master, 65536)
        except OSError:  # the other side is closed
            return False
        self._received += content
        return bool(content)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self._master)

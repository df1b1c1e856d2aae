"""HTTP servers on 127.0.0.1 that stand in for a provider, with faults to order.

A fault is taken by the next request that its `when` accepts; without faults the server answers as the
service does.
"""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Answer:
    """What goes out over the wire; `cut` ends the body early although the length says more.

    `drip` are seconds between single bytes, from the status line on. `repeat` sends the body so many
    times, without a length. `raw` is sent instead of everything else.
    """

    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    cut: int | None = None
    slow: float = 0.0
    reset: bool = False
    drip: float = 0.0
    repeat: int = 1
    raw: bytes | None = None


@dataclass
class Fault:
    """`answer` instead of the service's own; `times` times."""

    answer: Answer
    times: int = 1
    when: Callable[[str], bool] = lambda target: True


@dataclass
class Loopback:
    """A running server: where it is, what was asked, what it will do wrong."""

    service: Callable[[str], Answer]
    requests: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    on_request: Callable[[int], None] = lambda count: None
    port: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def fail(
        self, answer: Answer, times: int = 1, when: Callable[[str], bool] = lambda target: True
    ) -> None:
        """Answer `times` requests that `when` accepts with `answer`."""
        self.faults.append(Fault(answer, times, when))

    def answer(self, target: str) -> Answer:
        with self.lock:
            self.requests.append(target)
            count = len(self.requests)
            for fault in self.faults:
                if fault.times > 0 and fault.when(target):
                    fault.times -= 1
                    return fault.answer
        self.on_request(count)
        return self.service(target)

    def asked(self, text: str) -> int:
        """How many requests had `text` in them."""
        return sum(text in target for target in self.requests)


@contextmanager
def serving(service: Callable[[str], Answer]) -> Iterator[Loopback]:
    """A server of `service` (request target -> answer) on a free port."""
    loopback = Loopback(service)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            try:
                self._send(loopback.answer(self.path))
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def _send(self, answer: Answer) -> None:
            time.sleep(answer.slow)
            if answer.reset:
                hard = struct.pack("ii", 1, 0)
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, hard)
                self.connection.close()
                self.close_connection = True
                return
            if answer.raw is not None or answer.drip:
                self._send_slowly(answer)
                return
            self.send_response(answer.status)
            for name, value in answer.headers:
                self.send_header(name, value)
            if answer.repeat == 1:
                self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            for _ in range(answer.repeat):
                self.wfile.write(answer.body[: answer.cut])
            if answer.cut is not None or answer.repeat > 1:
                self.wfile.flush()
                self.close_connection = True

        def _send_slowly(self, answer: Answer) -> None:
            content = answer.raw
            if content is None:
                head = f"HTTP/1.1 {answer.status} OK\r\nContent-Length: {len(answer.body)}\r\n\r\n"
                content = head.encode() + answer.body
            self.close_connection = True
            if not answer.drip:
                self.wfile.write(content)
                return
            for byte in content:
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
                time.sleep(answer.drip)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    loopback.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield loopback
    finally:
        server.shutdown()
        server.server_close()

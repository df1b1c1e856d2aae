"""Serves a release folder over HTTP: read-only, and by default only on this machine."""

import errno
import socket
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from orchestration.errors import ConfigurationError

START = "/report/index.html"
TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".duckdb": "application/vnd.duckdb",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".md": "text/markdown; charset=utf-8",
    ".parquet": "application/vnd.apache.parquet",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_COMPRESSED = (TYPES[".duckdb"], TYPES[".parquet"], TYPES[".xlsx"])
"""Files that are compressed already; a client reads them by ranges."""
_SECONDS_TO_END = 1
"""How long a running download may go on after Ctrl-C."""
HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


def serve(
    folder: Path,
    host: str = "127.0.0.1",
    port: int = 8317,
    on_listening: Callable[[str], object] = lambda _: None,
) -> None:
    """Serve the release in `folder` until the process is interrupted.

    `on_listening` is called with the address, such as `http://127.0.0.1:8317`, when it can be opened.
    Raises `ConfigurationError` where the address cannot be listened on.
    """
    with listen(host, port) as listener:
        port = listener.getsockname()[1]
        shown = f"[{host}]" if ":" in host else host
        config = uvicorn.Config(
            application(folder),
            log_level="warning",
            server_header=False,
            timeout_graceful_shutdown=_SECONDS_TO_END,
        )
        _Server(config, lambda: on_listening(f"http://{shown}:{port}")).run(sockets=[listener])


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens on the address; raises `ConfigurationError` where it cannot."""
    where = f"{host}:{port}"
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError:
        raise ConfigurationError(
            f"{host} is not an address of this machine",
            where="--host",
            remedy="use 127.0.0.1, or 0.0.0.0 for all addresses of this machine",
        ) from None
    try:
        return socket.create_server(address, family=family, backlog=128)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            what, remedy = "the port is used by another program", "choose another --port, or 0"
        elif error.errno == errno.EACCES:
            what, remedy = "this user may not listen on the port", "choose a --port from 1024"
        else:
            what, remedy = error.strerror or str(error), "choose another --host"
        raise ConfigurationError(what, where=where, remedy=remedy) from None


class _Server(uvicorn.Server):
    """Calls `on_listening` when connections are accepted."""

    def __init__(self, config: uvicorn.Config, on_listening: Callable[[], object]) -> None:
        super().__init__(config)
        self._on_listening = on_listening

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._on_listening()


def application(folder: Path) -> Starlette:
    """The application that serves the files of `folder`, except hidden ones, and nothing outside it."""
    return Starlette(
        routes=[
            Route("/", _redirect_to_start),
            Route("/latest/{path:path}", _redirect_to_current),
            Mount("/", ReleaseFiles(directory=folder.resolve(strict=True), html=True)),
        ],
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(
                GZipMiddleware,
                compresslevel=5,
                exclude_content_types=(*DEFAULT_EXCLUDED_CONTENT_TYPES, *_COMPRESSED),
            ),
        ],
    )


def _redirect_to_current(request: Request) -> Response:
    """`/latest/…` is the same file of the release that is served, on this host."""
    path = quote(request.path_params["path"].lstrip("/\\"))
    return RedirectResponse(f"/{path}", headers={"cache-control": "no-cache"})


class ReleaseFiles(StaticFiles):
    """The files of a folder; a name that begins with a dot gives 404."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The response to GET and HEAD for a file that is not hidden; raises `HTTPException` 404."""
        if any(part.startswith(".") and part != "." for part in Path(path).parts):
            raise HTTPException(404)
        response = await super().get_response(path, scope)
        kind = TYPES.get(Path(path).suffix)
        if kind and response.status_code < 300:
            response.headers["content-type"] = kind
        return response


class SecurityHeaders:
    """Adds the security headers to every response, including errors."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add the headers to its response."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    *message["headers"],
                    *((name.encode(), value.encode()) for name, value in HEADERS.items()),
                ]
            await send(message)

        await self._app(scope, receive, send_with_headers)


async def _redirect_to_start(_: Request) -> Response:
    return RedirectResponse(START)

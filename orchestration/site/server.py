"""Serves a release folder over HTTP: read-only, and by default only on this machine."""

from pathlib import Path
from urllib.parse import quote

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

START = "/report/index.html"
TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".duckdb": "application/vnd.duckdb",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".md": "text/markdown; charset=utf-8",
    ".parquet": "application/vnd.apache.parquet",
}
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


def serve(folder: Path, host: str = "127.0.0.1", port: int = 8317) -> None:
    """Serve the release in `folder` until the process is interrupted."""
    uvicorn.run(application(folder), host=host, port=port, log_level="warning", server_header=False)


def application(folder: Path) -> Starlette:
    """The application that serves the files of `folder`, except hidden ones, and nothing outside it."""
    return Starlette(
        routes=[
            Route("/", _redirect_to_start),
            Route("/latest/{path:path}", _redirect_to_current),
            Mount("/", ReleaseFiles(directory=folder.resolve(strict=True), html=True)),
        ],
        middleware=[Middleware(SecurityHeaders)],
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

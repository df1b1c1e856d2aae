"""Serves a release folder, read-only and by default to this machine only."""

from pathlib import Path

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
    """Serve this release until interrupted."""
    uvicorn.run(application(folder), host=host, port=port, log_level="warning", server_header=False)


def application(folder: Path) -> Starlette:
    """The files of a release over HTTP: ranges, types, no way out of the folder, nothing hidden."""
    return Starlette(
        routes=[
            Route("/", _start),
            Mount("/", ReleaseFiles(directory=folder.resolve(strict=True), html=True)),
        ],
        middleware=[Middleware(SecurityHeaders)],
    )


class ReleaseFiles(StaticFiles):
    """Files of a folder; a name that begins with a dot does not exist."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """QueryResult GET and HEAD for files that are not hidden."""
        if any(part.startswith(".") and part != "." for part in Path(path).parts):
            raise HTTPException(404)
        response = await super().get_response(path, scope)
        kind = TYPES.get(Path(path).suffix)
        if kind and response.status_code < 300:
            response.headers["content-type"] = kind
        return response


class SecurityHeaders:
    """Adds the same headers to every answer, errors too."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and complete the answer."""

        async def complete(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    *message["headers"],
                    *((name.encode(), value.encode()) for name, value in HEADERS.items()),
                ]
            await send(message)

        await self._app(scope, receive, complete)


async def _start(_: Request) -> Response:
    return RedirectResponse(START)

"""A real MCP client: starts `smartcity mcp` as a process and calls its tools."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from anyio.from_thread import BlockingPortal, start_blocking_portal
from mcp import ClientSession
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.types import CallToolResult, InitializeResult, Tool

from orchestration.settings import PROJECT_ROOT


class McpClient:
    """A connected session, with plain functions in place of coroutines."""

    def __init__(
        self, portal: BlockingPortal, session: ClientSession, server: InitializeResult
    ) -> None:
        self._portal, self._session = portal, session
        self.server = server

    def tools(self) -> list[Tool]:
        return self._portal.call(self._session.list_tools).tools

    def call(self, name: str, **arguments: Any) -> CallToolResult:
        return self._portal.call(self._session.call_tool, name, arguments)

    def ask(self, name: str, **arguments: Any) -> dict[str, Any]:
        """The content of an answer that is not an error."""
        result = self.call(name, **arguments)
        assert not result.is_error, result.content
        assert result.structured_content is not None
        return result.structured_content

    def refusal(self, name: str, **arguments: Any) -> str:
        """The text of an answer that is an error."""
        result = self.call(name, **arguments)
        assert result.is_error, result.structured_content
        (content,) = result.content
        assert content.type == "text"
        return content.text


@contextmanager
def connected(lake: Path, errors: Path | None = None, **environment: str) -> Iterator[McpClient]:
    """A client of a new server process on this lake; `errors` gets the server's standard error."""
    server = StdioServerParameters(
        command=sys.executable,
        args=["-m", "orchestration", "mcp"],
        env={**os.environ, "SMARTCITY_LAKE": str(lake), **environment},
        cwd=PROJECT_ROOT,
    )
    with (
        (errors or Path(os.devnull)).open("w") as log,
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(stdio_client(server, errlog=log)) as streams,
        portal.wrap_async_context_manager(ClientSession(*streams)) as session,
    ):
        yield McpClient(portal, session, portal.call(session.initialize))

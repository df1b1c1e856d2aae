"""One MCP client for the tests that only read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.mcp_client import McpClient, connected


@pytest.fixture(scope="module")
def client(bundled_lake: Path) -> Iterator[McpClient]:
    """A client of a server on the bundled release."""
    with connected(bundled_lake) as connection:
        yield connection

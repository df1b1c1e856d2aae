"""The pages over HTTP from `smartcity serve`, with its content security policy."""

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser

from orchestration.site.server import application
from tests.browser.charts import charts
from tests.browser.conftest import Opened, watch

pytestmark = pytest.mark.browser


@pytest.fixture
def address(site: Path) -> Iterator[str]:
    """The release of the pages on loopback."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(application(site.parent), port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(5)


def test_pages_work_under_the_servers_policy(browser: Browser, address: str) -> None:
    context = browser.new_context()
    found = Opened(context.new_page())
    watch(found)
    found.page.goto(f"{address}/")
    found.page.wait_for_selector("html[data-ready=true]", state="attached")
    assert found.page.url.endswith("/report/index.html")
    assert {chart["state"] for chart in charts(found.page)} == {"drawn"}
    found.page.goto(f"{address}/report/downloads.html")
    with found.page.expect_download() as download:
        found.page.locator("#files a", has_text="industry_share.csv").click()
    assert download.value.path().read_text("utf-8") == "a\n1\n"
    assert found.problems == []
    assert all(url.startswith((address, "data:")) for url in found.requests)
    context.close()

"""A real daemon: a run that fails is told of once, over real HTTP; schedules fire at the year's turn."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tests.support.dagster_home import DagsterHome, wait_for

PATIENCE = 240
TELLER = "alert_failed_runs"
SCHEDULE = "monthly_refresh"


@contextmanager
def webhook() -> Iterator[tuple[str, list[dict[str, str]]]]:
    """An HTTP server that keeps what is posted to it."""
    posted: list[dict[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            posted.append(json.loads(self.rfile.read(length)))
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/hook", posted
    server.shutdown()
    server.server_close()


def test_a_failing_run_is_told_of_once(failing: DagsterHome) -> None:
    with webhook() as (url, posted):
        failing.extra["SMARTCITY_WEBHOOK_URL"] = url

        def ticks() -> int:
            return int(failing.state()["ticks"].get(TELLER, 0))

        with failing.daemon():
            wait_for(lambda: ticks() > 0, PATIENCE, "the first tick")
            launch = ("-m", "dagster", "job", "launch", "-m", "orchestration.definitions")
            failing.python(*launch, "-j", "refresh")
            wait_for(lambda: bool(posted), PATIENCE, "the message")
            seen = ticks()
            wait_for(lambda: ticks() > seen, PATIENCE, "one tick more")
    assert len(posted) == 1
    assert set(posted[0]) == {"text"}
    assert "SC204" in posted[0]["text"]
    assert "docs/runbooks/errors.md#sc204" in posted[0]["text"]
    alerts = failing.lake / "logs" / "alerts.jsonl"
    (told,) = [json.loads(line) for line in alerts.read_text("utf-8").splitlines()]
    assert told["kind"] == "failed"
    assert told["delivered"] is True
    assert url not in alerts.read_text("utf-8")
    assert told["run_id"] in alerts.with_name("refresh.jsonl").read_text("utf-8")


@pytest.mark.parametrize(
    ("start", "month"),
    [("2026-12-05T05:59:55+09:00", "2026-11"), ("2027-01-05T05:59:55+09:00", "2026-12")],
    ids=["month-end", "year-end"],
)
def test_the_schedule_fires_with_the_month_that_has_closed(
    failing: DagsterHome, start: str, month: str
) -> None:
    failing.extra["SMARTCITY_ENVIRONMENT"] = "production"

    def asked() -> list[dict[str, str]]:
        tags = [run["tags"] for run in failing.state()["runs"]]
        return [t for t in tags if t.get("dagster/schedule_name") == SCHEDULE]

    go = failing.lake / "go"
    with failing.daemon("-m", "tests.support.shifted_daemon", start, str(go)):
        wait_for(lambda: SCHEDULE in failing.state()["ticks"], PATIENCE, "the schedule")
        go.touch()
        wait_for(lambda: bool(asked()), PATIENCE, "the scheduled run")
    (tags,) = asked()
    assert tags["smartcity/month"] == month
    assert tags["dagster/run_key"] == f"refresh-{month}"

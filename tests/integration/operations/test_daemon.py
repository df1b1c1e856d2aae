"""A real daemon: a run that fails is told of once, over real HTTP, and a schedule's month is right."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from orchestration.settings import PROJECT_ROOT

KEY = "s3cret-key-of-seoul"
TICKS = """
import json, dagster as dg
with dg.DagsterInstance.get() as instance:
    states = instance.all_instigator_state()
    print(json.dumps({state.name: len(instance.get_ticks(state.instigator_origin_id, state.selector_id))
                      for state in states}))
"""


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


def wait_for(condition: Callable[[], bool], seconds: float, what: str) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"waited {seconds:.0f} s for {what}"
        time.sleep(1)


@pytest.fixture
def environment(lake: Path) -> dict[str, str]:
    """A lake with a taxonomy that is refused, and a home for Dagster."""
    (lake / "taxonomies").mkdir()
    (lake / "taxonomies" / "Bad Name.csv").write_text("taxonomy_id\n")
    return {
        **os.environ,
        "SMARTCITY_LAKE": str(lake),
        "DAGSTER_HOME": str(lake / "dagster"),
        "DAGSTER_DISABLE_TELEMETRY": "yes",
        "SEOUL_API_KEY": KEY,
        "SMARTCITY_SEOUL_URL": "http://127.0.0.1:9/",
    }


def python(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=PROJECT_ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


@contextmanager
def daemon(environment: dict[str, str], log: Path) -> Iterator[None]:
    assert python(environment, "-m", "orchestration.instance").returncode == 0
    command = [str(Path(sys.executable).with_name("dagster-daemon")), "run"]
    with log.open("w") as out:
        running = subprocess.Popen(
            [*command, "-m", "orchestration.definitions"],
            cwd=PROJECT_ROOT,
            env=environment,
            stdout=out,
            stderr=out,
        )
        try:
            yield
        finally:
            running.terminate()
            running.wait(60)


def ticks(environment: dict[str, str]) -> dict[str, int]:
    done = python(environment, "-c", TICKS)
    return dict(json.loads(done.stdout.splitlines()[-1])) if done.returncode == 0 else {}


def test_a_failing_run_is_told_of_once(environment: dict[str, str], tmp_path: Path) -> None:
    with webhook() as (url, posted):
        environment["SMARTCITY_WEBHOOK_URL"] = url
        with daemon(environment, tmp_path / "daemon.log"):
            name = "tell_of_failures"
            wait_for(lambda: ticks(environment).get(name, 0) > 0, 240, "the first tick")
            run = python(
                environment, "-m", "dagster", "job", "execute", "-m", "orchestration.definitions",
                "-j", "refresh",
            )  # fmt: skip
            assert run.returncode != 0
            wait_for(lambda: bool(posted), 240, "the message")
            seen = ticks(environment)[name]
            wait_for(lambda: ticks(environment)[name] > seen, 240, "one tick more")
    assert len(posted) == 1
    assert set(posted[0]) == {"text"}
    assert "SC204" in posted[0]["text"]
    assert "docs/runbooks/errors.md#sc204" in posted[0]["text"]
    assert KEY not in posted[0]["text"]
    alerts = Path(environment["SMARTCITY_LAKE"]) / "logs" / "alerts.jsonl"
    (told,) = [json.loads(line) for line in alerts.read_text("utf-8").splitlines()]
    assert told["kind"] == "failed"
    assert told["delivered"] is True
    log = alerts.with_name("refresh.jsonl").read_text("utf-8")
    assert told["run_id"] in log
    assert KEY not in log

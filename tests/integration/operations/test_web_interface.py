"""Dagster's web interface as `make dev` starts it, on the bundled release, in Chromium and over GraphQL."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from orchestration.settings import PROJECT_ROOT
from tests.support.dagster_home import wait_for

PATIENCE = 300
MART = "policy_targets"
_LAUNCH = """
mutation($parameters: ExecutionParams!) {
  launchPipelineExecution(executionParams: $parameters) {
    __typename
    ... on LaunchRunSuccess { run { runId } }
    ... on InvalidSubsetError { message }
  }
}
"""
_RUNS = "{ runsOrError { ... on Runs { results { runId jobName status startTime endTime } } } }"
_LOGS = """
query($run: ID!) {
  logsForRun(runId: $run) {
    ... on EventConnection {
      events { ... on MessageEvent { message } ... on ExecutionStepFailureEvent { error { message } } }
    }
  }
}
"""
_STATUS = """
{ assetNodes { assetKey { path } staleStatus assetMaterializations(limit: 1) { runId partition } } }
"""


@dataclass
class Interface:
    """The web interface at `url`; `log` is what it and the daemon print."""

    url: str
    log: Path

    def ask(self, query: str, **variables: Any) -> Any:
        """The data of the response to a GraphQL query."""
        body = json.dumps({"query": query, "variables": variables}).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.url}/graphql", body, headers)
        with urllib.request.urlopen(request, timeout=120) as response:
            return json.load(response)["data"]

    def is_up(self) -> bool:
        try:
            return bool(self.ask("{ version }"))
        except OSError:
            return False

    def launch(self, *keys: str, job: str = "__ASSET_JOB", partition: str = "") -> str:
        """Start a run as the button of the page does; returns its id."""
        tags = [{"key": "dagster/partition", "value": partition}] if partition else []
        selector = {
            "repositoryName": "__repository__",
            "repositoryLocationName": "orchestration.definitions",
            "pipelineName": job,
            **({"assetSelection": [{"path": key.split("/")} for key in keys]} if keys else {}),
        }
        parameters = {
            "mode": "default",
            "selector": selector,
            "runConfigData": "{}",
            "executionMetadata": {"tags": tags},
        }
        launched = self.ask(_LAUNCH, parameters=parameters)["launchPipelineExecution"]
        assert launched["__typename"] == "LaunchRunSuccess", launched
        return str(launched["run"]["runId"])

    def runs(self) -> dict[str, dict[str, Any]]:
        return {run["runId"]: run for run in self.ask(_RUNS)["runsOrError"]["results"]}

    def wait_for_end(self, *run_ids: str) -> list[dict[str, Any]]:
        """The runs, when all of them have ended."""
        ended = {"SUCCESS", "FAILURE", "CANCELED"}
        wait_for(
            lambda: {self.runs()[i]["status"] for i in run_ids} <= ended,
            PATIENCE,
            "the runs to end",
        )
        return [self.runs()[run_id] for run_id in run_ids]

    def events(self, run_id: str) -> list[dict[str, Any]]:
        return list(self.ask(_LOGS, run=run_id)["logsForRun"]["events"])

    def errors(self, run_id: str) -> list[str]:
        return [e["error"]["message"] for e in self.events(run_id) if e.get("error")]

    def assets(self) -> dict[str, dict[str, Any]]:
        return {"/".join(n["assetKey"]["path"]): n for n in self.ask(_STATUS)["assetNodes"]}


def accept_interrupts() -> None:
    """Undo what a shell does to a command in the background, whose children ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture(scope="module")
def interface(bundled_lake: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Interface]:
    """The interface on a copy of the bundled lake, once the release is reported."""
    home = tmp_path_factory.mktemp("web")
    lake = home / "lake"
    subprocess.run(["cp", "-a", str(bundled_lake), str(lake)], check=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    started = Interface(f"http://127.0.0.1:{port}", home / "dev.log")
    with started.log.open("w") as out:
        running = subprocess.Popen(
            [sys.executable, "-m", "orchestration.dev", str(port)],
            cwd=PROJECT_ROOT,
            env={**os.environ, "SMARTCITY_LAKE": str(lake), "DAGSTER_HOME": ""},
            stdout=out,
            stderr=out,
            preexec_fn=accept_interrupts,
        )
        try:
            wait_for(started.is_up, PATIENCE, "the web server")
            reported = ("release/current", "assetMaterializations")
            wait_for(
                lambda: bool(started.assets()[reported[0]][reported[1]]), PATIENCE, "the release"
            )
            yield started
        finally:
            running.send_signal(signal.SIGINT)
            running.wait(300)  # a busy machine takes minutes to end all of Dagster


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """A page of Chromium that waits as long as a busy machine may need."""
    page = browser.new_page(viewport={"width": 1600, "height": 1000})
    page.set_default_timeout(120_000)
    expect.set_options(timeout=120_000)
    yield page
    expect.set_options(timeout=5_000)
    page.close()
    page.close()


def test_it_starts_without_a_warning(interface: Interface) -> None:
    lines = interface.log.read_text("utf-8").splitlines()
    assert [line for line in lines if "warning" in line.lower()] == []


def test_a_release_of_the_command_is_shown_and_nothing_is_unsynced(interface: Interface) -> None:
    assets = interface.assets()
    data = {key: a for key, a in assets.items() if not key.startswith("backfill/")}
    assert [key for key, a in data.items() if not a["assetMaterializations"]] == []
    assert [key for key, a in data.items() if a["staleStatus"] != "FRESH"] == []
    assert assets["backfill/kosis_census"]["assetMaterializations"][0]["partition"] == "2023"


def test_the_button_of_a_mart_builds_it_aside(interface: Interface, page: Page) -> None:
    page.goto(f"{interface.url}/assets/marts/{MART}")
    expect(page.get_by_text("Never materialized")).to_have_count(0)
    before = set(interface.runs())
    page.get_by_role("button", name="Materialize").first.click()
    wait_for(lambda: bool(set(interface.runs()) - before), PATIENCE, "the run")
    (run_id,) = set(interface.runs()) - before
    (run,) = interface.wait_for_end(run_id)
    assert run["status"] == "SUCCESS", interface.errors(run_id)
    page.goto(f"{interface.url}/assets/marts/{MART}?view=checks")
    expect(page.get_by_text("suite_key").first).to_be_visible()
    page.goto(f"{interface.url}/assets/marts/{MART}")
    expect(page.get_by_text("built aside; no release has it")).to_be_visible()


def test_runs_queue_while_another_writes_the_lake(interface: Interface) -> None:
    """Two assets are launched while a run works; a backfill and a part of a release fail in a sentence."""
    good = [
        interface.launch(f"marts/{MART}"),
        interface.launch("raw/kosis_census"),
        interface.launch("raw/taxonomies"),
    ]
    backfill = interface.launch("backfill/sdot_api", partition="2024-01")
    part = interface.launch("release/current")
    ended = interface.wait_for_end(*good, backfill, part)
    assert [run["status"] for run in ended] == ["SUCCESS"] * 3 + ["FAILURE"] * 2
    times = sorted((run["startTime"], run["endTime"]) for run in ended)
    assert all(end <= start for (_, end), (start, _) in pairwise(times))
    (missing,), (refused,) = interface.errors(backfill), interface.errors(part)
    assert "SC205 sdot_api 2024-01: skipped: no key" in missing
    assert "SC101 a release is built and published as a whole" in refused


def test_periods_are_upstream_of_their_source(interface: Interface, page: Page) -> None:
    page.goto(f"{interface.url}/assets/backfill/kosis_census")
    expect(page.locator("a[href*='/assets/raw/kosis_census']").first).to_be_visible()
    page.goto(f"{interface.url}/assets/raw/kosis_census?view=checks&checkDetail=freshness")
    expect(page.get_by_text("bundled data up to 2023").first).to_be_visible()


def test_the_job_does_nothing_when_nothing_is_new(interface: Interface) -> None:
    run_id = interface.launch(job="refresh")
    (run,) = interface.wait_for_end(run_id)
    assert run["status"] == "SUCCESS", interface.errors(run_id)
    said = [event.get("message", "") for event in interface.events(run_id)]
    assert any(text.startswith("nothing new; the current release is unchanged") for text in said)
    assert not any("Materialized value" in text for text in said)

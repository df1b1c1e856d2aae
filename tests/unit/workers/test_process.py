"""Workers: what they tell, how their errors reach the run, and that they end with it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from orchestration.errors import StorageError
from orchestration.settings import PROJECT_ROOT
from orchestration.workers.process import Worker, WorkerFailed

_MODULE = "tests.support.echo_worker"


@pytest.fixture
def worker() -> Iterator[Worker]:
    with Worker(_MODULE) as started:
        yield started


def test_it_tells_on_the_way_and_answers(worker: Worker) -> None:
    told: list[object] = []
    worker.send({"say": ["하나", "two"]})
    assert worker.receive(told.append) == {"said": 2}
    assert told == ["하나", "two"]


def test_our_errors_arrive_as_they_were_raised(worker: Worker) -> None:
    worker.send({"refuse": "no space left"})
    with pytest.raises(StorageError, match=r"^SC301 no space left \| at here \| to do: free some$"):
        worker.receive()
    worker.send({"say": []})
    assert worker.receive() == {"said": 0}, "it goes on answering"


def test_other_errors_are_named(worker: Worker) -> None:
    worker.send({"nothing": "known"})
    with pytest.raises(WorkerFailed, match="KeyError"):
        worker.receive()


def test_a_killed_worker_says_so(worker: Worker) -> None:
    worker.send({"die": signal.SIGKILL})
    with pytest.raises(WorkerFailed, match="SIGKILL"):
        worker.receive()


def test_one_that_is_killed_while_it_answers_says_so(worker: Worker) -> None:
    worker.send({"begin": '{"result": [', "die": signal.SIGKILL})
    with pytest.raises(WorkerFailed, match="SIGKILL"):
        worker.receive()


def test_one_that_does_not_start_says_why() -> None:
    with Worker("tests.support.no_such_worker") as missing:
        missing.send({})
        with pytest.raises(WorkerFailed, match="No module named"):
            missing.receive()


def test_it_ends_with_the_run_that_started_it() -> None:
    """Also when the run is killed while the worker is busy."""
    code = (
        "import sys, time; from orchestration.workers.process import Worker\n"
        f"w = Worker('{_MODULE}'); w.send({{'sleep': 60}}); print(w._process.pid, flush=True)\n"
        "time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=PROJECT_ROOT, stdout=subprocess.PIPE, text=True
    ) as run:
        assert run.stdout
        worker_pid = int(run.stdout.readline())
        run.kill()
    deadline = time.monotonic() + 30
    while _runs(worker_pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _runs(worker_pid)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    with open(f"/proc/{pid}/stat") as file:  # noqa: PTH123 - a process that nobody waits for
        return file.read().rpartition(")")[2].split()[0] != "Z"

"""A stop that a library swallows comes again; a clean-up is left in peace until patience ends."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

SCRIPT = """
import os, signal, sys, threading, time
from orchestration import stopping
from orchestration.stopping import Stopped, Stopping

stopping.PATIENCE_SECONDS = 3.0
listening = Stopping(lambda status: (print("at once", flush=True), stopping.end(status)))

class Broken:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.05)

def swallow():
    try:
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.05)
    except:
        pass

def stop():
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(5)

def clean_slowly():
    try:
        stop()
    finally:
        time.sleep(1)
        print("clean", flush=True)

def never_clean():
    try:
        stop()
    finally:
        time.sleep(60)

def in_a_query():
    from orchestration.progress import listening, stage
    with listening(lambda event: print(event.kind, event.detail, flush=True)), stage("query"):
        try:
            stop()
        except BaseException:
            pass
        raise RuntimeError("Query interrupted")  # as DuckDB does, with nothing chained

def in_destructor():
    Broken()

def in_an_extension():
    # DuckDB's extension module calls Python while it is loaded, and aborts where that raises
    import enum
    call = enum.EnumType.__call__

    def stop_in_call(*values, **names):
        enum.EnumType.__call__ = call
        os.kill(os.getpid(), signal.SIGINT)
        return call(*values, **names)

    enum.EnumType.__call__ = stop_in_call
    import duckdb
    print("imported", flush=True)

def twice():
    try:
        stop()
    finally:
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(5)

try:
    globals()[sys.argv[1]]()
    time.sleep(5)
    print("went on", flush=True)
except BaseException as error:
    listening.finish()
    time.sleep(0.6)
    print(type(error).__name__, flush=True)
    sys.exit(listening.status)
"""


@pytest.mark.parametrize(
    ("case", "printed"),
    [
        ("stop", ["Stopped"]),
        ("swallow", ["Stopped"]),
        ("in_destructor", ["Stopped"]),
        ("in_an_extension", ["imported", "Stopped"]),
        ("clean_slowly", ["clean", "Stopped"]),
        ("in_a_query", ["started ", "failed Stopped", "RuntimeError"]),
        ("never_clean", ["at once"]),
        ("twice", ["at once"]),
    ],
)
def test_stopped(case: str, printed: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, case],
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert done.stdout.splitlines() == printed, done.stderr
    assert done.returncode == 128 + signal.SIGINT
    assert done.stderr == ""

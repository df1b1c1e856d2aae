"""`smartcity serve`: its address, compression, a used port, Ctrl-C."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from orchestration.settings import PROJECT_ROOT
from tests.conftest import run_smartcity


def start(lake: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "orchestration", "serve", *arguments],
        cwd=PROJECT_ROOT,
        env={**os.environ, "SMARTCITY_LAKE": str(lake)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture(scope="module")
def address(bundled_lake: Path) -> Iterator[str]:
    """The address as the command prints it; used without waiting."""
    process = start(bundled_lake, "--port", "0")
    assert process.stdout
    yield process.stdout.readline().split("/report/")[0]
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=20)
    assert process.returncode == 130
    assert (output, errors) == ("", "stopped; the current release is unchanged\n")


def test_the_address_is_printed_when_it_listens(address: str) -> None:
    assert httpx.get(f"{address}/report/index.html").status_code == 200


def test_text_is_compressed_and_files_for_ranges_are_not(address: str, release: Path) -> None:
    page = httpx.get(f"{address}/report/index.html", headers={"accept-encoding": "gzip"})
    assert page.headers["content-encoding"] == "gzip"
    assert page.content == (release / "report" / "index.html").read_bytes()
    assert page.num_bytes_downloaded < len(page.content) / 2
    plain = httpx.get(f"{address}/report/index.html", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    for name in ("marts.duckdb", "smart_city.xlsx", "parquet/industry_share.parquet"):
        with httpx.stream("GET", f"{address}/{name}", headers={"accept-encoding": "gzip"}) as whole:
            assert "content-encoding" not in whole.headers
    part = httpx.get(f"{address}/csv/industry_share.csv", headers={"range": "bytes=0-9"})
    assert part.status_code == 206
    assert part.content == (release / "csv" / "industry_share.csv").read_bytes()[:10]


def test_an_address_that_cannot_be_used(bundled_lake: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as used:
        port = str(used.getsockname()[1])
        done = run_smartcity(bundled_lake, "serve", "--port", port)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"error: SC101 the port is used by another program | at 127.0.0.1:{port}"
        " | to do: choose another --port, or 0\n"
    )
    done = run_smartcity(bundled_lake, "serve", "--host", "192.0.2.1", "--port", "0")
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert run_smartcity(bundled_lake, "serve", "--port", "70000").returncode == 2


def test_ctrl_c_ends_a_running_download(bundled_lake: Path) -> None:
    process = start(bundled_lake, "--port", "0")
    assert process.stdout
    url = process.stdout.readline().split("/report/")[0]
    with httpx.stream("GET", f"{url}/csv/industry_estimate.csv") as download:
        next(download.iter_raw(100))
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=20)
    assert process.returncode == 130
    assert errors.splitlines()[-1].endswith("the current release is unchanged")
    assert "Traceback" not in errors

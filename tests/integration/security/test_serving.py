"""A real client reads parts of a served Parquet file; files outside the folder are not served."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from orchestration.release.query import run_query
from orchestration.settings import PROJECT_ROOT

READER = """
import sys, polars
table = polars.scan_parquet(sys.argv[1])
print(*table.select(polars.len(), polars.col("value").sum()).collect().row(0))
"""


@pytest.fixture(scope="module")
def served(release: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    code = "import sys; from pathlib import Path; from orchestration.site.server import serve;"
    code += " serve(Path(sys.argv[1]), port=int(sys.argv[2]))"
    server = subprocess.Popen(
        [sys.executable, "-c", code, str(release), str(port)], cwd=PROJECT_ROOT
    )
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                httpx.get(f"{url}/SHA256SUMS")
                break
            except httpx.HTTPError:
                time.sleep(0.1)
        yield url
    finally:
        server.terminate()
        server.wait()


def test_another_process_reads_a_column_by_ranges(served: str, marts_file: Path) -> None:
    url = f"{served}/parquet/industry_share.parquet"
    done = subprocess.run(
        [sys.executable, "-c", READER, url], capture_output=True, text=True, check=True
    )
    _, rows = run_query(marts_file, "select count(*), sum(value) from industry_share")
    assert done.stdout.split() == [str(n) for n in rows[0]]


def test_curl_gets_exactly_the_requested_bytes(served: str, release: Path) -> None:
    path = release / "parquet" / "industry_share.parquet"
    done = subprocess.run(
        ["curl", "--silent", "--fail", "--range", "-8", "--dump-header", "/dev/stderr",
         f"{served}/parquet/{path.name}"],
        capture_output=True, check=True,
    )  # fmt: skip
    assert done.stdout == path.read_bytes()[-8:]
    assert b"206" in done.stderr.split(b"\r\n")[0]
    assert done.stdout.endswith(b"PAR1")


@pytest.mark.parametrize(
    "path",
    [
        "/../release.json",
        "/..%2f..%2fraw/kosis_census/active.json",
        "/%2e%2e/%2e%2e/raw/kosis_census/active.json",
        "/parquet/../../../raw/kosis_census/active.json",
        "//etc/passwd",
        "/parquet/..\\..\\raw",
        "/.hidden",
    ],
)
def test_files_outside_the_folder_are_not_served(served: str, path: str) -> None:
    done = subprocess.run(
        ["curl", "--silent", "--path-as-is", "--output", "-", "--write-out", "\n%{http_code}",
         served + path],
        capture_output=True, check=True,
    )  # fmt: skip
    status = done.stdout.rsplit(b"\n", 1)[1]
    if path == "/../release.json":  # stays inside: the client's dots are cut off or refused
        assert status in (b"200", b"404")
    else:
        assert status in (b"404", b"400", b"307")
    assert b"root:" not in done.stdout
    assert b"snapshot" not in done.stdout

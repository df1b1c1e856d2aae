"""Serving a release over HTTP, with a real server and a real client."""

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import uvicorn

from orchestration.site.server import HEADERS, application

BODY = bytes(range(256)) * 8


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release folder, with a secret file outside it and a link to that file inside."""
    root = tmp_path_factory.mktemp("served")
    release = root / "release"
    (release / "report").mkdir(parents=True)
    (release / "report" / "index.html").write_text("<!doctype html><title>x</title>", "utf-8")
    (release / "marts.duckdb").write_bytes(BODY)
    (release / "a.parquet").write_bytes(BODY)
    (release / "a.csv").write_text("가,나\n", "utf-8")
    (release / ".env").write_text("hidden", "utf-8")
    (release / ".git").mkdir()
    (release / ".git" / "config").write_text("hidden", "utf-8")
    (root / "secret.txt").write_text("secret", "utf-8")
    (release / "out.txt").symlink_to(root / "secret.txt")
    return release


def test_latest_redirects_to_the_served_release(address: str) -> None:
    found = httpx.get(f"{address}/latest/a.csv", follow_redirects=False)
    assert (found.status_code, found.headers["location"]) == (307, "/a.csv")
    assert found.headers["cache-control"] == "no-cache"
    assert httpx.get(f"{address}/latest/a.csv", follow_redirects=True).text == "가,나\n"
    assert httpx.get(f"{address}/latest/.env", follow_redirects=True).status_code == 404


@pytest.mark.parametrize("path", ["//example.org/", "/\\example.org", "%2F%2Fexample.org"])
def test_latest_redirects_to_no_other_host(address: str, path: str) -> None:
    location = httpx.get(f"{address}/latest/{path}", follow_redirects=False).headers["location"]
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\"))


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """The loopback address at which the folder is served."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(application(folder), port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(5)


@pytest.fixture
def client(address: str) -> Iterator[httpx.Client]:
    """A client that sends paths unchanged, including dots."""
    with httpx.Client(base_url=address, trust_env=False) as client:
        yield client


def test_root_redirects_to_the_pages(client: httpx.Client) -> None:
    found = client.get("/", follow_redirects=True)
    assert found.status_code == 200
    assert found.url.path == "/report/index.html"
    assert found.headers["content-type"].startswith("text/html")


def test_range_request_returns_that_part(client: httpx.Client) -> None:
    found = client.get("/marts.duckdb", headers={"range": "bytes=10-19"})
    assert found.status_code == 206
    assert found.content == BODY[10:20]
    assert found.headers["content-range"] == f"bytes 10-19/{len(BODY)}"
    assert client.get("/marts.duckdb", headers={"range": "bytes=-4"}).content == BODY[-4:]


def test_range_of_another_version_returns_the_complete_file(client: httpx.Client) -> None:
    tag = client.head("/marts.duckdb").headers["etag"]
    same = client.get("/marts.duckdb", headers={"range": "bytes=0-3", "if-range": tag})
    other = client.get("/marts.duckdb", headers={"range": "bytes=0-3", "if-range": '"other"'})
    assert (same.status_code, other.status_code) == (206, 200)
    assert other.content == BODY


def test_range_beyond_the_end_is_refused(client: httpx.Client) -> None:
    assert client.get("/a.parquet", headers={"range": "bytes=999999-"}).status_code == 416


def test_head_has_the_length_and_no_body(client: httpx.Client) -> None:
    found = client.head("/a.parquet")
    assert found.headers["content-length"] == str(len(BODY))
    assert found.headers["accept-ranges"] == "bytes"
    assert found.content == b""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/a.csv", "text/csv; charset=utf-8"),
        ("/a.parquet", "application/vnd.apache.parquet"),
        ("/marts.duckdb", "application/vnd.duckdb"),
    ],
)
def test_files_have_their_content_type(client: httpx.Client, path: str, kind: str) -> None:
    assert client.get(path).headers["content-type"] == kind


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/report/..%2f..%2fsecret.txt",
        "/%2e%2e%5csecret.txt",
        "/out.txt",
        "/.env",
        "/.git/config",
        "/%2eenv",
        "/report/%00",
        "/nothing",
        "/.git/",
    ],
)
def test_files_outside_the_folder_and_hidden_files_are_not_served(address: str, path: str) -> None:
    host, port = address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as raw:
        raw.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: raw.recv(65536), b""))
    assert answer.split(b" ")[1] == b"404", answer[:100]
    assert b"secret" not in answer
    assert b"hidden" not in answer


def test_a_folder_without_index_is_not_listed(client: httpx.Client) -> None:
    assert "a.csv" not in client.get("//", follow_redirects=False).text
    assert client.get("/report/", follow_redirects=False).status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_methods_that_write_are_refused(client: httpx.Client, method: str) -> None:
    assert client.request(method, "/a.csv").status_code == 405
    assert client.request(method, "/").status_code == 405


@pytest.mark.parametrize("path", ["/report/index.html", "/nothing"])
def test_every_response_has_the_security_headers(client: httpx.Client, path: str) -> None:
    found = client.get(path)
    for name, value in HEADERS.items():
        assert found.headers[name] == value
    assert "unsafe-eval" not in found.headers["content-security-policy"]

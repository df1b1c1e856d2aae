"""Malicious queries of `smartcity query`: no file is read or written, no host is reached."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from orchestration.errors import QueryError
from orchestration.release.query import run_query

FORBIDDEN = [
    # writing
    "create table t (i integer)",
    "create or replace view industry_share as select 1",
    "insert into policy_targets select * from policy_targets",
    "update industry_share set value = 0",
    "delete from industry_share",
    "drop table industry_share",
    "alter table industry_share add column x integer",
    "copy industry_share to '{folder}/out.csv'",
    "copy (select 1) to '{folder}/out.parquet' (format parquet)",
    "copy industry_share from '{secret}'",
    "export database '{folder}/out'",
    "import database '{folder}'",
    "checkpoint; create table t (i integer)",
    # reading other files
    "select * from read_csv('{secret}')",
    "select * from read_text('{secret}')",
    "select * from read_blob('{secret}')",
    "select * from read_parquet('{folder}/*.parquet')",
    "select * from read_json('{secret}')",
    "select * from '{secret}'",
    "select * from glob('{folder}/*')",
    "select * from sniff_csv('{secret}')",
    # other databases, settings, extensions
    "attach '{folder}/other.duckdb' as other",
    "attach ':memory:' as other; copy (select 1) to '{folder}/out.csv'",
    "set enable_external_access = true",
    "reset enable_external_access",
    "pragma enable_external_access = true",
    "set lock_configuration = false",
    "set temp_directory = '{folder}'",
    "set allowed_directories = ['/']",
    "install httpfs",
    "load httpfs",
    "force install sqlite from 'http://127.0.0.1:{port}'",
    "create secret s (type s3)",
    "create persistent secret s (type http, bearer_token 'x')",
    # the network
    "select * from read_csv('http://127.0.0.1:{port}/x.csv')",
    "select * from 'http://127.0.0.1:{port}/x.parquet'",
    "select * from read_parquet('s3://bucket/x.parquet')",
    "copy industry_share to 'http://127.0.0.1:{port}/x'",
    # several statements in one
    "select 1; copy industry_share to '{folder}/out.csv'",
    "select 1; drop table industry_share",
]


class Listener(BaseHTTPRequestHandler):
    requests: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.requests.append(self.path)
        self.send_error(404)

    do_HEAD = do_PUT = do_POST = do_GET  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    server = HTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    assert Listener.requests == [], "a query reached the network"


@pytest.mark.parametrize("sql", FORBIDDEN)
def test_a_query_can_reach_only_the_marts(
    sql: str, marts_file: Path, tmp_path: Path, port: int
) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("key\nhunter2\n")
    before = hashlib.sha256(marts_file.read_bytes()).hexdigest()
    listing = sorted(marts_file.parent.iterdir())
    with pytest.raises(QueryError) as refused:
        run_query(marts_file, sql.format(folder=tmp_path, secret=secret, port=port))
    assert "hunter2" not in str(refused.value)
    assert list(tmp_path.iterdir()) == [secret]
    assert hashlib.sha256(marts_file.read_bytes()).hexdigest() == before
    assert sorted(marts_file.parent.iterdir()) == listing


def test_no_variable_of_the_environment_and_no_object_of_python(
    marts_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KOSIS_API_KEY", "hunter2")
    for sql in (
        "select getenv('KOSIS_API_KEY')",
        "select * from names",
        "select * from marts_file",
    ):
        with pytest.raises(QueryError) as refused:
            run_query(marts_file, sql)
        assert "hunter2" not in str(refused.value)


def test_ordinary_queries_work(marts_file: Path) -> None:
    _, rows = run_query(
        marts_file, "with t as (select count(*) n from industry_share) select n > 0 from t"
    )
    assert rows == [(True,)]

"""The server as a process: what it offers, a new release while connected, its end, and its output."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from orchestration.release.catalog import ReleaseCatalog
from orchestration.settings import PROJECT_ROOT
from tests.conftest import run_smartcity
from tests.support.mcp_client import McpClient, connected
from tests.support.quick_releases import publish_once, small_warehouse

HELLO = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    },
}


def start(lake: Path) -> subprocess.Popen[bytes]:
    """The server with pipes, after its answer to the first message."""
    process = subprocess.Popen(
        [sys.executable, "-m", "orchestration", "mcp"],
        cwd=PROJECT_ROOT,
        env={**os.environ, "SMARTCITY_LAKE": str(lake)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(HELLO).encode() + b"\n")
    process.stdin.flush()
    assert json.loads(process.stdout.readline())["result"]["serverInfo"]["name"] == "smartcity"
    return process


def test_the_tools_only_read(client: McpClient) -> None:
    tools = client.tools()
    assert [tool.name for tool in tools] == [
        *("find_codes", "get_numbers", "explain_term", "trace_number"),
        *("describe_release", "describe_marts", "run_select"),
    ]
    for tool in tools:
        assert tool.annotations is not None
        assert tool.annotations.read_only_hint is True
        assert tool.input_schema["additionalProperties"] is False
        assert tool.description


def test_find_codes(client: McpClient) -> None:
    def found(words: str, **more: str) -> list[tuple[str, str]]:
        matches = client.ask("find_codes", words=words, **more)["matches"]
        return [(match["kind"], match["code"]) for match in matches]

    assert found("경기")[0] == ("region", "31")
    assert found("경기", kind="region") == [("region", "31")]
    assert found("전라북도") == [("region", "35")]
    assert found("Seoul") == [("region", "11")]
    assert ("industry", "J") in found("정보통신업")
    assert ("industry", "62") in found("computer programming")
    assert ("layer_industry", "drone") in found("drone", kind="taxonomy")
    assert ("layer", "infrastructure") in found("스마트기반시설")
    assert ("taxonomy", "smart_city_2021") in found("", kind="taxonomy")
    assert len(found("", kind="region")) == 19
    assert found("전남광주", kind="region") == [("region", "12")]
    assert found("정보통심업")[0] == ("industry", "J")


def test_explain_term(client: McpClient) -> None:
    for words, code in (("입지계수", "location_quotient"), ("bounded", "bounded"), ("집합", "set")):
        terms = client.ask("explain_term", term=words)["terms"]
        assert terms[0]["code"] == code
        assert terms[0]["definition_ko"]
    columns = client.ask("explain_term", term="rank_in_nation")["terms"]
    assert "industry_share" in columns[0]["marts"]


def test_describe(client: McpClient, release: Path) -> None:
    answer = client.ask("describe_release")
    assert answer["release"]["release_id"] == release.name
    assert {source["source_id"] for source in answer["inputs"]} >= {"kosis_census", "nps_published"}
    marts = client.ask("describe_marts")["marts"]
    assert {mart["mart"] for mart in marts} == set(
        ReleaseCatalog(release.parent).record(release.name).marts
    )
    columns = client.ask("describe_marts", mart="industry_share")["columns"]
    assert "region_code" in [column["column_name"] for column in columns]


def test_a_new_release_while_connected(lake: Path, marts_file: Path, tmp_path: Path) -> None:
    catalog = ReleaseCatalog(lake / "releases")
    old = catalog.current().name
    with connected(lake) as client:
        assert client.ask("describe_release")["release"]["release_id"] == old
        assert publish_once(lake, small_warehouse(marts_file, tmp_path / "w.duckdb", "new"))
        new = catalog.current().name
        assert new != old
        answer = client.ask("run_select", sql="select distinct source_id from industry_share")
        assert answer["rows"] == [["new"]]
        assert answer["release"]["release_id"] == new
        assert new in answer["citation"]["en"]
        (note,) = [note for note in answer["notes"] if old in note]
        assert new in note
        assert not any(old in note for note in client.ask("describe_release")["notes"])


def test_without_a_release_each_answer_says_so(tmp_path: Path) -> None:
    with connected(tmp_path / "empty") as client:
        refused = client.refusal("describe_release")
        assert "there is no release yet" in refused
        assert str(tmp_path) not in refused


def test_closed_input_ends_it_quietly(bundled_lake: Path) -> None:
    process = start(bundled_lake)
    output, errors = process.communicate(timeout=20)
    assert (process.returncode, output, errors) == (0, b"", b"")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_with_one_line(bundled_lake: Path, number: signal.Signals) -> None:
    process = start(bundled_lake)
    since = time.monotonic()
    process.send_signal(number)
    process.wait(timeout=20)
    assert time.monotonic() - since < 5
    assert process.returncode == 128 + number
    assert process.stderr is not None
    assert process.stderr.read() == b"stopped; the current release is unchanged\n"


def test_a_client_that_goes_away_is_no_error(bundled_lake: Path) -> None:
    process = start(bundled_lake)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdout.close()
    process.stdin.write(b'{"jsonrpc":"2.0","id":2,"method":"tools/list"}\n')
    process.stdin.close()
    process.wait(timeout=20)
    assert process.stderr is not None
    assert b"Traceback" not in process.stderr.read()


def test_output_is_the_protocol_only(bundled_lake: Path) -> None:
    """Also after lines that are no messages."""
    process = start(bundled_lake)
    lines = [
        b"not json",
        b'{"jsonrpc":"2.0","method":"notifications/initialized"}',
        b'{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"run_select","arguments":'
        b'{"sql":"select 1 as one"}}}',
        b'{"jsonrpc":"2.0","id":8,"method":"tools/call","params":{"name":7}}',
        b'{"jsonrpc":"2.0","id":9,"method":"no/such/method"}',
    ]
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(b"\n".join(lines) + b"\n")
    process.stdin.flush()
    answers = {}
    while not {7, 8, 9} <= answers.keys():
        message = json.loads(process.stdout.readline())
        answers[message.get("id")] = message
    assert answers[7]["result"]["structuredContent"]["rows"] == [[1]]
    assert "error" in answers[8]
    assert "error" in answers[9]
    output, errors = process.communicate(timeout=20)
    assert (output, errors) == (b"", b"")


def test_without_the_sdk_one_line_says_what_to_install(bundled_lake: Path, tmp_path: Path) -> None:
    missing = tmp_path / "mcp"
    missing.mkdir()
    (missing / "__init__.py").write_text("raise ImportError('not installed')\n")
    done = run_smartcity(bundled_lake, "mcp", PYTHONPATH=str(tmp_path))
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "requirements/mcp.txt" in done.stderr

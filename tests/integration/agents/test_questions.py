"""Realistic questions in Korean: the answers are those of the marts, and docs/agents.md shows them."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.release.citation import read_citation
from orchestration.settings import PROJECT_ROOT
from tests.support.agent_questions import BEGIN, END, QUESTIONS, Question, transcript
from tests.support.mcp_client import McpClient


def numbers(value: Any) -> Iterator[float]:
    """Every number of an answer, at any depth."""
    if isinstance(value, bool):
        return
    if isinstance(value, int | float):
        yield float(value)
    elif isinstance(value, dict):
        for child in value.values():
            yield from numbers(child)
    elif isinstance(value, list):
        for child in value:
            yield from numbers(child)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.text)
def test_the_answer_is_that_of_the_marts(
    question: Question, client: McpClient, marts_file: Path, release: Path
) -> None:
    answers = [client.ask(name, **arguments) for name, arguments in question.calls]
    with duckdb.connect(str(marts_file), read_only=True) as connection:
        rows = connection.execute(question.truth).fetchall()
    assert rows, "the query of the truth finds something"
    answered = list(numbers(answers[-1]))
    for truth in (value for row in rows for value in row if value is not None):
        assert any(math.isclose(truth, number, rel_tol=1e-9) for number in answered), truth
    text = json.dumps(answers[-1], ensure_ascii=False)
    assert [said for said in question.says if said not in text] == []
    for answer in answers:
        assert answer["release"]["release_id"] == release.name
        assert answer["citation"]["ko"] == read_citation(release).korean
        assert release.name in answer["citation"]["en"]
    assert answers[-1]["sources"], "the sources of the numbers are named"
    assert all(s["attribution_ko"] and s["licence_url"] for s in answers[-1]["sources"])


def test_the_document_shows_the_session(client: McpClient) -> None:
    """To print it again: python -m tests.support.agent_questions LAKE docs/agents.md docs/agents.ko.md."""
    printed = transcript(client)
    for name in ("agents.md", "agents.ko.md"):
        document = (PROJECT_ROOT / "docs" / name).read_text("utf-8")
        assert document.partition(BEGIN)[2].partition(END)[0].strip() == printed, name

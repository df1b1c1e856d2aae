"""What the analysts' documents print is what a fresh release gives; the notebook runs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from orchestration.release.query import run_query
from orchestration.settings import PROJECT_ROOT
from tests.support.dagster_home import run_python
from tests.support.printed_queries import Printed, printed_in, result_of

DOCUMENTS = [PROJECT_ROOT / "docs" / name for name in ("analysts.md", "analysts.ko.md")]
PRINTED = [(d.name, number, p) for d in DOCUMENTS for number, p in enumerate(printed_in(d), 1)]

NOTEBOOK = """
from notebooks.reproduce_report import app
_, made = app.run()
told = made["combinations"]
assert set(told.check_result) == {"confirmed", "not_stated", "depends_on_rule"}, set(told.check_result)
assert made["reproduction"].figures.sum() == %d
for chart in ("figure_5", "figures_2_to_4"):
    assert made[chart].to_dict()["datasets"]
assert set(made["industries"].layer) == {"infrastructure", "general_purpose", "application"}
print("ran")
"""


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d.name)
def test_no_query_is_missing(document: Path) -> None:
    assert len(printed_in(document)) == 25


@pytest.mark.parametrize(
    ("document", "number", "printed"), PRINTED, ids=[f"{d}-{n}" for d, n, _ in PRINTED]
)
def test_a_query_gives_what_is_printed(
    document: str, number: int, printed: Printed, marts_file: Path
) -> None:
    assert result_of(marts_file, printed.sql) == printed.result


def test_the_documents_name_every_mart(marts_file: Path) -> None:
    _, rows = run_query(marts_file, "select distinct mart from data_dictionary")
    for document in DOCUMENTS:
        text = document.read_text(encoding="utf-8")
        assert [str(mart) for (mart,) in rows if f"`{mart}`" not in text] == []


def test_the_notebook_runs_on_the_release(
    bundled_lake: Path, marts_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMARTCITY_LAKE", str(bundled_lake))
    _, rows = run_query(marts_file, "select count(*) from published_figures")
    printed = run_python(os.environ, "-c", NOTEBOOK % int(str(rows[0][0])))
    assert printed.endswith("ran\n")

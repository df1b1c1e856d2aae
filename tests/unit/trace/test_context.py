"""Which pension figures a trace of estimates uses."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from orchestration.trace.context import TraceContext
from orchestration.trace.model import NotRecomputed


def context(**months: list[str]) -> Any:
    """A context of a release with these months of each data set."""
    files = {k: [SimpleNamespace(partition=m) for m in v] for k, v in months.items()}
    return TraceContext(SimpleNamespace(of_dataset=lambda name: files.get(name, [])))  # type: ignore[arg-type]


@pytest.mark.parametrize("file", ["2026-06", "2026-08"])
def test_a_monthly_file_that_is_not_older_is_not_recomputed(file: str) -> None:
    both = context(nps_published=["2026-06"], nps_workplaces=["2022-04", file])
    with pytest.raises(NotRecomputed, match="only the pipeline counts"):
        _ = both.pension_structure


def test_a_release_without_pension_figures() -> None:
    with pytest.raises(NotRecomputed, match="without pension figures"):
        _ = context().pension_structure


def test_an_older_file_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    older = context(nps_published=["2026-05", "2026-06"], nps_workplaces=["2026-05"])
    monkeypatch.setattr(TraceContext, "pension_month", lambda _, file: file.partition)
    monkeypatch.setattr("orchestration.trace.context.PensionStructure", lambda month: month)
    assert older.pension_structure == "2026-06"

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


@pytest.fixture
def structures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Structures that are a kind and a month; a file of 2026-09 is of one province."""
    module = "orchestration.trace.context"
    monkeypatch.setattr(TraceContext, "pension_month", lambda _, file: file)
    monkeypatch.setattr(f"{module}.fitted_structure", lambda month: ("fitted", month.partition))
    monkeypatch.setattr(f"{module}.counted_structure", lambda file: ("counted", file.month))
    monkeypatch.setattr(
        f"{module}.PensionFile",
        lambda file: SimpleNamespace(
            month=file.partition, is_of_whole_nation=file.partition != "2026-09"
        ),
    )


@pytest.mark.usefixtures("structures")
@pytest.mark.parametrize(
    ("published", "monthly", "used"),
    [
        (["2026-06"], ["2022-04", "2026-06"], ("counted", "2026-06")),
        (["2026-06"], ["2026-08"], ("counted", "2026-08")),
        (["2026-05", "2026-06"], ["2026-05"], ("fitted", "2026-06")),
        (["2026-06"], ["2026-05", "2026-09"], ("fitted", "2026-06")),
        (["2026-09"], ["2026-09"], ("fitted", "2026-09")),
        ([], ["2026-05"], ("counted", "2026-05")),
    ],
)
def test_the_latest_month_is_used(
    published: list[str], monthly: list[str], used: tuple[str, str]
) -> None:
    found = context(nps_published=published, nps_workplaces=monthly).pension_structure
    assert found == used


def test_a_release_without_pension_figures() -> None:
    with pytest.raises(NotRecomputed, match="without pension figures"):
        _ = context().pension_structure

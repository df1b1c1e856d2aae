"""A period that comes again: revisions are recorded, a period that shrank is refused."""

from __future__ import annotations

import pytest

from orchestration.contracts.window import Window
from orchestration.errors import ArrivalRefused
from tests.integration.kosis.conftest import Kosis
from tests.support.kosis_table import census_table


def test_a_changed_value_is_a_revision(kosis: Kosis) -> None:
    kosis.lake.refresh()
    kosis.table.years[2022] = census_table((2022,), depth=2, suppress=True).years[2022]
    kosis.table.changed[2022] = "2024-06-30"
    kosis.lake.refresh()
    revisions = kosis.lake.staged("revisions").to_pylist()
    assert revisions
    assert {r["partition_key"] for r in revisions} == {"2022"}
    assert {r["dataset"] for r in revisions} == {"census_cells"}
    # A value that the agency suppresses now is not repeated.
    assert {r["old_value"] for r in revisions} == {"withheld"}
    assert {r["new_value"] for r in revisions} == {"value=null status=suppressed"}
    assert "year=2022 region_code=" in revisions[0]["row_key"]


def test_the_same_values_under_a_new_date_are_none(kosis: Kosis) -> None:
    kosis.lake.refresh()
    kosis.table.changed[2022] = "2024-06-30"
    kosis.lake.refresh()
    assert kosis.lake.staged("revisions").num_rows == 0


def test_revisions_stay_recorded(kosis: Kosis) -> None:
    test_a_changed_value_is_a_revision(kosis)
    before = kosis.lake.staged("revisions")
    kosis.lake.refresh()
    assert kosis.lake.staged("revisions") == before


def test_bundled_values_that_the_service_changed_are_revisions(
    kosis: Kosis, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = kosis.lake.settings
    monkeypatch.delenv("KOSIS_API_KEY")
    kosis.lake.settings = type(key)(_env_file=None)
    kosis.lake.refresh(Window("2023", "2023"))
    kosis.lake.settings = key
    kosis.table.depth = 3
    kosis.lake.refresh(Window("2023", "2023"), accept_smaller=True)
    assert kosis.lake.staged("revisions").num_rows > 1000


def test_a_period_that_shrank_is_refused(kosis: Kosis) -> None:
    kosis.lake.refresh()
    before = kosis.lake.active(), kosis.lake.staged("census_cells")
    kosis.table.depth = 1
    kosis.table.changed[2022] = "2024-06-30"
    with pytest.raises(ArrivalRefused, match=r"the period shrank from [\d,]+ to [\d,]+ rows"):
        kosis.lake.refresh()
    assert (kosis.lake.active(), kosis.lake.staged("census_cells")) == before
    assert kosis.lake.quarantined()


def test_a_smaller_period_can_be_accepted(kosis: Kosis) -> None:
    kosis.lake.refresh()
    kosis.table.depth = 1
    kosis.table.changed[2022] = "2024-06-30"
    rows = kosis.lake.refresh(accept_smaller=True)
    assert rows["2022"] < rows["2023"]
    gone = kosis.lake.staged("revisions")
    assert gone.num_rows
    assert set(gone["new_value"].to_pylist()) == {None}

"""The live client against a service that behaves: what is asked, what is not, what lands."""

from __future__ import annotations

import pyarrow.compute as pc
import pytest

from orchestration.contracts.window import Window
from orchestration.errors import ConfigurationError
from orchestration.progress import Event, listening
from tests.integration.kosis.conftest import Kosis
from tests.support.kosis_table import census_table


def test_live_cells_are_the_cells_of_the_service(kosis: Kosis) -> None:
    rows = kosis.lake.refresh()
    assert rows.keys() == {"2022", "2023"}
    cells = kosis.lake.staged("census_cells")
    wanted = pc.and_(pc.equal(cells["year"], 2023), pc.equal(cells["ksic_code"], "62"))
    told = {(r["region_code"], r["measure"]): r["value"] for r in cells.filter(wanted).to_pylist()}
    truth = kosis.table.truth[2023]
    leaves = [leaf for leaf in truth.tree.leaves if leaf.startswith("62")]
    for measure in ("establishments", "employees"):
        expected = truth.total(leaves, measure)
        assert {r: v for (r, m), v in told.items() if m == measure} == {
            r: v for r, v in expected.items() if v
        }


def test_nothing_changed_asks_one_question(kosis: Kosis) -> None:
    kosis.lake.refresh()
    before = len(kosis.server.requests), kosis.lake.active()
    kosis.lake.refresh()
    assert kosis.server.requests[before[0] :] == [
        r for r in kosis.server.requests[before[0] :] if "type=NCD" in r
    ]
    assert len(kosis.server.requests) == before[0] + 1
    assert kosis.lake.active() == before[1]


def test_only_the_changed_year_is_asked_again(kosis: Kosis) -> None:
    kosis.lake.refresh()
    before = len(kosis.server.requests)
    kosis.table.changed[2022] = "2024-06-30"
    kosis.lake.refresh()
    data = [r for r in kosis.server.requests[before:] if "getList" in r]
    assert data
    assert all("startPrdDe=2022" in r for r in data)


def test_force_asks_for_the_window_alone(kosis: Kosis) -> None:
    kosis.lake.refresh()
    before = len(kosis.server.requests)
    kosis.lake.refresh(Window("2023", "2023"), force=True)
    data = [r for r in kosis.server.requests[before:] if "getList" in r]
    assert data
    assert all("startPrdDe=2023" in r for r in data)
    assert kosis.lake.active().keys() == {"2022", "2023"}


def test_a_window_outside_the_table_is_refused(kosis: Kosis) -> None:
    with pytest.raises(ConfigurationError, match="no year of table DT_1K52D01"):
        kosis.lake.refresh(Window("2030", "2031"))


def test_requests_stay_below_the_limit_and_cover_everything(kosis: Kosis) -> None:
    kosis.service.limit = 900
    kosis.declare(cells_per_call=900)
    kosis.lake.refresh(Window("2023", "2023"))
    assert kosis.server.asked("getList") == 5
    assert len(kosis.lake.store.active("kosis_census")["2023"]) == 5


def test_error_31_splits_until_it_fits(kosis: Kosis) -> None:
    kosis.service.limit = 150
    rows = kosis.lake.refresh(Window("2023", "2023"))
    parts = kosis.lake.store.active("kosis_census")["2023"]
    assert len(parts) > 18
    kosis.service.limit = 40_000
    assert kosis.lake.refresh(Window("2023", "2023"), force=True) == rows


def test_progress_counts_requests(kosis: Kosis) -> None:
    events: list[Event] = []
    kosis.declare(cells_per_call=900)
    with listening(events.append):
        kosis.lake.refresh()
    told = [(e.done, e.total) for e in events if e.kind == "advanced"]
    assert told == [(n, 10) for n in range(10)]
    assert any("10 parts of 2 years, 10 requested, 12 calls" in e.detail for e in events)


def test_without_key_fetched_years_stay_and_bundled_ones_fill(
    kosis: Kosis, monkeypatch: pytest.MonkeyPatch
) -> None:
    kosis.lake.refresh()
    before = kosis.lake.active()
    monkeypatch.delenv("KOSIS_API_KEY")
    kosis.lake.settings = type(kosis.lake.settings)(_env_file=None)
    asked = len(kosis.server.requests)
    kosis.lake.refresh()
    after = kosis.lake.active()
    assert len(kosis.server.requests) == asked
    assert after.keys() == {"2020", "2021", "2022", "2023"}
    assert {year: after[year] for year in before} == before


def test_a_new_year_is_fetched_and_old_ones_are_left(kosis: Kosis) -> None:
    later = census_table((2021,), depth=2, seed=7)
    kosis.lake.refresh()
    kosis.table.years[2021] = later.years[2021]
    kosis.table.changed[2021] = "2022-12-20"
    asked = len(kosis.server.requests)
    assert kosis.lake.refresh().keys() == {"2021", "2022", "2023"}
    assert all("startPrdDe=2021" in r for r in kosis.server.requests[asked:] if "getList" in r)


def test_leaves_come_where_the_table_has_them(kosis: Kosis) -> None:
    kosis.table.depth = 5
    kosis.declare(industry_digits=5)
    kosis.lake.refresh(Window("2023", "2023"))
    codes = set(kosis.lake.staged("census_cells")["ksic_code"].to_pylist())
    assert {"58221", "62010", "TOTAL", "J"} <= codes

"""Each file of the gallery is served by a loopback KOSIS and accepted or refused as listed here."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from orchestration.errors import (
    ArrivalRefused,
    ConfigurationError,
    SmartCityError,
    SourceUnavailable,
)
from orchestration.progress import Event, listening
from tests.integration.kosis.conftest import KEY
from tests.support.live_lake import LiveLake, live_lake
from tests.support.loopback import Answer, serving

GALLERY = Path(__file__).parents[2] / "gallery" / "kosis"
GOOD = (
    "good.json",
    "good_suppressed.json",
    "good_not_available.json",
    "good_null_counts.json",
    "good_decimal_counts.json",
    "good_english_names.json",
    "good_euc_kr.json",
)
HINTS = {
    "changes_raw_tab.json": "the response is not complete JSON",
    "changes_error_20.json": "KOSIS error 20",
    "changes_error_21.json": "KOSIS error 21",
    "changes_error_31.json": "KOSIS error 31",
    "changes_null_date.json": "the service has 2022, which the declaration does not include",
    "changes_null_period.json": "does not list when each year was changed",
    "changes_odd_values.json": "does not list when each year was changed",
    "changes_later_year.json": "the service has 2024, which the declaration does not include",
    "html.html": "HTML or XML page",
    "value_too_deep.json": "nested too deeply",
    "value_surrogate.json": "half of a surrogate pair",
}
"""Responses to getMeta type=NCD, which never stop a refresh, and the note about each."""
KNOWN_DATES = ("changes_later_year.json", "changes_odd_values.json", "changes_null_period.json")
"""Those with a date for the year 2023, which is then not requested again."""
AT_ONCE = {
    "html.html": "HTML or XML page instead of JSON",
    "truncated.json": "not complete JSON",
    "not_utf8.json": "truncated or damaged",
    "unquoted_keys.json": "keys of the response are not quoted",
    "empty.json": "the response is empty",
    "no_rows.json": "not a list of rows",
    "odd_object.json": "instead of rows",
    "missing_region_column.json": "column C1 is missing",
    "other_table.json": "TBL_ID DT_1K52F01 was returned but not requested",
    "other_year.json": "PRD_DE 2022 was returned but not requested",
    "other_region.json": "C1 21 was returned but not requested",
    "item_absent.json": "ITM_ID T2 was requested but not returned",
    "wrong_section.json": "C2 K62 was returned but not requested",
    "value_5000_digits.json": "a whole number of 5,000 digits",
    "value_1e309.json": "the number 1e309 is beyond 64 bits",
    "value_nan.json": "NaN is not a number",
    "value_surrogate.json": "a text contains half of a surrogate pair",
    "value_nul.json": "a text contains the character NUL",
    "value_too_deep.json": "it is nested too deeply",
    "period_null.json": "column PRD_DE is null, not text",
    "region_list.json": "column C1 is a list of 1, not text",
    "field_twice.json": "field DT occurs twice in one object",
}
"""Refused before the response becomes a snapshot."""
ON_PARSING = {
    "new_column.json": "column C9 is new",
    "missing_column.json": "column DT is missing",
    "changed_type.json": "column DT is 30, not text",
    "thousands_separator.json": "DT '1,210' is not a count",
    "duplicate_row.json": "duplicate row: 2 rows for one cell",
    "sum_does_not_hold.json": "the industries below add up to",
    "value_list.json": "column DT is a list of 1, not text",
    "value_object.json": "column DT is an object of 1 fields, not text",
    "value_boolean.json": "column DT is true, not text",
    "value_superscript.json": "DT '15²' is not a count",
    "value_19_digits.json": "DT '9223372036854775808' is not a count",
    "value_escape_sequence.json": r"DT '\\x1b\]0;title\\x07150' is not a count",
    "quarter.json": "PRD_SE 'Q' is not a year",
}
"""Stored in raw, refused when it is staged."""
METADATA = {
    "meta_item_gone.json": (ConfigurationError, "item T2 is not in the table"),
    "meta_object_more.json": (ConfigurationError, r"the table has objL4 \(계\)"),
    "meta_object_less.json": (ConfigurationError, "the table has no objL3"),
    "meta_fixed_code_gone.json": (ConfigurationError, "objL3 code 0 is not in the table"),
    "meta_unknown_region.json": (
        ArrivalRefused,
        r"region 99 \(분류 99\) of the table is not known",
    ),
    "meta_unknown_industry.json": (ArrivalRefused, "industry code 'J69' is not in KSIC 10"),
    "meta_field_missing.json": (
        ArrivalRefused,
        "a field of the table's metadata is missing or invalid",
    ),
    "meta_code_list.json": (ArrivalRefused, "ITM_ID is a list of 1"),
    "meta_number_superscript.json": (ArrivalRefused, "OBJ_ID_SN is '²'"),
    "meta_error_31.json": (SourceUnavailable, r"KOSIS error 31: .* getMeta ITM"),
    "meta_no_items.json": (ConfigurationError, "item T1 is not in the table.*request.measure"),
    "value_too_deep.json": (ArrivalRefused, "it is nested too deeply"),
    "html.html": (ArrivalRefused, "HTML or XML page"),
}


@dataclass
class GalleryService:
    """The file that the server returns, by kind of request, and the requests."""

    data: str = "good.json"
    codes: str = "meta_codes.json"
    changes: str = "meta_changes.json"
    requests: list[str] = field(default_factory=list)

    def __call__(self, target: str) -> Answer:
        self.requests.append(target)
        name = (
            self.changes
            if "type=NCD" in target
            else self.codes
            if "type=ITM" in target
            else self.data
        )
        return Answer(_bytes(name))


@functools.cache
def _bytes(name: str) -> bytes:
    return (GALLERY / name).read_bytes()


@dataclass
class Stand:
    lake: LiveLake
    shown: GalleryService


@pytest.fixture
def stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stand]:
    shown = GalleryService()
    with serving(shown) as server:
        environment = {"KOSIS_API_KEY": KEY, "SMARTCITY_KOSIS_URL": server.url}
        request = {"first_year": 2023, "regions": ["11"]}
        lake = live_lake(tmp_path, monkeypatch, "kosis_census", environment, request)
        yield Stand(lake, shown)


@pytest.mark.parametrize("name", GOOD)
def test_good_responses_are_accepted(stand: Stand, name: str) -> None:
    stand.shown.data = name
    assert stand.lake.refresh() == {"2023": 12}
    assert stand.lake.quarantined() == []


def test_metadata_of_a_real_table_are_accepted(stand: Stand) -> None:
    stand.shown.codes = "meta_codes_real.json"
    stand.shown.data = "good_english_names.json"
    assert stand.lake.refresh() == {"2023": 12}


def test_a_count_that_is_null_or_missing_is_not_available(stand: Stand) -> None:
    stand.shown.data = "good_null_counts.json"
    stand.lake.refresh()
    rows = stand.lake.staged("census_cells").to_pylist()[-3:]
    assert [row["value"] for row in rows] == [None, 12, None]
    assert [row["status"] for row in rows] == ["not_available", "observed", "not_available"]


def test_a_count_with_a_zero_fraction_is_that_count(stand: Stand) -> None:
    stand.lake.refresh()
    before = stand.lake.staged("census_cells")["value"].to_pylist()
    stand.shown.data = "good_decimal_counts.json"
    stand.lake.refresh(force=True)
    assert stand.lake.staged("census_cells")["value"].to_pylist() == before


def test_a_table_without_items_needs_the_measure(stand: Stand) -> None:
    declared = {**stand.lake.declaration.request, "items": {}, "measure": "establishments"}
    stand.lake.declaration = stand.lake.declaration.model_copy(update={"request": declared})
    stand.shown.codes, stand.shown.data = "meta_no_items.json", "good_no_items.json"
    assert stand.lake.refresh() == {"2023": 6}
    assert set(stand.lake.staged("census_cells")["measure"].to_pylist()) == {"establishments"}
    assert all("itmId=ALL&" in target for target in stand.shown.requests if "getList" in target)
    stand.shown.data = "good.json"
    with pytest.raises(ArrivalRefused, match="item 'T1' of a table that is declared without items"):
        stand.lake.refresh(force=True)
    stand.shown.codes = "meta_codes.json"
    with pytest.raises(ConfigurationError, match=r"the table has items \(T1, T2\)"):
        stand.lake.refresh(force=True)


@pytest.mark.parametrize("request_", [{"measure": "employees"}, {"items": {}}])
def test_items_or_measure_have_to_be_declared(stand: Stand, request_: dict[str, object]) -> None:
    declared = {**stand.lake.declaration.request, **request_}
    stand.lake.declaration = stand.lake.declaration.model_copy(update={"request": declared})
    with pytest.raises(ConfigurationError, match="either items, or"):
        stand.lake.refresh()


@pytest.mark.parametrize("name", HINTS)
def test_dates_of_change_are_a_hint(stand: Stand, name: str) -> None:
    stand.shown.changes = name
    events: list[Event] = []
    with listening(events.append):
        assert stand.lake.refresh() == {"2023": 12}
    notes = [event.detail for event in events if event.kind == "noted"]
    assert any(HINTS[name] in text for text in notes)
    before = len(stand.shown.requests)
    stand.lake.refresh()
    again = [target for target in stand.shown.requests[before:] if "getList" in target]
    assert bool(again) is (name not in KNOWN_DATES)


@pytest.mark.parametrize("name", [*AT_ONCE, *ON_PARSING])
def test_broken_responses_are_refused_and_quarantined(stand: Stand, name: str) -> None:
    stand.lake.refresh()
    before = stand.lake.active(), stand.lake.staged("census_cells")
    stand.shown.data = name
    with pytest.raises(ArrivalRefused, match={**AT_ONCE, **ON_PARSING}[name]) as caught:
        stand.lake.refresh(force=True)
    assert "\n" not in str(caught.value)
    assert (stand.lake.active(), stand.lake.staged("census_cells")) == before
    (aside,) = stand.lake.quarantined()
    kept = {path.name: path.read_bytes() for path in aside.iterdir()}
    assert kept.pop("reason.txt").decode().strip() == str(caught.value)
    (body,) = kept.values()
    assert body == _bytes(name) or name == "not_utf8.json"


@pytest.mark.parametrize("name", [*AT_ONCE, *ON_PARSING])
def test_refused_data_are_requested_again(stand: Stand, name: str) -> None:
    stand.shown.data = name
    with pytest.raises(ArrivalRefused):
        stand.lake.refresh()
    stand.shown.data = "good.json"
    assert stand.lake.refresh() == {"2023": 12}


@pytest.mark.parametrize("name", METADATA)
def test_metadata_that_differ_stop_before_any_cell_is_requested(stand: Stand, name: str) -> None:
    kind, message = METADATA[name]
    stand.shown.codes = name
    declared = {**stand.lake.declaration.request, "regions": []}
    stand.lake.declaration = stand.lake.declaration.model_copy(update={"request": declared})
    with pytest.raises(kind, match=message):
        stand.lake.refresh()
    assert not any("getList" in target for target in stand.shown.requests)


def test_declared_digits_that_the_table_does_not_have(stand: Stand) -> None:
    declared = {**stand.lake.declaration.request, "industry_digits": 5}
    stand.lake.declaration = stand.lake.declaration.model_copy(update={"request": declared})
    with pytest.raises(ConfigurationError, match="have 2 digits, not 5"):
        stand.lake.refresh()


@pytest.mark.parametrize("path", sorted(GALLERY.glob("error_*.json")), ids=lambda p: p.stem)
def test_every_error_object_is_an_error(stand: Stand, path: Path) -> None:
    stand.shown.data = path.name
    with pytest.raises(SmartCityError, match=r"KOSIS error|limits more than cells"):
        stand.lake.refresh()
    assert stand.lake.active() == {}


def test_every_file_is_listed() -> None:
    listed = {*GOOD, *AT_ONCE, *ON_PARSING, *METADATA, "README.md"}
    listed |= {"meta_codes.json", "meta_changes.json", *HINTS}
    listed |= {"meta_codes_real.json", "good_no_items.json"}
    listed |= {path.name for path in GALLERY.glob("error_*.json")}
    assert {path.name for path in GALLERY.iterdir()} == listed

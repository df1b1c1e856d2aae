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
)
from tests.integration.kosis.conftest import KEY
from tests.support.live_lake import LiveLake, live_lake
from tests.support.loopback import Answer, serving

GALLERY = Path(__file__).parents[2] / "gallery" / "kosis"
GOOD = ("good.json", "good_suppressed.json", "good_not_available.json")
AT_ONCE = {
    "html.html": "HTML or XML page instead of JSON",
    "truncated.json": "not whole JSON",
    "not_utf8.json": "truncated or damaged",
    "unquoted_keys.json": "keys of the answer are not quoted",
    "empty.json": "the answer is empty",
    "no_rows.json": "no list of rows",
    "odd_object.json": "instead of rows",
    "missing_region_column.json": "column C1 is missing",
    "other_table.json": "TBL_ID DT_1K52F01 came and was not asked for",
    "other_year.json": "PRD_DE 2022 came and was not asked for",
    "other_region.json": "C1 21 came and was not asked for",
    "item_absent.json": "ITM_ID T2 was asked for and did not come",
    "wrong_section.json": "C2 K62 came and was not asked for",
}
"""Refused before the answer becomes a snapshot."""
ON_PARSING = {
    "new_column.json": "column C9 is new",
    "missing_column.json": "column DT is missing",
    "changed_type.json": "column DT is 30, no text",
    "thousands_separator.json": "DT '1,210' is no count",
    "duplicate_row.json": "duplicate row: 2 rows for one cell",
    "sum_does_not_hold.json": "the industries below add up to",
}
"""Put into the raw store, refused when it is staged."""
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
    "meta_field_missing.json": (ArrivalRefused, "the table's metadata lack a field"),
}


@dataclass
class Shown:
    """What the server shows, by kind of request."""

    data: str = "good.json"
    codes: str = "meta_codes.json"
    asked: list[str] = field(default_factory=list)

    def __call__(self, target: str) -> Answer:
        self.asked.append(target)
        name = (
            "meta_changes.json"
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
    shown: Shown


@pytest.fixture
def stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stand]:
    shown = Shown()
    with serving(shown) as server:
        environment = {"KOSIS_API_KEY": KEY, "SMARTCITY_KOSIS_URL": server.url}
        request = {"first_year": 2023, "regions": ["11"]}
        lake = live_lake(tmp_path, monkeypatch, "kosis_census", environment, request)
        yield Stand(lake, shown)


@pytest.mark.parametrize("name", GOOD)
def test_good_answers_are_accepted(stand: Stand, name: str) -> None:
    stand.shown.data = name
    assert stand.lake.refresh() == {"2023": 12}
    assert stand.lake.quarantined() == []


@pytest.mark.parametrize("name", [*AT_ONCE, *ON_PARSING])
def test_broken_answers_are_refused_and_kept_aside(stand: Stand, name: str) -> None:
    stand.lake.refresh()
    before = stand.lake.in_force(), stand.lake.staged("census_cells")
    stand.shown.data = name
    with pytest.raises(ArrivalRefused, match={**AT_ONCE, **ON_PARSING}[name]) as caught:
        stand.lake.refresh(force=True)
    assert "\n" not in str(caught.value)
    assert (stand.lake.in_force(), stand.lake.staged("census_cells")) == before
    (aside,) = stand.lake.quarantined()
    kept = {path.name: path.read_bytes() for path in aside.iterdir()}
    assert kept.pop("reason.txt").decode().strip() == str(caught.value)
    (body,) = kept.values()
    assert body == _bytes(name) or name == "not_utf8.json"


@pytest.mark.parametrize("name", [*AT_ONCE, *ON_PARSING])
def test_what_was_refused_is_asked_for_again(stand: Stand, name: str) -> None:
    stand.shown.data = name
    with pytest.raises(ArrivalRefused):
        stand.lake.refresh()
    stand.shown.data = "good.json"
    assert stand.lake.refresh() == {"2023": 12}


@pytest.mark.parametrize("name", METADATA)
def test_metadata_that_differ_stop_before_any_cell(stand: Stand, name: str) -> None:
    kind, message = METADATA[name]
    stand.shown.codes = name
    declared = {**stand.lake.declaration.request, "regions": []}
    stand.lake.declaration = stand.lake.declaration.model_copy(update={"request": declared})
    with pytest.raises(kind, match=message):
        stand.lake.refresh()
    assert not any("getList" in target for target in stand.shown.asked)


def test_a_declared_depth_that_the_table_lacks(stand: Stand) -> None:
    declared = {**stand.lake.declaration.request, "industry_digits": 5}
    stand.lake.declaration = stand.lake.declaration.model_copy(update={"request": declared})
    with pytest.raises(ConfigurationError, match="have 2 digits, not 5"):
        stand.lake.refresh()


@pytest.mark.parametrize("path", sorted(GALLERY.glob("error_*.json")), ids=lambda p: p.stem)
def test_every_error_object_is_an_error(stand: Stand, path: Path) -> None:
    stand.shown.data = path.name
    with pytest.raises(SmartCityError, match=r"KOSIS error|limits more than cells"):
        stand.lake.refresh()
    assert stand.lake.in_force() == {}


def test_every_file_is_listed() -> None:
    listed = {*GOOD, *AT_ONCE, *ON_PARSING, *METADATA, "README.md"}
    listed |= {"meta_codes.json", "meta_changes.json"}
    listed |= {path.name for path in GALLERY.glob("error_*.json")}
    assert {path.name for path in GALLERY.iterdir()} == listed

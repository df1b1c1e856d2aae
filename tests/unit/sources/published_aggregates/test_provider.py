"""Published aggregates on arrival: the bundled month, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest

from orchestration.contracts.datasets import NPS_PUBLISHED
from orchestration.contracts.declaration import load_declarations
from orchestration.contracts.snapshot import Snapshot
from orchestration.errors import ArrivalRefused, ConfigurationError
from orchestration.settings import PROJECT_ROOT, Settings
from orchestration.sources.published_aggregates import provider as published_aggregates
from tests.fuzz.targets.published_aggregates import declared
from tests.support.file_gallery import GALLERY
from tests.support.fuzz_files import snapshot_of

BUNDLED = load_declarations()["nps_published"]
REFUSED = {
    "wrong_sum": "insured, in_industry_names: 3501 instead of 3500",
    "below_threshold": "999 insured are fewer than the threshold 1,000",
    "does_not_fit": "the provinces of 응용 소프트웨어 개발 및 공급업 do not fit the nation",
    "twice": "duplicate row: industry 11",
    "other_region": "no row 'industry' of region '99'",
    "no_total": "province 21 has no total",
    "no_name": "needs an industry name",
    "other_kind": "no row 'sum' of region '00'",
    "not_a_count": "'1.8e3' is no count",
}


def gallery(name: str) -> Snapshot:
    data = (GALLERY / "published_aggregates" / f"{name}.csv").read_bytes()
    return snapshot_of(data, "nps_published", "2026-06", "2026-06.csv")


def test_a_good_month_is_staged_with_its_classes() -> None:
    table = published_aggregates.parse(declared(), [gallery("good")])["nps_published"]
    assert table.schema == NPS_PUBLISHED
    rows = table.to_pylist()
    assert {row["month"] for row in rows} == {date(2026, 6, 1)}
    assert [
        (r["region_code"], r["ksic_code"], r["insured"]) for r in rows if r["industry_name"]
    ] == [
        ("00", "58222", 2500),
        ("00", None, 400),
        ("11", "58222", 1800),
    ]


@pytest.mark.parametrize(("name", "words"), REFUSED.items())
def test_a_broken_month_is_refused_with_one_clear_line(name: str, words: str) -> None:
    with pytest.raises(ArrivalRefused) as refused:
        published_aggregates.parse(declared(), [gallery(name)])
    line = str(refused.value)
    assert words in line
    assert "to do:" in line
    assert "\n" not in line


def test_a_month_without_control_sums_is_refused() -> None:
    data = (GALLERY / "published_aggregates" / "good.csv").read_bytes()
    other = snapshot_of(data, "nps_published", "2026-07", "2026-07.csv")
    with pytest.raises(ArrivalRefused, match="no control sums for 2026-07"):
        published_aggregates.parse(declared(), [other])


def test_a_request_that_lacks_a_field_is_refused_by_name() -> None:
    request = {k: v for k, v in BUNDLED.request.items() if k != "threshold"}
    with pytest.raises(ConfigurationError, match=r"request\.threshold"):
        published_aggregates.Aggregates.of(BUNDLED.model_copy(update={"request": request}))


def test_the_bundled_month_names_the_third_party_and_adds_up() -> None:
    settings = Settings(_env_file=None, SMARTCITY_SAMPLE=PROJECT_ROOT / "data_lake" / "sample")  # type: ignore[call-arg]
    (payload,) = published_aggregates.collect(BUNDLED, settings)
    assert payload.partition == "2026-06"
    assert "parkintaek2-gif" in payload.request["compiled_by"]
    assert "984278769c7d" in payload.request["compiled_at"]
    assert "국민연금공단" in BUNDLED.attribution_ko
    assert isinstance(payload.content, bytes)
    snapshot = snapshot_of(payload.content, "nps_published", "2026-06", payload.file_name)
    rows = published_aggregates.parse(BUNDLED, [snapshot])["nps_published"].to_pylist()
    nation = [r for r in rows if r["kind"] == "industry" and r["region_code"] == "00"]
    pairs = [r for r in rows if r["kind"] == "industry" and r["region_code"] != "00"]
    assert (len(nation), len(pairs)) == (1230, 1491)
    assert sum(r["ksic_code"] is not None for r in nation) == 1120
    assert sum(r["insured"] for r in nation) == 11_551_493 - 1_377_860 - 268_191
    assert sum(r["insured"] for r in rows if r["kind"] == "total" and r["region_code"] == "00") == (
        11_562_165 + 2_527
    )

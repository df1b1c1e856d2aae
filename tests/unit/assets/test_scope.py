"""A run publishes a release with all of its assets, builds single ones aside, or is refused."""

from __future__ import annotations

import dagster as dg
import pytest

from orchestration.assets.keys import CURRENT, mart_key, raw_key
from orchestration.assets.scope import publishes
from orchestration.definitions import build_definitions
from orchestration.errors import ConfigurationError


@pytest.fixture(scope="module")
def everything() -> set[dg.AssetKey]:
    return set(build_definitions().resolve_job_def("refresh").asset_layer.selected_asset_keys)


def test_the_whole_job_publishes(everything: set[dg.AssetKey]) -> None:
    assert publishes(everything)


def test_inner_relations_need_not_be_selected(everything: set[dg.AssetKey]) -> None:
    inner = {key for key in everything if key.path[0] in ("seeds", "staging", "intermediate")}
    assert publishes(everything - inner)


@pytest.mark.parametrize(
    "selected", [{mart_key("industry_share")}, {raw_key("taxonomies"), mart_key("shift_share")}]
)
def test_single_assets_publish_nothing(selected: set[dg.AssetKey]) -> None:
    assert not publishes(selected)


@pytest.mark.parametrize("missing", [mart_key("industry_share"), raw_key("kosis_census")])
def test_a_part_of_a_release_is_refused_in_one_sentence(
    everything: set[dg.AssetKey], missing: dg.AssetKey
) -> None:
    for selected in ({CURRENT}, everything - {missing}):
        with pytest.raises(ConfigurationError, match="launch the job `refresh`") as raised:
            publishes(selected)
        assert "\n" not in str(raised.value)

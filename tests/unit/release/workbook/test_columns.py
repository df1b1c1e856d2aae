"""The planned columns of every mart."""

from __future__ import annotations

import pytest

from orchestration.release.workbook.columns import plan_columns
from orchestration.warehouse.manifest import mart_models

MODELS = mart_models()


@pytest.mark.parametrize("mart", sorted(MODELS))
def test_every_column_has_its_place_and_headings_are_unique(mart: str) -> None:
    planned = plan_columns(MODELS[mart])
    names = [column.name for column in planned]
    assert set(MODELS[mart]["columns"]) <= set(names)
    assert len(names) == len(set(names))
    assert len({column.heading for column in planned}) == len(planned)


def test_names_stand_before_their_folded_codes() -> None:
    planned = plan_columns(MODELS["smart_city_share"])
    names = [column.name for column in planned]
    for name, code in (
        ("region_name_ko", "region_code"),
        ("layer_name_ko", "layer"),
        ("measure_label", "measure"),
        ("status_label", "status"),
    ):
        assert names.index(code) == names.index(name) + 1
        assert planned[names.index(code)].is_folded
    assert [column.name for column in planned if not column.is_printed] == [
        "region_name_en",
        "layer_name_en",
        "source_id",
    ]

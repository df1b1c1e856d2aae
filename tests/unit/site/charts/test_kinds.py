"""Chart specifications, the tile map and packed chart rows."""

import json

import altair as alt
import pytest

from orchestration.site.charts.kinds import KINDS, build_script, specifications
from orchestration.site.figure import SAME, Panel
from orchestration.site.geography import map_positions


def test_neighbours_are_symmetric() -> None:
    for code, place in map_positions().items():
        for other in place.neighbours:
            assert code in map_positions()[other].neighbours, (code, other)


def test_every_province_has_its_own_tile() -> None:
    tiles = {(place.row, place.column) for place in map_positions().values()}
    assert len(tiles) == len(map_positions()) == 17


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_valid_vega_lite(kind: str) -> None:
    chart = KINDS[kind]()
    assert alt.Chart.from_dict(chart.to_dict(validate=True))


def test_charts_contain_no_web_address() -> None:
    assert "http" not in build_script()


def test_only_exact_changes_are_bars() -> None:
    bars = {kind for kind, spec in specifications().items() if '"bar"' in json.dumps(spec)}
    assert bars == {"stacks"}


def test_rows_are_packed_without_empty_fields() -> None:
    panel = Panel(
        "intervals", [{"label": "a", "low": 1 / 3, "note": None}, {"label": "b", "low": None}]
    )
    assert panel.data["rows"] == [["label", "low"], ["a", 0.333333], ["b", None]]


def test_a_repeated_text_is_packed_as_a_marker() -> None:
    rows = [
        {"label": "a", "to": 0.0},
        {"label": "a", "to": 12837.180064},
        {"label": "b", "to": 2.0},
    ]
    assert Panel("stacks", rows).data["rows"] == [
        ["label", "to"],
        ["a", 0.0],
        [SAME, 12837.2],
        ["b", 2],
    ]

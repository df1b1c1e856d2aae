"""The rows of a mart that its sheet shows."""

from __future__ import annotations

from orchestration.release.workbook.selection import selections
from orchestration.warehouse.manifest import mart_models

MODELS = mart_models()


def test_a_small_mart_is_shown_whole() -> None:
    first = next(selections("regional_complement", 100, MODELS["regional_complement"]))
    assert (first.condition, first.english) == ("true", "")


def test_a_large_mart_shows_the_part_that_most_readers_want_in_all_years() -> None:
    first = next(selections("regional_complement", 40_000, MODELS["regional_complement"]))
    assert (first.condition, first.english) == ("base_region_code = '11'", "base region Seoul (11)")


def test_years_are_left_out_last() -> None:
    steps = [s.english for s in selections("industry_share", 10**6, MODELS["industry_share"])]
    assert steps == [
        "",
        "the nation and provinces",
        "the nation and provinces, all industries, sections and divisions",
        "the nation and provinces, all industries, sections and divisions, the latest year",
    ]
    assert len(list(selections("source_snapshots", 10**6, MODELS["source_snapshots"]))) == 1

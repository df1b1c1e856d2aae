"""Identifiers of Korean names: the same in every run, lower case letters, digits and underscores."""

from __future__ import annotations

import pytest

from orchestration.sources.taxonomy.linkage.names import romanize, slug, taxonomy_id_of


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("한글", "hangeul"),
        ("서울", "seoul"),
        ("값", "gaps"),
        ("까치 2", "kkachi 2"),
        ("robot", "robot"),
    ],
)
def test_romanization(name: str, expected: str) -> None:
    assert romanize(name) == expected


@pytest.mark.parametrize(
    ("stem", "expected"),
    [
        ("스마트도시산업 특수분류 연계표", "seumateudosi"),
        ("로봇산업 특수분류(10차)", "robot"),
        ("Smart-City 2026", "smart_city_2026"),
        ("2026 드론", "c2026_deuron"),
        ("산업 특수분류", "saneop_teuksubunryu"),
        ("★", "taxonomy"),
    ],
)
def test_the_identifier_of_a_taxonomy(stem: str, expected: str) -> None:
    assert taxonomy_id_of(stem) == expected


def test_a_decomposed_name_has_the_same_identifier() -> None:
    import unicodedata

    stem = "스마트도시산업 특수분류"
    assert taxonomy_id_of(unicodedata.normalize("NFD", stem)) == taxonomy_id_of(stem)


def test_a_slug_begins_with_a_letter() -> None:
    assert slug("1-2") == "c1_2"
    assert slug("*") == ""

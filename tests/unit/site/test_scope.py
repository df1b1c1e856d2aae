"""Which taxonomies a page shows."""

from __future__ import annotations

from dataclasses import replace

from orchestration.site.pages.compare_taxonomies import MOST_PAIRS, pairs_of
from orchestration.site.pages.taxonomies import pages_of
from orchestration.site.scope import Scope

SCOPE = Scope(
    "register",
    2024,
    2020,
    2023,
    ("smart_city_divisions", "smart_city_2021"),
    "smart_city_divisions",
    ("11",),
    all_taxonomies=("smart_city_divisions", "smart_city_2021", "exact", "robots", "<b>"),
    report_taxonomies=frozenset({"smart_city_divisions", "smart_city_2021"}),
    exact_taxonomies=frozenset({"smart_city_divisions", "exact"}),
    featured_taxonomies=frozenset({"smart_city_divisions", "smart_city_2021", "robots"}),
)


def test_shared_pages_compare_with_the_report_and_those_of_another_taxonomy_do_not() -> None:
    assert SCOPE.compares_with_report
    assert SCOPE.of_taxonomy("smart_city_2021").compares_with_report
    assert not SCOPE.of_taxonomy("robots").compares_with_report


def test_a_taxonomy_with_exact_values_is_drawn_as_points_on_its_page() -> None:
    assert SCOPE.of_taxonomy("exact").point_taxonomy == "exact"
    assert SCOPE.of_taxonomy("robots").point_taxonomy is None
    assert SCOPE.of_taxonomy("robots").taxonomies == ("robots",)


def test_every_taxonomy_whose_id_can_be_an_address_has_two_pages() -> None:
    slugs = [page.slug for page in pages_of(SCOPE)]
    assert slugs[-2:] == ["taxonomy-robots", "codes-robots"]
    assert len(slugs) == 8
    assert {page.parent for page in pages_of(SCOPE)} == {"taxonomies"}


def test_the_overview_leaves_out_taxonomies_for_comparison() -> None:
    assert SCOPE.featured == ("smart_city_2021", "robots", "smart_city_divisions")
    alone = replace(SCOPE, featured_taxonomies=frozenset())
    assert alone.featured == alone.by_importance


def test_every_pair_of_a_few_taxonomies_is_compared_and_of_many_those_with_the_first() -> None:
    pairs = pairs_of(SCOPE)
    assert len(pairs) == len(set(pairs)) == 10
    assert pairs[0] == ("smart_city_2021", "robots")
    many = tuple(f"taxonomy_{number}" for number in range(30))
    pairs = pairs_of(replace(SCOPE, all_taxonomies=many, featured_taxonomies=frozenset(many[:1])))
    assert len(pairs) == MOST_PAIRS
    assert {first for first, _ in pairs} == {"taxonomy_0"}
    assert pairs_of(replace(SCOPE, all_taxonomies=many[:1])) == []

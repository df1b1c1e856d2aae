"""Credits of files: whose they are decides, not the source that they are added to."""

from __future__ import annotations

import pytest

from orchestration.contracts.credit import NOT_STATED, address, credit
from orchestration.contracts.declaration import load_declarations

TAXONOMIES = load_declarations()["taxonomies"]
AGENCY = {"agency_ko": "통계청", "agency_en": "Statistics Korea"}


@pytest.mark.parametrize("origin", ["bundled", "fetched"])
def test_files_of_the_project_keep_the_declaration(origin: str) -> None:
    assert credit(TAXONOMIES, origin, "f.csv", {}) is TAXONOMIES
    census = load_declarations()["kosis_census"]
    assert credit(census, origin, "f.csv", AGENCY) is census


def test_a_bundled_taxonomy_of_an_agency_is_its_and_the_links_are_ours() -> None:
    stated = AGENCY | {"notice": "제1호", "title_en": "Robots"}
    found = credit(TAXONOMIES, "bundled", "f.csv", stated)
    assert found.attribution_ko == "통계청, 제1호; KSIC 연계: smartcity-warehouse"
    assert found.attribution_en == "Statistics Korea, 제1호; links to KSIC: smartcity-warehouse"
    assert (found.title_en, found.publisher) == ("Robots", "통계청")
    assert found.licence == TAXONOMIES.licence
    assert found.landing_page is None


def test_dropped_files_of_an_agency_source_keep_the_declaration() -> None:
    census = load_declarations()["mdis_census"]
    assert credit(census, "dropped", "f.csv", {}) is census


@pytest.mark.parametrize(
    ("stated", "korean", "english"),
    [
        ({}, "사용자가 추가한 분류 (f.csv)", "Taxonomy added by the user (f.csv)"),
        (
            {"title_ko": "이름"},
            "사용자가 추가한 분류 (f.csv)",
            "Taxonomy added by the user (f.csv)",
        ),
        (AGENCY, "통계청", "Statistics Korea"),
        (AGENCY | {"notice": "제1호"}, "통계청, 제1호", "Statistics Korea, 제1호"),
        (AGENCY | {"notice": "통계청 고시"}, "통계청 고시", "Statistics Korea, 통계청 고시"),
        ({"agency_ko": "통계청"}, "통계청", "통계청"),
        ({"notice": "제1호"}, "제1호", "제1호"),
    ],
)
def test_a_dropped_taxonomy_is_credited_to_its_publisher_or_the_user(
    stated: dict[str, str], korean: str, english: str
) -> None:
    found = credit(TAXONOMIES, "dropped", "f.csv", stated)
    assert (found.attribution_ko, found.attribution_en) == (korean, english)
    assert found.licence == NOT_STATED
    assert address(found.landing_page) == ""


def test_title_and_page_are_those_of_the_file() -> None:
    stated = {"title_ko": "제목", "source_url": "https://example.org/a"}
    found = credit(TAXONOMIES, "dropped", "f.csv", stated)
    assert (found.title_ko, found.title_en) == ("제목", "제목")
    assert address(found.landing_page) == "https://example.org/a"

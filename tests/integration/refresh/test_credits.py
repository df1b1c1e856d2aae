"""Whom files that users add are credited to: from the folder through a refresh to the release."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from orchestration.release.catalog import ReleaseCatalog
from orchestration.release.query import run_query
from orchestration.trace.tracing import Tracer
from tests.support.dropped_taxonomies import PARTITIONS

CREDITS = {
    "my_own.csv": ("사용자가 추가한 분류 (my_own.csv)", "Taxonomy added by the user (my_own.csv)"),
    "of_an_agency.csv": ("지어낸 기관, 제2026-1호", "Invented agency, 제2026-1호"),
}
BUNDLED = {
    "high_technology_knowledge.csv": (
        "유럽연합 통계청(Eurostat), Annex 3, NACE Rev. 2; KSIC 연계: smartcity-warehouse",
        "Eurostat, Annex 3, NACE Rev. 2; links to KSIC: smartcity-warehouse",
    ),
    "ict_sector.csv": (
        "경제협력개발기구(OECD), DSTI/ICCP/IIS(2006)2/FINAL; KSIC 연계: smartcity-warehouse",
        "OECD, DSTI/ICCP/IIS(2006)2/FINAL; links to KSIC: smartcity-warehouse",
    ),
}
"""Bundled files that name an agency are its, and the project's."""
PAGES = {"of_an_agency.csv": "https://example.org/other-notice"}
REPORT = "Reconstructed from Seoul Institute policy report 317 (Joo and Yoon, 2021)"


@pytest.fixture(scope="module")
def lake(taxonomies_lake: Path) -> Path:
    return taxonomies_lake


@pytest.fixture(scope="module")
def release(lake: Path) -> Path:
    return ReleaseCatalog(lake / "releases").current()


def test_each_snapshot_is_credited_to_its_own_publisher(release: Path) -> None:
    _, rows = run_query(
        release / "marts.duckdb",
        "select file_name, origin, attribution_ko, attribution_en, licence_id, landing_page"
        " from source_snapshots where source_id = 'taxonomies'",
    )
    found = {row[0]: row[1:] for row in rows}
    bundled = {*BUNDLED, "smart_city_2021.csv", "smart_city_divisions.csv"}
    assert set(found) == {*PARTITIONS, *bundled}
    for name, credits in BUNDLED.items():
        origin, *both, licence, page = found[name]
        assert (origin, tuple(both), licence) == ("bundled", credits, "CC-BY-4.0")
        assert str(page).startswith("https://")
    for name, credits in CREDITS.items():
        origin, *both, licence, page = found[name]
        assert (origin, tuple(both), licence) == ("dropped", credits, "not-stated")
        assert page == PAGES.get(name, page)
    assert found["my_own.csv"][-1] is None
    assert found["smart_city_2021.csv"][2:4] == (REPORT, "CC-BY-4.0")


def test_each_manifest_names_it(lake: Path) -> None:
    """Also the file's own agency, which is not read yet when the bytes are stored."""
    manifests = [
        json.loads(path.read_text(encoding="utf-8"))
        for path in (lake / "raw" / "taxonomies").glob("*/*/manifest.json")
    ]
    found = {m["file_name"]: (m["attribution"], m["licence"]) for m in manifests}
    expected = {name: (credits[0], "not-stated") for name, credits in CREDITS.items()} | {
        name: (credits[0], "CC-BY-4.0") for name, credits in BUNDLED.items()
    }
    assert {name: found[name] for name in expected} == expected


def test_every_list_of_sources_has_them(release: Path) -> None:
    citation = (release / "CITATION.md").read_text(encoding="utf-8")
    references = (release / "CITATION.cff").read_text(encoding="utf-8")
    package = json.loads((release / "datapackage.json").read_text(encoding="utf-8"))
    catalogue = json.loads((release / "data" / "v1" / "catalog.jsonld").read_text(encoding="utf-8"))
    book = openpyxl.load_workbook(release / "smart_city.xlsx", read_only=True)
    cells = {str(v) for row in book["출처 Sources"].iter_rows(values_only=True) for v in row}
    titles = [source["title"] for source in package["sources"]]
    pages = {p["@id"] for data in catalogue["dcat:dataset"] for p in data["dcterms:source"]}
    for korean, english in (CREDITS | BUNDLED).values():
        assert f"- {korean} / {english}" in citation
        assert english in references
        assert titles.count(english) == 1
        assert {korean, english} <= cells
    assert titles.count(REPORT) == 1
    assert citation.count(REPORT) == 1
    assert "https://example.org/other-notice" in pages
    assert "" not in pages
    assert "None" not in citation
    assert "<>" not in citation
    assert all(
        source.get("path", "https://").startswith("https://") for source in package["sources"]
    )


def test_pages_and_traces_name_them(lake: Path, release: Path) -> None:
    downloads = (release / "report" / "en" / "downloads.html").read_text(encoding="utf-8")
    for _, english in (CREDITS | BUNDLED).values():
        assert english in downloads
    tracer = Tracer(release, lake / "raw")
    for taxonomy, name in (("my_own", "my_own.csv"), ("of_an_agency", "of_an_agency.csv")):
        for language, place in ((0, ""), (1, "en/")):
            page = release / "report" / f"{place}codes-{taxonomy}.html"
            html = page.read_text(encoding="utf-8")
            assert "policy report 317" not in html.split("<main")[1].split("</main")[0]
            assert CREDITS[name][language] in html or name in html
        found = tracer.trace("taxonomy_codes", f"taxonomy_id = '{taxonomy}' and ksic_code = '62'")
        (snapshot,) = (s for s in found.snapshots if s.source_id == "taxonomies")
        assert snapshot.attribution == CREDITS[name][0]
        assert snapshot.licence == "not-stated"

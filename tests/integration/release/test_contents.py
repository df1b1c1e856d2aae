"""The files of a release, read with other programs: openpyxl, frictionless, DuckDB, sha256sum."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import duckdb
import yaml

from orchestration.release.changes_markdown import FIRST
from orchestration.release.revalidate import revalidate
from orchestration.settings import PROJECT_ROOT
from orchestration.warehouse.manifest import mart_models


def test_all_files_exist(release: Path) -> None:
    expected = {"marts.duckdb", "smart_city.xlsx", "datapackage.json", "SHA256SUMS", "CHANGES.md"}
    expected |= {"CITATION.cff", "CITATION.md", "release.json"}
    expected |= {"validation/index.html", "validation/results.json"}
    expected |= {"validation/audit.csv", "validation/audit.json"}
    for mart in mart_models():
        expected |= {f"parquet/{mart}.parquet", f"csv/{mart}.csv"}
    assert {p for p in expected if not (release / p).is_file()} == set()
    assert (release / "CHANGES.md").read_text(encoding="utf-8") == FIRST


def test_sha256sum_agrees(release: Path) -> None:
    subprocess.run(
        ["sha256sum", "--check", "--quiet", "--strict", "SHA256SUMS"], cwd=release, check=True
    )


def test_datapackage_is_valid(release: Path) -> None:
    from frictionless import Package, system

    with system.use_context(trusted=True):
        package = Package(str(release / "datapackage.json"))
        package.metadata_validate(package.to_descriptor())
        report = package.validate(limit_errors=3)
    assert report.flatten(["title", "rowNumber", "fieldName", "note"]) == []
    assert report.stats["tasks"] == len(mart_models())


def test_datapackage_names_sources_and_licences(release: Path) -> None:
    package = json.loads((release / "datapackage.json").read_text(encoding="utf-8"))
    assert {s["name"] for s in package["sources"]} >= {"kosis_census", "report_figures"}
    assert all(licence["path"].startswith("https://") for licence in package["licenses"])
    for resource in package["resources"]:
        assert resource["schema"]["primaryKey"]
        assert resource["hash"].startswith("sha256:")
        assert all(field["description_ko"] for field in resource["schema"]["fields"])


def test_every_output_shows_the_number(release: Path) -> None:
    record = json.loads((release / "release.json").read_text(encoding="utf-8"))
    number = record["number"]
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}\.1", number)
    package = json.loads((release / "datapackage.json").read_text(encoding="utf-8"))
    assert (package["version"], package["id"]) == (number, record["release_id"])
    for page in ("index.html", "en/index.html"):
        assert number in (release / "report" / page).read_text(encoding="utf-8"), page


def test_citation_is_complete(release: Path) -> None:
    record = json.loads((release / "release.json").read_text(encoding="utf-8"))
    cff = yaml.safe_load((release / "CITATION.cff").read_text(encoding="utf-8"))
    assert (cff["cff-version"], cff["type"]) == ("1.2.0", "dataset")
    assert cff["version"] == record["number"]
    assert [entry["value"] for entry in cff["identifiers"]] == [record["release_id"]]
    assert len(cff["references"]) >= 3
    ready = (release / "CITATION.md").read_text(encoding="utf-8")
    assert f"판 {record['number']}({record['release_id']})" in ready
    assert f"Release {record['number']} ({record['release_id']})" in ready
    assert "통계청, 전국사업체조사, KOSIS DT_1K52D01" in ready


def test_marts_file_has_views_and_comments(marts_file: Path, tmp_path: Path) -> None:
    """The views also work when the file is attached under another name."""
    renamed = tmp_path / "renamed.duckdb"
    renamed.write_bytes(marts_file.read_bytes())
    with duckdb.connect(str(renamed), read_only=True) as connection:
        views = connection.execute(
            "select view_name, comment from duckdb_views() where not internal order by all"
        ).fetchall()
        assert "v_industry_share_latest" in {view for view, _ in views}
        assert all(comment for _, comment in views)
        for view, _ in views:
            connection.execute(f'select count(*) from "{view}"').fetchall()
        latest = connection.execute("select distinct year from v_industry_share_latest").fetchall()
        assert latest == connection.execute("select max(year) from industry_share").fetchall()
        comments = connection.execute(
            "select count(*), count(comment) from duckdb_columns() where not internal"
            " and table_name in (select table_name from duckdb_tables())"
        ).fetchall()[0]
        assert comments[0] == comments[1] > 0


def test_csv_shows_korean_in_a_spreadsheet(release: Path) -> None:
    for path in (release / "csv").glob("*.csv"):
        content = path.read_bytes()
        assert content.startswith(b"\xef\xbb\xbf"), path.name
        assert content.count(b"\xef\xbb\xbf") == 1, path.name
        content.decode("utf-8-sig")


def test_validation_page_loads_nothing(release: Path) -> None:
    page = (release / "validation" / "index.html").read_text(encoding="utf-8")
    for word in ("http://", "https://", "<script", "<link", "src=", "@import"):
        assert word not in page
    results = json.loads((release / "validation" / "results.json").read_text(encoding="utf-8"))
    assert all(f'id="{suite["mart"]}"' in page for suite in results)
    assert {c["outcome"] for suite in results for c in suite["checks"]} <= {
        "passed",
        "not_applicable",
    }


def test_no_path_of_this_machine(release: Path) -> None:
    """No file of a release contains a path of the machine that built it."""
    for path in release.rglob("*"):
        if path.suffix in (".json", ".md", ".cff", ".csv", ".html") or path.name == "SHA256SUMS":
            assert str(PROJECT_ROOT).encode() not in path.read_bytes(), path


def test_a_release_passes_revalidation(release: Path) -> None:
    """The suites run on the release's own marts.duckdb, as they read only marts."""
    found = revalidate(release)
    assert found.marts == len(mart_models())
    assert len(found.suites) == found.marts
    assert found.skipped == []


def test_old_client_is_pinned() -> None:
    lock = (PROJECT_ROOT / "requirements" / "old-duckdb.txt").read_text(encoding="utf-8")
    assert "duckdb==1.2." in lock
    assert "--hash=sha256:" in lock

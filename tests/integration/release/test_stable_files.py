"""data/v1 of the bundled release: equal to the marts, silent about suppressed cells, on any server."""

from __future__ import annotations

import csv
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import httpx
import pytest
from rdflib import DCAT, DCTERMS, RDF, Graph, URIRef

from orchestration.release.stable_files.rows import COLUMNS
from orchestration.release.stable_files.write import safe_name

_OBS_STATUS = set("ABDEFGHIKWOMPSLJNUVQ")
_CONF_STATUS = set("FNCDSAOTGME")
"""The cross-domain code lists of SDMX: CL_OBS_STATUS 2.2 and CL_CONF_STATUS 1.2."""
_NEW_IN_DCAT_3 = {"http://www.w3.org/ns/dcat#version"}
"""Terms of DCAT 3 that the DCAT 2 vocabulary of rdflib does not have."""
_NUMBERS = COLUMNS[COLUMNS.index("value") : COLUMNS.index("source_id")]


@pytest.fixture(scope="module")
def folder(release: Path) -> Path:
    return release / "data" / "v1"


@pytest.fixture(scope="module")
def index(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "index.json").read_text("utf-8"))
    return found


def read_csv(path: Path) -> list[dict[str, str]]:
    assert path.read_bytes().startswith(b"\xef\xbb\xbf"), "Excel needs the byte order mark"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_there_is_a_file_per_region_layer_and_division(
    index: dict[str, Any], folder: Path, marts_file: Path
) -> None:
    with duckdb.connect(str(marts_file), read_only=True) as marts:
        regions = marts.execute("select distinct region_code from industry_share").fetchall()
        divisions = marts.execute(
            "select distinct ksic_code from industry_share where level = 'division'"
        ).fetchall()
        layers = marts.execute(
            "select distinct taxonomy_id, layer from smart_city_share"
        ).fetchall()
    expected = {f"regions/{code}" for (code,) in regions}
    expected |= {f"industries/{code}" for (code,) in divisions}
    expected |= {f"taxonomies/{taxonomy}/{layer}" for taxonomy, layer in layers}
    named = {f"{name}.{kind}" for name in expected for kind in ("csv", "json")}
    assert named == {name for name in index["files"] if not name.startswith("sdmx/")}
    assert all((folder / name).is_file() for name in index["files"])


def test_csv_and_json_have_the_same_rows_and_suppressed_rows_have_no_numbers(
    index: dict[str, Any], folder: Path
) -> None:
    suppressed = 0
    for name in index["files"]:
        if name.endswith(".csv") and not name.startswith("sdmx/"):
            rows = read_csv(folder / name)
            made = json.loads((folder / name).with_suffix(".json").read_text("utf-8"))
            assert made["columns"] == list(COLUMNS)
            assert made["release"] == index["release"]
            assert len(made["rows"]) == len(rows) > 0, name
            for row, values in zip(rows, made["rows"], strict=True):
                for text, value in zip(row.values(), values, strict=True):
                    same = value is None if text == "" else str(value) == text
                    assert same or float(text) == value, (name, row)
                if row["status"] == "suppressed":
                    suppressed += 1
                    numbers = [row[n] for n in _NUMBERS if n != "status"]
                    assert not any(numbers), (name, row)
    assert suppressed > 50


def test_rows_equal_the_marts(folder: Path, marts_file: Path) -> None:
    """All rows of all regions are the rows of the marts, with the values of the marts."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{marts_file}' as marts (read_only)")
        connection.execute(
            f"create table files as from read_csv('{folder}/regions/*.csv', all_varchar = true)"
        )
        checks = {
            "industry_share": """
                select series, year, region_code, ksic_revision, ksic_code, measure, value, status,
                    round(share_of_nation, 9), round(location_quotient, 9)
                from marts.industry_share where level in ('total', 'section', 'division')""",
            "smart_city_share": """
                select series, year, region_code, taxonomy_id, layer, counting, overlap_rule, measure,
                    value, value_low, value_high, status, round(share_low, 9), round(share_high, 9)
                from marts.smart_city_share""",
        }
        for mart, query in checks.items():
            names = [c[0] for c in connection.execute(query).description]
            plain = [n.removeprefix("round(").removesuffix(", 9)") for n in names]
            types = [c[1] for c in connection.execute(query).description]
            read = ", ".join(f"{n}::{t}" for n, t in zip(plain, types, strict=True))
            scope = "layer is null" if mart == "industry_share" else "layer is not null"
            wanted = "and source_id is not null"
            found = f"select {read} from files where {scope} {wanted}"
            for left, right in ((query, found), (found, query)):
                assert connection.execute(f"({left}) except ({right}) limit 3").fetchall() == [], (
                    mart
                )
        estimated = connection.execute(
            "select count(*), count(value) from files where layer is null and source_id is null"
        ).fetchall()
        expected = connection.execute(
            """select count(*) from marts.industry_estimate as e where level = 'division' and not exists (
            from marts.industry_share as s where s.year = e.year and s.region_code = e.region_code
            and s.ksic_code = e.ksic_code and s.measure = e.measure and s.series = e.series)"""
        ).fetchall()
        assert estimated == [(expected[0][0], 0)]


def test_names_of_files_are_safe() -> None:
    assert safe_name("smart_city_2021") == "smart_city_2021"
    assert safe_name("../a b~") == "~2E~2E~2Fa~20b~7E"


def test_the_catalogue_is_dcat_and_its_files_exist(release: Path, folder: Path) -> None:
    path = folder / "catalog.jsonld"
    graph = Graph().parse(path, format="json-ld", publicID=path.as_uri())
    (catalogue,) = graph.subjects(RDF.type, DCAT.Catalog)
    datasets = set(graph.objects(catalogue, DCAT.dataset))
    assert datasets == set(graph.subjects(RDF.type, DCAT.Dataset))
    assert len(datasets) == len(list((release / "parquet").iterdir()))
    for vocabulary in (DCAT, DCTERMS):
        used = {t for triple in graph for t in triple if str(t).startswith(str(vocabulary))}
        assert used
        assert {str(t) for t in used if t not in vocabulary} <= _NEW_IN_DCAT_3, (
            "terms that are not in the vocabulary"
        )
    for dataset in datasets:
        assert {t.language for t in graph.objects(dataset, DCTERMS.description)} == {"ko", "en"}  # type: ignore[attr-defined]
        assert list(graph.objects(dataset, DCTERMS.license))
        for distribution in graph.objects(dataset, DCAT.distribution):
            (url,) = graph.objects(distribution, DCAT.downloadURL)
            assert isinstance(url, URIRef)
            file = Path(httpx.URL(str(url)).path).resolve()
            assert file.is_relative_to(release.resolve())
            (size,) = graph.objects(distribution, DCAT.byteSize)
            assert int(str(size)) == file.stat().st_size


@pytest.mark.parametrize("mart", ["industry_share", "smart_city_scale", "smart_city_estimate"])
def test_sdmx_csv_has_the_codes_of_the_code_lists(
    folder: Path, mart: str, marts_file: Path
) -> None:
    from pysdmx.io import read_sdmx

    (dataset,) = read_sdmx(folder / "sdmx" / f"{mart}.csv", validate=False).data or ()
    rows = dataset.data  # type: ignore[attr-defined]
    assert dataset.short_urn == f"DataFlow=SMARTCITY:{mart.upper()}(1.0.0)".replace(
        "DataFlow", "Dataflow"
    )
    assert set(rows["OBS_STATUS"]) <= _OBS_STATUS
    assert set(rows["CONF_STATUS"]) <= _CONF_STATUS
    with duckdb.connect(str(marts_file), read_only=True) as marts:
        value = "estimate" if mart == "smart_city_estimate" else "value"
        counted = marts.execute(f"select count(*), count({value}) from {mart}").fetchall()
    has_value = rows["OBS_VALUE"].notna() & (rows["OBS_VALUE"].astype(str) != "")
    assert (len(rows), int(has_value.sum())) == counted[0]
    confidential = rows[rows["CONF_STATUS"] == "C"]
    assert set(confidential["OBS_STATUS"]) <= {"Q"}
    hidden = confidential[["OBS_VALUE", "LOWER_BOUND", "UPPER_BOUND"]]
    assert hidden.isin(["", None]).sum().sum() + hidden.isna().sum().sum() >= hidden.size
    if mart == "industry_share":
        assert len(confidential) > 50


@pytest.fixture
def plain_server(release: Path) -> Iterator[str]:
    """`python -m http.server` on the folder of the release."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "http.server",
        str(port),
        "--bind",
        "127.0.0.1",
        "-d",
        str(release),
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        for _ in range(200):
            try:
                httpx.get(f"http://127.0.0.1:{port}/release.json")
                break
            except httpx.TransportError:
                time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
        server.terminate()


def test_a_plain_web_server_hosts_a_release(plain_server: str) -> None:
    index = httpx.get(f"{plain_server}/data/v1/index.json").json()
    region = httpx.get(f"{plain_server}/data/v1/regions/11.json").json()
    assert region["release"] == index["release"]
    for name in (*index["files"][::20], index["catalogue"]):
        assert httpx.get(f"{plain_server}/data/v1/{name}").status_code == 200, name
    page = httpx.get(f"{plain_server}/report/index.html")
    assert page.status_code == 200
    assert index["release"]["number"] in page.text

"""The naming contract of CONTRIBUTING.md, held over dbt's manifest."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

import pytest

from orchestration.warehouse.manifest import Manifest, ensure_manifest, load_manifest

SHARE_LIKE = re.compile(r"(^|_)share(_|$)")
TYPES = re.compile(r"^(varchar|bigint|integer|double|boolean|date|timestamp.*|decimal\(\d+,\d+\))$")


@pytest.fixture(scope="module")
def manifest() -> Manifest:
    return load_manifest()


@pytest.fixture(scope="module")
def models(manifest: Manifest) -> list[dict[str, Any]]:
    return [n for n in manifest["nodes"].values() if n["resource_type"] == "model"]


@pytest.fixture(scope="module")
def marts(models: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [m for m in models if m["fqn"][1] == "marts"]


def test_prefixes_say_the_layer(models: list[dict[str, Any]]) -> None:
    for model in models:
        layer, name = model["fqn"][1], model["name"]
        if layer == "staging":
            assert re.fullmatch(r"stg_[a-z]+__[a-z_]+", name), name
        elif layer == "intermediate":
            assert name.startswith("int_"), name
        else:
            assert layer == "marts", name
            assert not name.startswith(("stg_", "int_", "fct_", "dim_")), name


def test_names_are_snake_case(models: list[dict[str, Any]]) -> None:
    names = [m["name"] for m in models] + [c for m in models for c in m["columns"]]
    assert [n for n in names if not re.fullmatch(r"[a-z][a-z0-9_]*", n)] == []


def test_every_mart_has_contract_key_and_descriptions(marts: list[dict[str, Any]]) -> None:
    for mart in marts:
        assert mart["config"]["contract"]["enforced"], mart["name"]
        assert mart["description"], mart["name"]
        assert mart["config"]["meta"]["ko"], mart["name"]
        key = mart["config"]["meta"]["key"]
        columns = list(mart["columns"])
        assert key, mart["name"]
        assert set(key) <= set(columns), mart["name"]
        for column in mart["columns"].values():
            where = f"{mart['name']}.{column['name']}"
            assert column["description"], where
            assert column["config"]["meta"]["ko"], where
            assert TYPES.match(column["data_type"]), where


def test_keys_come_first(marts: list[dict[str, Any]]) -> None:
    for mart in marts:
        key = set(mart["config"]["meta"]["key"])
        descriptive = {
            "ksic_revision",
            "level",
            "place",
            "combination_letter",
            "pages",
            "position",
        } - key
        first = [c for c in mart["columns"] if c not in descriptive][: len(key)]
        assert set(first) == key, mart["name"]


def test_endings_say_the_type(marts: list[dict[str, Any]]) -> None:
    for mart in marts:
        for name, column in mart["columns"].items():
            where, kind = f"{mart['name']}.{name}", column["data_type"]
            if name.endswith(("_code", "_id", "_ko", "_en", "_revision")):
                assert kind == "varchar", where
            if name == "year" or name.endswith("_year"):
                assert kind in ("integer", "bigint"), where
            if name.startswith(("is_", "has_")):
                assert kind == "boolean", where
            if SHARE_LIKE.search(name):
                assert kind == "double", where


def test_languages_come_in_pairs(marts: list[dict[str, Any]]) -> None:
    for mart in marts:
        for name in mart["columns"]:
            if name.endswith("_ko"):
                others = {f"{name[:-3]}_en", name[:-3]}
                assert others & mart["columns"].keys(), f"{mart['name']}.{name}"


def test_a_description_is_written_once() -> None:
    parsed = json.loads(ensure_manifest().read_bytes())
    blocks = {
        name: block["block_contents"].split("\n\n")[0].strip()
        for name, block in parsed["docs"].items()
        if name.startswith("doc.smartcity.")
    }
    columns = [
        (f"{node['name']}.{column['name']}", column)
        for node in parsed["nodes"].values()
        for column in node.get("columns", {}).values()
    ]
    used = {block for _, column in columns for block in column["doc_blocks"]}
    assert sorted(blocks.keys() - used) == []  # no block without a column
    inline = [column["description"] for _, column in columns if not column["doc_blocks"]]
    counted = Counter([*inline, *blocks.values()])
    repeated = [
        (where, column["description"])
        for where, column in columns
        if not column["doc_blocks"] and counted[column["description"]] > 1
    ]
    assert repeated == [], "describe the column in dbt_project/models/columns.md and refer to it"

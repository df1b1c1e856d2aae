"""Everything loads with no key, no network and no lake; the asset specs are a reviewed snapshot.

A mart or delimited source that is not in the snapshot yet has the assets that follow from its declaration.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from expectations.groups import groups_of
from expectations.suite import load_suites
from orchestration.contracts.declaration import load_declarations
from orchestration.settings import PROJECT_ROOT
from orchestration.warehouse.manifest import ensure_manifest

SNAPSHOT = Path(__file__).parent / "asset_specs.json"

_SPECS = """
import json, socket
def refuse(*_, **__): raise AssertionError('the network was used')
socket.socket.connect = refuse
from orchestration.definitions import build_definitions
defs = build_definitions()
repository = defs.get_repository_def()
graph = defs.resolve_asset_graph()
specs = {
    key.to_user_string(): {
        'group': graph.get(key).group_name,
        'kinds': sorted(graph.get(key).kinds),
        'owners': sorted(graph.get(key).owners),
        'deps': sorted(k.to_user_string() for k in graph.get(key).parent_keys),
        'checks': sorted(c.name for c in graph.get_check_keys_for_assets({key})),
    }
    for key in graph.get_all_asset_keys()
}
specs['jobs'] = sorted(j.name for j in repository.get_all_jobs() if not j.name.startswith('__'))
print(json.dumps(specs, indent=1, sort_keys=True))
"""


def load_specs(lake: Path) -> str:
    environment = {k: v for k, v in os.environ.items() if "KEY" not in k and "DAGSTER" not in k}
    done = subprocess.run(
        [sys.executable, "-c", _SPECS],
        cwd=PROJECT_ROOT,
        env={**environment, "SMARTCITY_LAKE": str(lake)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def new_marts(known: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """A mart depends on the relations of its query; its checks are its suite's groups and dbt's tests."""
    parsed = json.loads(ensure_manifest().read_bytes())
    nodes = {**parsed["nodes"], **parsed["sources"]}
    return {
        key_of(node): {
            "group": "6_marts",
            "kinds": ["dbt", "duckdb"],
            "owners": ["team:statistics"],
            "deps": sorted(key_of(nodes[parent]) for parent in node["depends_on"]["nodes"]),
            "checks": sorted(
                [
                    *(f"suite_{group}" for group in groups_of(load_suites()[node["name"]])),
                    *(n["name"] for n in nodes.values() if n.get("attached_node") == unique_id),
                ]
            ),
        }
        for unique_id, node in nodes.items()
        if node["resource_type"] == "model"
        and node["fqn"][1] == "marts"
        and key_of(node) not in known
    }


def key_of(node: Mapping[str, Any]) -> str:
    """The asset of a dbt node: its layer and its name."""
    layer = {"source": "staged", "seed": "seeds"}.get(node["resource_type"]) or node["fqn"][1]
    return f"{layer}/{node['name']}"


def new_delimited_sources(known: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """A delimited source has a raw asset, which is checked, and a staged one."""
    common = {"owners": ["team:data-engineering"], "deps": [], "checks": []}
    found: dict[str, dict[str, Any]] = {}
    for name, declaration in load_declarations().items():
        if declaration.provider == "delimited" and f"raw/{name}" not in known:
            raw = {"group": "1_raw", "kinds": ["delimited", "file"], "checks": ["arrival"]}
            staged = {"group": "2_staged", "kinds": ["parquet"], "deps": [f"raw/{name}"]}
            found |= {f"raw/{name}": common | raw, f"staged/{declaration.dataset}": common | staged}
    return found


def with_new(specs: dict[str, Any]) -> dict[str, Any]:
    """The reviewed specs, with new marts and delimited sources and what depends on all of them."""
    marts, sources = new_marts(specs), new_delimited_sources(specs)
    raw = [key for key in sources if key.startswith("raw/")]
    for everything, added in (
        ("release/candidate", list(marts)),
        ("staged/left_out", raw),
        ("staged/revisions", raw),
        ("staged/snapshots", raw),
    ):
        specs[everything]["deps"] = sorted(specs[everything]["deps"] + added)
    return {**specs, **marts, **sources}


def test_definitions_load_and_match_the_reviewed_snapshot(tmp_path: Path) -> None:
    specs = load_specs(tmp_path / "no-lake")
    assert not (tmp_path / "no-lake").exists()
    if os.environ.get("UPDATE_SNAPSHOT"):
        SNAPSHOT.write_text(specs, encoding="utf-8")
    assert json.loads(specs) == with_new(json.loads(SNAPSHOT.read_text(encoding="utf-8"))), (
        "the assets changed: review, then run with UPDATE_SNAPSHOT=1"
    )

"""Everything loads with no key, no network and no lake; the asset specs are a reviewed snapshot."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from orchestration.settings import PROJECT_ROOT

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


def test_definitions_load_and_match_the_reviewed_snapshot(tmp_path: Path) -> None:
    specs = load_specs(tmp_path / "no-lake")
    assert not (tmp_path / "no-lake").exists()
    if os.environ.get("UPDATE_SNAPSHOT"):
        SNAPSHOT.write_text(specs, encoding="utf-8")
    assert json.loads(specs) == json.loads(SNAPSHOT.read_text(encoding="utf-8")), (
        "the assets changed: review, then run with UPDATE_SNAPSHOT=1"
    )

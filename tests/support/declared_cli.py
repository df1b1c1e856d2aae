"""The command `smartcity` with other fields in its declarations.

    DECLARED='{"kosis_census": {"cadence": "monthly"}}' python -m tests.support.declared_cli refresh

`DECLARED` has by source the fields that differ, and null for a source that is removed. A source that the
project does not declare has all its fields. A person edits orchestration/sources/declarations/; tests do it
here.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from orchestration.cli import main
from orchestration.contracts.declaration import Declaration, load_declarations
from orchestration.settings import PROJECT_ROOT

Changes = Mapping[str, Mapping[str, Any] | None]
"""By source, the fields that differ."""


def declared(changes: Changes) -> dict[str, Declaration]:
    """All declarations with `changes`. A field of `request` or `licence` replaces that field alone."""
    declarations = dict(load_declarations())
    for source_id, fields in changes.items():
        found = declarations.pop(source_id, None)
        if fields is None:
            continue
        old = found.model_dump(mode="json") if found else {"source_id": source_id}
        for name, value in fields.items():
            old[name] = {**old.get(name, {}), **value} if isinstance(value, dict) else value
        declarations[source_id] = Declaration.model_validate(old)
    return declarations


def run_declared(
    lake: Path, changes: Changes, *arguments: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command with these declarations in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "tests.support.declared_cli", *arguments],
        cwd=PROJECT_ROOT,
        env={
            **os.environ,
            "SMARTCITY_LAKE": str(lake),
            "DECLARED": json.dumps(changes),
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=1200,
    )


if __name__ == "__main__":
    changed = declared(json.loads(os.environ["DECLARED"]))
    load_declarations().clear()
    load_declarations().update(changed)
    main()

"""dbt as a process of its own: `python -m orchestration.warehouse.worker STAGED`.

Importing dbt and reading the parsed project takes as long as half of the SQL, so a run starts this process
first and lets it get ready on another core.
"""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from orchestration.workers.serving import Handler, Tell, serve


def get_ready() -> Handler:
    """Import dbt and parse the project; the handler builds all marts into a new DuckDB file."""
    from orchestration.warehouse.build import build_warehouse, parse
    from orchestration.warehouse.manifest import ensure_manifest

    staged = Path(sys.argv[1])
    ensure_manifest()  # the run waits for it where the project changed
    manifest = parse(staged)

    def build(request: dict[str, Any], tell: Tell) -> Any:
        results = build_warehouse(
            Path(request["warehouse"]), staged, lambda *node: tell(node), manifest
        )
        return [asdict(result) for result in results]

    return build


if __name__ == "__main__":
    serve(get_ready)

"""dbt as a worker process: `python -m orchestration.warehouse.worker STAGED`.

Importing dbt and reading the parsed project takes half as long as the SQL, so a run starts this process
before it stages data; the import then uses another core.
"""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from orchestration.workers.serving import Emit, Handler, serve


def prepare() -> Handler:
    """Import dbt and parse the project; the handler builds marts into a new DuckDB file."""
    from orchestration.warehouse.build import build_warehouse, parse
    from orchestration.warehouse.manifest import ensure_manifest

    staged = Path(sys.argv[1])
    ensure_manifest()  # written anew where the project changed
    manifest = parse(staged)

    def build(request: dict[str, Any], emit: Emit) -> Any:
        results = build_warehouse(
            Path(request["warehouse"]),
            staged,
            lambda *node: emit(node),
            manifest,
            request["select"],
        )
        return [asdict(result) for result in results]

    return build


if __name__ == "__main__":
    serve(prepare)

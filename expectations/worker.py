"""The gate as a worker process: `python -m expectations.worker`.

Importing Great Expectations takes longer than validating with it, so a run starts this process while dbt
builds; the import then uses another core.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from orchestration.workers.serving import Emit, Handler, serve


def prepare() -> Handler:
    """Import Great Expectations; the handler runs suites on the marts of a DuckDB file."""
    from expectations.gate import Gate
    from expectations.result import to_json
    from expectations.suite import load_suites

    gate = Gate()

    def validate(request: dict[str, Any], _: Emit) -> Any:
        suites, previous = load_suites(), request["previous"]
        wanted = [suites[mart] for mart in request["suites"]]
        return to_json(
            gate.run(Path(request["marts"]), wanted, Path(previous) if previous else None)
        )

    return validate


if __name__ == "__main__":
    serve(prepare)

"""The gate as a process of its own: `python -m expectations.worker`.

Importing Great Expectations takes longer than validating with it, so a run starts this process first and
lets it get ready on another core while dbt works.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from orchestration.workers.serving import Handler, Tell, serve


def get_ready() -> Handler:
    """Import Great Expectations; the handler runs suites on the marts of a DuckDB file."""
    from expectations.gate import Gate
    from expectations.result import to_json
    from expectations.suite import load_suites

    gate = Gate()

    def validate(request: dict[str, Any], _: Tell) -> Any:
        suites, previous = load_suites(), request["previous"]
        wanted = [suites[mart] for mart in request["suites"]]
        return to_json(
            gate.run(Path(request["marts"]), wanted, Path(previous) if previous else None)
        )

    return validate


if __name__ == "__main__":
    serve(get_ready)

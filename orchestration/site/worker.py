"""The pages as a worker process: `python -m orchestration.site.worker`.

A run starts this process while dbt builds, and has it write the pages of the marts beside the gate and the
other files of the release.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from orchestration.workers.serving import Emit, Handler, serve


def prepare() -> Handler:
    """Import the slow dependencies of the pages; the handler writes pages from a DuckDB file of marts."""
    from orchestration.site.build import build_mart_pages, preload
    from orchestration.site.release_info import ReleaseInfo
    from orchestration.storage.files import storage_errors

    preload()

    def build(request: dict[str, Any], _: Emit) -> Any:
        target = Path(request["target"])
        with storage_errors(target):
            written = build_mart_pages(
                Path(request["marts"]), target, ReleaseInfo(**request["release"])
            )
        return [str(path) for path in written]

    return build


if __name__ == "__main__":
    serve(prepare)

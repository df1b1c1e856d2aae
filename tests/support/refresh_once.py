"""A refresh of one source in a process of its own, for tests that kill it.

    python -m tests.support.refresh_once SOURCE_ID FIRST LAST 'JSON of request fields'

Settings come from the environment. Prints the rows by partition as JSON.
"""

from __future__ import annotations

import json
import logging
import sys
from dataclasses import replace

from orchestration.contracts.declaration import load_declarations
from orchestration.contracts.window import Window
from orchestration.ingest.collect import collect
from orchestration.ingest.staging import StagingArea
from orchestration.lake.raw_store import RawStore
from orchestration.services import SERVICES
from orchestration.settings import Settings
from tests.support.live_lake import QUICK


def main(source_id: str, first: str, last: str, request: str) -> None:
    """Collect and stage `source_id` once; all loggers log everything."""
    logging.basicConfig(level=logging.DEBUG)
    SERVICES.update({n: replace(s, limits=QUICK) for n, s in SERVICES.items()})
    settings = Settings(_env_file=None)
    declared = load_declarations()[source_id]
    declaration = declared.model_copy(
        update={"request": {**declared.request, **json.loads(request)}}
    )
    store = RawStore(settings.raw, settings.quarantine)
    arrived = collect(declaration, settings, store, window=Window(first, last))
    staging = StagingArea(settings.staged, store)
    rows = staging.stage(declaration, arrived)
    staging.finish({source_id: declaration})
    print(json.dumps(rows))


if __name__ == "__main__":
    main(*sys.argv[1:])

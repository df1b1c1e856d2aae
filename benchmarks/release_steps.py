"""The step `release` of a history, as a process of its own: the whole refresh of the lake it has loaded.

    python -m benchmarks.release_steps census LAKE

The refresh is the real one, from what lies in the drop folder to the published release; only the layouts
of the history's years are declared besides. A release that is held, because estimates of synthetic figures
have other errors than those of real ones, is accepted. The last line printed is the answer: seconds of
each stage.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from orchestration.contracts.declaration import load_declarations
from orchestration.errors import ReleaseHeld
from orchestration.progress import Event, listening
from orchestration.refresh.request import RefreshRequest
from orchestration.release import held_release
from orchestration.release.catalog import ReleaseCatalog

SYNTHETIC = "the figures are synthetic"


def release(history: str, lake: Path) -> dict[str, str]:
    """Refresh `lake` and publish; returns what became of each stage that took a second or more."""
    from benchmarks.history import HISTORIES
    from orchestration.launch import run_refresh_job

    os.environ["SMARTCITY_LAKE"] = str(lake)
    load_declarations().update(HISTORIES[history].declarations())  # read once a process
    stages: dict[str, str] = {}

    def listen(event: Event) -> None:
        if event.kind in ("finished", "failed") and event.seconds >= 1:
            stages[event.stage] = f"{event.seconds:.1f} s, {event.detail}"

    with listening(listen):
        try:
            run_refresh_job(RefreshRequest())
        except ReleaseHeld:
            held_release.accept(ReleaseCatalog(lake / "releases"), SYNTHETIC, datetime.now(UTC))
        finally:
            print(*(f"{name}: {told}" for name, told in stages.items()), sep="\n", flush=True)
    return stages


def main() -> None:
    print(json.dumps(release(sys.argv[1], Path(sys.argv[2]).resolve()), ensure_ascii=False))


if __name__ == "__main__":
    main()

"""One step of a history, as a process of its own: `load` what was dropped, or build all `marts`.

The last line printed is the answer: rows staged in all, or the slowest nodes.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path

from orchestration.contracts.declaration import Declaration
from orchestration.ingest.collect import collect
from orchestration.ingest.drop_folder.receive import receive
from orchestration.ingest.staging import StagingArea
from orchestration.lake.raw_store import RawStore
from orchestration.settings import Settings


def load(lake: Path, declared: Mapping[str, Declaration]) -> str:
    """Take in what lies in the drop folder, as a refresh does."""
    settings = Settings(_env_file=None, SMARTCITY_LAKE=lake)  # type: ignore[call-arg]
    store = RawStore(settings.raw, settings.quarantine)
    area = StagingArea(settings.staged, store)
    for receipt in receive(settings, store, declared, settle_seconds=0, parse=area.preparse):
        if receipt.status != "loaded":
            raise SystemExit(f"{receipt.file}: {receipt.status}: {receipt.detail}")
    rows = 0
    for declaration in declared.values():
        rows += sum(area.stage(declaration, collect(declaration, settings, store)).values())
    area.finish(declared)
    return f"{rows:,} rows staged"


def marts(lake: Path) -> str:
    """Build and test all marts into a file that is then removed."""
    from orchestration.warehouse.build import build_arguments, invoke, require_built
    from orchestration.warehouse.project import DATABASE, environment

    warehouse = lake / "warehouse" / DATABASE
    warehouse.parent.mkdir(exist_ok=True)
    try:
        variables = environment(warehouse, lake / "staged")
        results = invoke(build_arguments(), variables, target=lake / "target")
        require_built(results)
        size = warehouse.stat().st_size / 2**30
    finally:
        warehouse.unlink(missing_ok=True)
    slow = sorted(results, key=lambda r: -r.seconds)[:5]
    return f"{size:.1f} GiB; " + ", ".join(f"{r.name} {r.seconds:.0f} s" for r in slow)


def main() -> None:
    step, history, lake = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    if step == "marts":
        answer = marts(lake)
    else:
        from benchmarks.history import HISTORIES

        answer = load(lake, HISTORIES[history].declarations())
    print(json.dumps(answer))


if __name__ == "__main__":
    main()

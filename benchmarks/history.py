"""A census of many years from arrival to the marts, each step a process of its own.

    python -m benchmarks.history /tmp/history --years 25 --marts-at 2 24 25

Writes <folder>/history.csv: what each step cost. The folder is removed but for this file.
"""

from __future__ import annotations

import argparse
import csv
import json
import shutil
from pathlib import Path

from benchmarks.generate_microdata import write_microdata
from benchmarks.measure import Cost, measured
from orchestration.lake.arrival import collect
from orchestration.lake.raw_store import RawStore
from orchestration.lake.staging import StagingArea
from orchestration.settings import Settings
from orchestration.sources.declaration import Declaration, load_declarations
from orchestration.sources.landing import receive

FIRST_YEAR = 2001
_SELF = "benchmarks.history"


def declarations() -> dict[str, Declaration]:
    """The declared sources; the microdata's layout holds for every year of the benchmark."""
    declared = load_declarations()
    census = declared["mdis_census"]
    layout = census.request["layouts"][0]
    years = range(FIRST_YEAR, FIRST_YEAR + 25)
    layouts = [
        {**layout, "year": year, "series": "survey" if year < 2020 else "register"}
        for year in years
    ]
    request = {**census.request, "layouts": layouts}
    return {**declared, "mdis_census": census.model_copy(update={"request": request})}


def load(lake: Path) -> int:
    """Take in what lies in the landing folder; returns the rows staged in all."""
    settings = Settings(_env_file=None, SMARTCITY_LAKE=lake)
    store = RawStore(settings.raw, settings.quarantine)
    declared = declarations()
    receive(settings, store, declared, settle_seconds=0)
    area = StagingArea(settings.staged, store)
    rows = 0
    for declaration in declared.values():
        rows += sum(area.stage(declaration, collect(declaration, settings, store)).values())
    area.finish(declared)
    return rows


def marts(lake: Path) -> float:
    """Build all marts; returns the seconds of the slowest node."""
    from orchestration.warehouse.build import build_arguments, invoke, require_built
    from orchestration.warehouse.project import environment

    warehouse = lake / "warehouse" / "benchmark.duckdb"
    warehouse.parent.mkdir(exist_ok=True)
    try:
        # docs/scale.md says why this one test does not hold for districts
        arguments = [*build_arguments(), "--exclude", "sets_add_up"]
        results = invoke(arguments, environment(warehouse, lake / "staged"))
        slow = sorted(results, key=lambda r: -r.seconds)[:12]
        Path(lake / "nodes.txt").write_text("\n".join(f"{r.seconds:.1f} {r.name}" for r in slow))
        require_built(results)
    finally:
        warehouse.unlink(missing_ok=True)
    return max(r.seconds for r in results)


def run(folder: Path, years: int, rows: int, marts_at: set[int]) -> None:
    """Load year after year; build the marts after those of `marts_at`."""
    lake = folder / "lake"
    (lake / "landing").mkdir(parents=True)
    with (folder / "history.csv").open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(["step", "years", "seconds", "cpu_seconds", "peak_mib", "answer"])

        def note(step: str, number: int, cost: Cost) -> None:
            row = [round(x, 1) for x in (cost.seconds, cost.cpu_seconds, cost.peak_mib)]
            out.writerow([step, number, *row, cost.answer])
            file.flush()
            print(step, number, *row, cost.answer, flush=True)

        note("bundled", 0, measured(_SELF, ["load", lake]))
        for number in range(1, years + 1):
            year = FIRST_YEAR + number - 1
            dropped = lake / "landing" / f"사업체조사_{year}_synthetic.csv"
            write_microdata(dropped, rows, seed=year, year=year, unknown_share=0.0005)
            note("load", number, measured(_SELF, ["load", lake]))
            if number in marts_at:
                note("marts", number, measured(_SELF, ["marts", lake]))
                print((lake / "nodes.txt").read_text(), flush=True)
    shutil.rmtree(lake)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", help="or: load LAKE, marts LAKE")
    parser.add_argument("lake", type=Path, nargs="?")
    parser.add_argument("--years", type=int, default=25)
    parser.add_argument("--rows", type=int, default=4_000_000)
    parser.add_argument("--marts-at", type=int, nargs="*", default=[2, 24, 25])
    given = parser.parse_args()
    if given.lake:
        step = {"load": load, "marts": marts}[given.folder]
        print(json.dumps(step(given.lake)))
    else:
        run(Path(given.folder), given.years, given.rows, set(given.marts_at))


if __name__ == "__main__":
    main()

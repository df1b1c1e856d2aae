"""Long histories from arrival to the marts, each step a process of its own.

    python -m benchmarks.history FOLDER                       all of them, in full: some hours and 15 GB
    python -m benchmarks.history FOLDER --only nps --steps 12 --marts-at 2 12 --size 50000

Writes benchmarks/results/<date>-history.csv and .md (or into --results); a part run later takes the place
of its own rows alone. What is made in the folder is removed at the end. A run that was broken off goes on
on the same day from what it had measured.
"""

from __future__ import annotations

import argparse
import shutil
from dataclasses import replace
from pathlib import Path

from benchmarks.histories import History
from benchmarks.histories.census import CENSUS
from benchmarks.histories.sensors import SENSORS
from benchmarks.histories.workplaces import WORKPLACES
from benchmarks.history_results import Row, read, write
from benchmarks.measure import measured

HISTORIES = {history.name: history for history in (CENSUS, WORKPLACES, SENSORS)}
RESULTS = Path(__file__).parent / "results"


def run(history: History, folder: Path, results: Path) -> None:
    """Load step after step; build all marts after those of `marts_at`. Results are kept as they come."""
    lake = folder / history.name
    rows = read(results, history.name) if lake.exists() else []
    (lake / "landing").mkdir(parents=True, exist_ok=True)
    done = {(row.step, row.number) for row in rows}

    def note(step: str, number: int) -> None:
        cost = measured("benchmarks.history_steps", [step, history.name, lake])
        figures = round(cost.seconds, 1), round(cost.cpu_seconds, 1), round(cost.peak_mib)
        row = Row(
            history.name, history.unit, step, number, history.size, *figures, str(cost.answer)
        )
        rows.append(row)
        write(results, history.name, rows)
        print(*row, flush=True)

    if not rows:
        note("bundled", 0)
    for number in range(1, history.steps + 1):
        if ("load", number) not in done:
            history.drop(lake / "landing", number, history.size)
            note("load", number)
        if number in history.marts_at and ("marts", number) not in done:
            note("marts", number)
    shutil.rmtree(lake)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", choices=sorted(HISTORIES), nargs="*", default=list(HISTORIES))
    parser.add_argument("--steps", type=int)
    parser.add_argument("--size", type=int, help="rows of a step, or sensors")
    parser.add_argument("--marts-at", type=int, nargs="*")
    parser.add_argument("--results", type=Path, default=RESULTS)
    given = parser.parse_args()
    asked = {"steps": given.steps, "size": given.size}
    if given.marts_at is not None:
        asked["marts_at"] = tuple(given.marts_at)
    for name in given.only:
        changed = {key: value for key, value in asked.items() if value is not None}
        run(replace(HISTORIES[name], **changed), given.folder, given.results)


if __name__ == "__main__":
    main()

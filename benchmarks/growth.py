"""A lake that grows: whole refreshes at several sizes, each with what a refresh without news costs there.

    python -m benchmarks.growth FOLDER --years 2 8 25

Every year has 4 million synthetic establishments. At each number of years the lake is loaded, refreshed at
default settings (the first release of its lake) and refreshed again with nothing new, three times. Writes
benchmarks/results/<date>-growth.md, .csv and .svg, anew after each size.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from benchmarks.curve import draw
from benchmarks.histories.census import CENSUS
from benchmarks.machine import machine, versions
from benchmarks.measure import measured, measured_command, measured_release
from benchmarks.row_files import markdown_table, write_csv

ROUNDS = 3
LINES = {"refresh": "a whole refresh", "nothing_new": "a refresh without news"}


class Row(NamedTuple):
    """One size. `peak_mib` is of all processes together; `nothing_new_seconds` a median."""

    years: int
    establishments: int
    lake_gib: float
    files: int
    refresh_seconds: float
    refresh_cpu_seconds: float
    warehouse_seconds: float
    peak_mib: int
    nothing_new_seconds: float
    nothing_new_cpu_seconds: float


def measure(lake: Path, years: int, size: int) -> Row:
    """Refresh the loaded lake with a release, and then without news."""
    made, warehouse = measured_release(CENSUS.name, lake)
    command = [sys.executable, "-m", "orchestration.cli", "refresh"]
    environment = {"SMARTCITY_LAKE": str(lake)}
    first = subprocess.run(
        command, env={**os.environ, **environment}, capture_output=True, text=True, check=True
    )
    if "nothing new" not in first.stdout:
        raise SystemExit(f"the refresh found something new: {first.stdout}")
    again = [measured_command(command, environment) for _ in range(ROUNDS)]
    files = [path.stat().st_size for path in lake.rglob("*") if path.is_file()]
    return Row(
        years,
        years * size,
        round(sum(files) / 2**30, 1),
        len(files),
        round(made.seconds, 1),
        round(made.cpu_seconds, 1),
        warehouse,
        round(made.peak_mib),
        round(statistics.median(cost.seconds for cost in again), 2),
        round(statistics.median(cost.cpu_seconds for cost in again), 2),
    )


def write(rows: Sequence[Row], folder: Path) -> None:
    """Write the table and the curve."""
    table = folder / f"{date.today():%Y-%m-%d}-growth.csv"
    write_csv(table, rows)
    points = [("refresh", row.establishments, row.refresh_seconds) for row in rows]
    points += [("nothing_new", row.establishments, row.nothing_new_seconds) for row in rows]
    draw(points, "Seconds by establishments", table.with_suffix(".svg"), LINES)
    lines = [
        f"# A lake that grows: {date.today():%Y-%m-%d}",
        "",
        f"{machine()}; load average {os.getloadavg()[0]:.1f} after;"
        f" {versions(('dagster', 'dbt-core', 'dbt-duckdb', 'duckdb'))}.",
        "",
        "Synthetic microdata; default settings; whole processes, children included.",
        "",
        *markdown_table(rows),
        "",
        f"![seconds by establishments]({table.with_suffix('.svg').name})",
    ]
    table.with_suffix(".md").write_text("\n".join(lines) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--years", type=int, nargs="+", default=[2, 8, 25])
    parser.add_argument("--size", type=int, default=CENSUS.size, help="establishments of a year")
    parser.add_argument("--results", type=Path, default=Path(__file__).parent / "results")
    given = parser.parse_args()
    lake = given.folder.resolve() / "growth"
    (lake / "landing").mkdir(parents=True)
    rows: list[Row] = []
    loaded = 0
    for years in sorted(given.years):
        while loaded < years:
            loaded += 1
            CENSUS.drop(lake / "landing", loaded, given.size)
            measured("benchmarks.history_steps", ["load", CENSUS.name, lake])
        rows.append(measure(lake, years, given.size))
        write(rows, given.results)
        print(*rows[-1], flush=True)
    shutil.rmtree(lake)


if __name__ == "__main__":
    main()

"""Where Spark becomes worthwhile: the same lake refreshed on DuckDB and on Spark, at several sizes.

    .venv-spark/bin/python -m benchmarks.break_even FOLDER --sizes 0 400000 4000000

A size is the number of synthetic establishments in one year of microdata, beside the bundled data. Both
engines build the release of the same staged files, one after the other; their marts have to have the same
numbers of rows. Writes benchmarks/results/<date>-engines.md and .csv, anew after each size.
"""

from __future__ import annotations

import argparse
import os
import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from benchmarks.histories.census import CENSUS
from benchmarks.machine import machine, versions
from benchmarks.measure import measured, measured_release
from benchmarks.row_files import markdown_table, write_csv
from orchestration.release.catalog import ReleaseCatalog

ENGINES = ("duckdb", "spark")


class Row(NamedTuple):
    """One refresh. `peak_mib` is of all processes together, the JVM included."""

    establishments: int
    engine: str
    warehouse_seconds: float
    refresh_seconds: float
    refresh_cpu_seconds: float
    peak_mib: int
    times_duckdb: float
    """Seconds of the warehouse, relative to DuckDB."""


def measure(lake: Path, size: int) -> list[Row]:
    """Refresh the loaded lake on each engine, each time to the first release of the lake."""
    rows: list[Row] = []
    marts: list[dict[str, int]] = []
    for engine in ENGINES:
        made, warehouse = measured_release(CENSUS.name, lake, {"SMARTCITY_ENGINE": engine})
        marts.append(_rows_of_marts(lake))
        rows.append(
            Row(
                size,
                engine,
                warehouse,
                round(made.seconds, 1),
                round(made.cpu_seconds, 1),
                round(made.peak_mib),
                round(warehouse / (rows[0].warehouse_seconds if rows else warehouse), 1),
            )
        )
    assert marts[0] == marts[1], "the engines do not build the same marts"
    return rows


def _rows_of_marts(lake: Path) -> dict[str, int]:
    catalog = ReleaseCatalog(lake / "releases")
    return catalog.record(catalog.current().name).marts


def write(rows: Sequence[Row], folder: Path) -> None:
    """Write the table."""
    table = folder / f"{date.today():%Y-%m-%d}-engines.csv"
    write_csv(table, rows)
    lines = [
        f"# DuckDB and Spark: {date.today():%Y-%m-%d}",
        "",
        f"{machine()}; load average {os.getloadavg()[0]:.1f} after;"
        f" {versions(('dbt-core', 'dbt-duckdb', 'duckdb', 'dbt-spark', 'pyspark'))}.",
        "",
        "Synthetic microdata of one year beside the bundled data; Spark on this machine; whole processes,"
        " the JVM included.",
        "",
        *markdown_table(rows),
    ]
    table.with_suffix(".md").write_text("\n".join(lines) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[0, 400_000, CENSUS.size])
    parser.add_argument("--results", type=Path, default=Path(__file__).parent / "results")
    given = parser.parse_args()
    rows: list[Row] = []
    for size in given.sizes:
        lake = given.folder.resolve() / f"engines-{size}"
        (lake / "landing").mkdir(parents=True)
        if size:
            CENSUS.drop(lake / "landing", 1, size)
            measured("benchmarks.history_steps", ["load", CENSUS.name, lake])
        rows += measure(lake, size)
        write(rows, given.results)
        print(*rows[-len(ENGINES) :], sep="\n", flush=True)
        shutil.rmtree(lake)


if __name__ == "__main__":
    main()

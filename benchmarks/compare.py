"""The same work side by side: ours, hand-written SQL, polars, pandas, local Spark.

    python -m benchmarks.compare --rows 1000000 --rounds 5 --spark-python .venv-spark/bin/python

Runs are interleaved (every engine once a round), each in a process of its own; a table of medians is
written to benchmarks/results/.
"""

from __future__ import annotations

import argparse
import csv
import math
import os
import statistics
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import duckdb

from benchmarks.generate_microdata import write_microdata
from benchmarks.measure import Cost, measured

RESULTS = Path(__file__).parent / "results"
ENGINES = ("ours", "duckdb_sql", "polars_frames", "pandas_frames", "spark_local")
LIBRARIES = ("duckdb", "pyarrow", "polars", "pandas")
WORKS = ("cells", "shares")


class Row(NamedTuple):
    """What an engine needed for a piece of work: medians over the rounds, and the ratio to ours."""

    work: str
    rows: int
    engine: str
    rounds: int
    seconds: float
    slowest: float
    cpu_seconds: float
    peak_mib: float
    times_ours: float


def compare(rows: int, rounds: int, engines: Iterable[str], spark_python: Path | None) -> list[Row]:
    """Raises `AssertionError` where two engines did not come to the same result."""
    costs: dict[tuple[str, str], list[Cost]] = defaultdict(list)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        data = prepare(Path(folder), rows)
        for _ in range(rounds):
            for work in WORKS:
                for engine in engines:
                    costs[work, engine].append(_once(engine, work, data[work], spark_python))
    return [_row(work, rows, engine, costs) for work, engine in costs]


def prepare(folder: Path, rows: int) -> dict[str, Path]:
    """A file of microdata, and its cells as staged Parquet."""
    from benchmarks.engines.ours import snapshot_of
    from orchestration.sources.declaration import load_declarations
    from orchestration.sources.mdis import parse

    microdata, staged = folder / "microdata.csv", folder / "staged"
    write_microdata(microdata, rows, unknown_share=0.0005)
    staged.mkdir()
    cells = parse(load_declarations()["mdis_census"], [snapshot_of(microdata)])["census_cells"]
    with duckdb.connect() as connection:
        connection.register("cells", cells)
        connection.execute(f"copy cells to '{staged}/cells.parquet' (compression zstd)")
    return {"cells": microdata, "shares": staged}


def _once(engine: str, work: str, data: Path, spark_python: Path | None) -> Cost:
    arguments = [engine, work, data]
    if engine != "spark_local":
        return measured("benchmarks.work", arguments)
    assert spark_python is not None
    quiet = {"SPARK_LOCAL_IP": "127.0.0.1", "PYTHONWARNINGS": "ignore"}
    return measured("benchmarks.work", arguments, python=spark_python, environment=quiet)


def _row(work: str, rows: int, engine: str, costs: dict[tuple[str, str], list[Cost]]) -> Row:
    runs, ours = costs[work, engine], costs[work, "ours"]
    expected, found = ours[0].answer["outcome"], runs[0].answer["outcome"]
    same = all(math.isclose(a, b, rel_tol=1e-9) for a, b in zip(expected, found, strict=True))
    assert same, f"{engine} {work}: {found}, ours {expected}"
    seconds = [run.answer["seconds"] for run in runs]
    median = statistics.median(seconds)
    return Row(
        work,
        rows,
        engine,
        len(runs),
        round(median, 3),
        round(max(seconds), 3),
        round(statistics.median(run.cpu_seconds for run in runs), 2),
        round(statistics.median(run.peak_mib for run in runs)),
        round(median / statistics.median(run.answer["seconds"] for run in ours), 2),
    )


def write(rows: list[Row], load_before: float) -> Path:
    """The table as CSV and Markdown, named by the day."""
    RESULTS.mkdir(exist_ok=True)
    stem = RESULTS / f"{date.today():%Y-%m-%d}"
    with stem.with_suffix(".csv").open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(Row._fields)
        out.writerows(rows)
    versions = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    lines = [
        f"# Same work, side by side: {date.today():%Y-%m-%d}",
        "",
        f"{os.cpu_count()} cores, load average {load_before:.1f} before and {os.getloadavg()[0]:.1f}"
        f" after; {versions}.",
        "`cells`: microdata to cells of 268 regions at every level. `shares`: cells to shares of the"
        " nation and location quotients. Medians; start of the interpreter, imports and Spark's session"
        " are not in the seconds, but in the processor time and the peak memory.",
        "",
        "| " + " | ".join(Row._fields) + " |",
        "|" + " --- |" * len(Row._fields),
        *("| " + " | ".join(f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in row) + " |"
          for row in rows),
    ]  # fmt: skip
    stem.with_suffix(".md").write_text("\n".join(lines) + "\n")
    return stem.with_suffix(".md")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--spark-python", type=Path)
    given = parser.parse_args()
    engines = [e for e in ENGINES if e != "spark_local" or given.spark_python]
    load_before = os.getloadavg()[0]
    table = [
        row
        for rows in given.rows
        for row in compare(rows, given.rounds, engines, given.spark_python)
    ]
    print(write(table, load_before).read_text())


if __name__ == "__main__":
    main()

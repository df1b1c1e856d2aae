"""The same work side by side: ours, hand-written SQL, polars, pandas, local Spark.

    python -m benchmarks.compare --rows 1000000 10000000 --rounds 5 3 --spark-python .venv-spark/bin/python

Runs are interleaved (every engine once a round), each in a process of its own. Medians, ratios and the
growth curve are written to benchmarks/results/, anew after each size.
"""

from __future__ import annotations

import argparse
import math
import os
import statistics
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

import duckdb

from benchmarks.generate_microdata import write_microdata
from benchmarks.measure import Cost, measured
from benchmarks.results_table import Row, write

ENGINES = ("ours", "duckdb_sql", "polars_frames", "pandas_frames", "spark_local")
WORKS = ("cells", "protected", "shares")
MOST_ROWS = {
    ("cells", "pandas_frames"): (20_000_000, "holds every row in memory, 0.5 GB a million"),
    **{("shares", e): (10_000_000, "cells hardly grow with rows from here on") for e in ENGINES},
}
"""The largest size that an engine does a work at, and why."""


def compare(
    rows: int, rounds: int, works: Iterable[str], spark_python: Path | None, scratch: Path | None
) -> list[Row]:
    """Raises `AssertionError` where two engines did not come to the same result."""
    costs: dict[tuple[str, str], list[Cost]] = {(w, e): [] for w in works for e in ENGINES}
    notes = _notes(rows, costs, spark_python)
    if scratch:
        scratch.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=scratch) as folder:
        needed = {work for work, _ in costs.keys() - notes.keys()}
        data = prepare(Path(folder), rows, needed)
        for _ in range(rounds):
            for work, engine in costs:
                if (work, engine) in notes:
                    continue
                try:
                    costs[work, engine].append(_once(engine, work, data[work], spark_python))
                except subprocess.CalledProcessError as error:
                    notes[work, engine] = f"failed: ended with {error.returncode}"
    return [
        _row(work, rows, engine, costs, notes.get((work, engine), "")) for work, engine in costs
    ]


def _notes(
    rows: int, wanted: Iterable[tuple[str, str]], spark_python: Path | None
) -> dict[tuple[str, str], str]:
    """Why something is not run."""
    notes = {}
    for work, engine in wanted:
        most, why = MOST_ROWS.get((work, engine), (rows, ""))
        if work == "protected" and engine != "ours":
            notes[work, engine] = "not run: protects no cell"
        elif rows > most:
            notes[work, engine] = f"not run: {why}"
        elif engine == "spark_local" and not spark_python:
            notes[work, engine] = "not run: no --spark-python"
    return notes


def prepare(folder: Path, rows: int, works: set[str]) -> dict[str, Path]:
    """A file of microdata; and, for the shares, its cells as staged Parquet with codes and regions."""
    microdata, staged = folder / "microdata.csv", folder / "staged"
    write_microdata(microdata, rows, unknown_share=0.0005)
    if "shares" in works:
        from benchmarks.engines.ours import load_regions, staged_cells

        staged.mkdir()
        # none is suppressed: the others rank values only
        cells = staged_cells(microdata, threshold=1)
        with duckdb.connect() as connection:
            connection.register("cells", cells)
            connection.execute(f"copy cells to '{staged}/cells.parquet' (compression zstd)")
            load_regions(connection, staged)
            connection.execute(
                "copy (select ksic_revision, ksic_code, level, depth, name_ko, name_en from ksic)"
                f" to '{folder}/codes.parquet'"
            )
            connection.execute(
                "copy (select region_code, region_level, name_ko, name_en from int_regions)"
                f" to '{folder}/regions.parquet'"
            )
    return {"cells": microdata, "protected": microdata, "shares": folder}


def _once(engine: str, work: str, data: Path, spark_python: Path | None) -> Cost:
    arguments = [engine, work, data]
    if engine != "spark_local":
        return measured("benchmarks.work", arguments)
    assert spark_python is not None
    quiet = {"SPARK_LOCAL_IP": "127.0.0.1", "PYTHONWARNINGS": "ignore"}
    return measured("benchmarks.work", arguments, python=spark_python, environment=quiet)


def _row(
    work: str, rows: int, engine: str, costs: dict[tuple[str, str], list[Cost]], note: str
) -> Row:
    runs, ours = costs[work, engine], costs[work, "ours"]
    if note or not ours:
        return Row(work, rows, engine, note=note or "ours has not run")
    expected = ours[0].answer["outcome"]
    for run in runs:
        found = run.answer["outcome"]
        same = all(math.isclose(a, b, rel_tol=1e-9) for a, b in zip(expected, found, strict=True))
        assert same, f"{engine} {work}: {found}, ours {expected}"
    seconds, cpu = _median_seconds(runs), statistics.median(run.cpu_seconds for run in runs)
    return Row(
        work,
        rows,
        engine,
        len(runs),
        round(seconds, 3),
        round(min(run.answer["seconds"] for run in runs), 3),
        round(max(run.answer["seconds"] for run in runs), 3),
        round(cpu, 2),
        round(statistics.median(run.peak_mib for run in runs)),
        round(seconds / _median_seconds(ours), 2),
        round(cpu / statistics.median(run.cpu_seconds for run in ours), 2),
    )


def _median_seconds(runs: list[Cost]) -> float:
    return float(statistics.median(run.answer["seconds"] for run in runs))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000])
    parser.add_argument("--rounds", type=int, nargs="+", default=[5], help="of each size")
    parser.add_argument("--works", nargs="+", choices=WORKS, default=WORKS)
    parser.add_argument("--spark-python", type=Path)
    parser.add_argument("--scratch", type=Path, help="folder for the data; 75 bytes a row")
    parser.add_argument("--results", type=Path, default=Path(__file__).parent / "results")
    given = parser.parse_args()
    rounds = given.rounds + given.rounds[-1:] * (len(given.rows) - len(given.rounds))
    load_before = os.getloadavg()[0]
    table: list[Row] = []
    for rows, many in zip(given.rows, rounds, strict=True):
        table += compare(rows, many, given.works, given.spark_python, given.scratch)
        written = write(table, load_before, given.results)
    print(written.read_text())


if __name__ == "__main__":
    main()

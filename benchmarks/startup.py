"""What a refresh costs beyond dbt: the commands of this project beside a plain `dbt build`, in one run.

    python -m benchmarks.startup --rounds 5

On a lake of its own, with the bundled data. Every round runs each command once, in a process of its own.
Medians are written to benchmarks/results/<date>-startup.md and .csv.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from benchmarks.machine import machine, versions
from benchmarks.measure import Cost, measured_command
from benchmarks.row_files import markdown_table, write_csv

PROJECT = Path(__file__).parents[1] / "dbt_project"
TAXONOMY = PROJECT.parent / "data_lake" / "sample" / "taxonomies" / "smart_city_2021.csv"
BASE = "dbt build"
NEW = "refresh --force (new release)"
"""Run after the releases are taken away: the same content would not be published again."""


class Row(NamedTuple):
    """Medians over the rounds; the ratios are to a plain dbt build."""

    command: str
    rounds: int
    seconds: float
    fastest: float
    cpu_seconds: float
    peak_mib: int
    times_dbt_build: float
    cpu_times_dbt_build: float


def commands(scratch: Path) -> dict[str, list[str]]:
    """Each command, in the order of a round."""
    dbt, smartcity = (str(Path(sys.executable).with_name(name)) for name in ("dbt", "smartcity"))
    folders = [
        "--project-dir",
        PROJECT,
        "--profiles-dir",
        PROJECT,
        "--target-path",
        scratch / "dbt",
    ]
    return {
        BASE: [dbt, "build", "--exclude-resource-type", "unit_test", *map(str, folders)],
        NEW: [smartcity, "refresh", "--force"],
        "refresh --force (same content)": [smartcity, "refresh", "--force"],
        "refresh (nothing new)": [smartcity, "refresh"],
        "status": [smartcity, "status"],
        "query": [smartcity, "query", "select 1"],
        "tables": [smartcity, "tables"],
        "whatif": [smartcity, "whatif", str(TAXONOMY)],
        "load the definitions": [sys.executable, "-m", "benchmarks.definitions"],
    }


def run(scratch: Path, rounds: int) -> dict[str, list[Cost]]:
    """Round 0 fills the lake and the caches and is not counted."""
    lake = scratch / "lake"
    ours = {"SMARTCITY_LAKE": str(lake), "DAGSTER_DISABLE_TELEMETRY": "1"}
    plain = {
        "SMARTCITY_STAGED": str(lake / "staged"),
        "SMARTCITY_WAREHOUSE_FILE": str(scratch / "plain.duckdb"),
        "DBT_LOG_PATH": str(scratch / "dbt-logs"),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }
    wanted = commands(scratch)
    measured_command(wanted["refresh (nothing new)"], ours)
    costs: dict[str, list[Cost]] = {name: [] for name in wanted}
    for number in range(rounds + 1):
        for name, command in wanted.items():
            (scratch / "plain.duckdb").unlink(missing_ok=True)
            if name == NEW:
                shutil.rmtree(lake / "releases", ignore_errors=True)
            cost = measured_command(command, plain if name == BASE else ours)
            if number:
                costs[name].append(cost)
            print(f"{number} {name}: {cost.cpu_seconds:.1f} processor seconds", file=sys.stderr)
    return costs


def summary(costs: dict[str, list[Cost]]) -> list[Row]:
    """One row per command."""
    base = costs[BASE]
    base_seconds = statistics.median(c.seconds for c in base)
    base_cpu = statistics.median(c.cpu_seconds for c in base)
    rows = []
    for name, runs in costs.items():
        seconds = statistics.median(c.seconds for c in runs)
        cpu = statistics.median(c.cpu_seconds for c in runs)
        rows.append(
            Row(
                name,
                len(runs),
                round(seconds, 2),
                round(min(c.seconds for c in runs), 2),
                round(cpu, 2),
                round(statistics.median(c.peak_mib for c in runs)),
                round(seconds / base_seconds, 2),
                round(cpu / base_cpu, 2),
            )
        )
    return rows


def write(rows: Sequence[Row], load_before: float, folder: Path) -> Path:
    """Write `<date>-startup.csv` and `.md`; returns the Markdown."""
    table = folder / f"{date.today():%Y-%m-%d}-startup.csv"
    write_csv(table, rows)
    lines = [
        f"# Commands beside a plain dbt build: {date.today():%Y-%m-%d}",
        "",
        f"{machine()}; load average {load_before:.1f} before and {os.getloadavg()[0]:.1f} after;"
        f" {versions(('dagster', 'dbt-core', 'dbt-duckdb', 'duckdb'))}.",
        "",
        "Whole processes on the bundled data: start, imports and children are in all numbers. dbt build"
        " leaves out unit tests. Medians over interleaved rounds.",
        "",
        *markdown_table(rows),
    ]
    text = table.with_suffix(".md")
    text.write_text("\n".join(lines) + "\n")
    return text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--results", type=Path, default=Path(__file__).parent / "results")
    given = parser.parse_args()
    load_before = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="startup-") as scratch:
        costs = run(Path(scratch), given.rounds)
    print(write(summary(costs), load_before, given.results).read_text())


if __name__ == "__main__":
    main()

"""What benchmarks.history measured, as CSV and Markdown, named by the day."""

from __future__ import annotations

import csv
import os
from collections.abc import Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from statistics import mean
from typing import NamedTuple

from benchmarks.machine import machine, versions

_AT_EACH_END = 3


class Row(NamedTuple):
    """What one step of a history cost. `size` is what a step brought: rows, or sensors."""

    history: str
    unit: str
    step: str
    number: int
    size: int
    seconds: float
    cpu_seconds: float
    peak_mib: int
    answer: str


def write(folder: Path, history: str, rows: Sequence[Row]) -> None:
    """Put `rows` in the place of those of the same history in today's tables."""
    folder.mkdir(parents=True, exist_ok=True)
    table = _table(folder)
    kept = [row for row in _read(table) if row.history != history]
    everything = sorted([*kept, *rows], key=lambda row: row.history)
    with table.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(Row._fields)
        out.writerows(everything)
    table.with_suffix(".md").write_text(_page(everything), encoding="utf-8")


def read(folder: Path, history: str) -> list[Row]:
    """What was measured of `history` today."""
    return [row for row in _read(_table(folder)) if row.history == history]


def _table(folder: Path) -> Path:
    return folder / f"{date.today():%Y-%m-%d}-history.csv"


def _read(table: Path) -> list[Row]:
    if not table.exists():
        return []
    with table.open(newline="", encoding="utf-8") as file:
        return [
            Row(
                r["history"], r["unit"], r["step"], int(r["number"]), int(r["size"]),
                float(r["seconds"]), float(r["cpu_seconds"]), int(r["peak_mib"]), r["answer"],
            )
            for r in csv.DictReader(file)
        ]  # fmt: skip


def _page(rows: Sequence[Row]) -> str:
    lines = [
        "# Long histories",
        "",
        f"{machine()}; {versions(('duckdb', 'pyarrow', 'dbt-core'))}. Load average at the end: "
        f"{os.getloadavg()[1]:.1f}. Synthetic data in the real form; each step a process of its own.",
    ]
    for name, of_history in groupby(rows, key=lambda row: row.history):
        lines += ["", f"## {name}", "", *_section(list(of_history))]
    return "\n".join(lines) + "\n"


def _section(rows: Sequence[Row]) -> list[str]:
    loads = [row for row in rows if row.step == "load"]
    unit = rows[0].unit
    lines = [
        f"| step | {unit}s | seconds | processor seconds | peak MiB | |",
        "|---|---|---|---|---|---|",
    ]
    shown = [*loads[:_AT_EACH_END], *loads[_AT_EACH_END:][-_AT_EACH_END:]]
    shown += [row for row in rows if row.step == "marts"]
    for row in shown:
        cells = (row.step, row.number, row.seconds, row.cpu_seconds, row.peak_mib, row.answer)
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    early, late = loads[1 : 1 + _AT_EACH_END], loads[-_AT_EACH_END:]
    if len(loads) >= 2 * _AT_EACH_END:
        before, after = mean(r.cpu_seconds for r in early), mean(r.cpu_seconds for r in late)
        lines += [
            "",
            f"Loading one more {unit}: {before:.1f} processor seconds after {early[0].number - 1}, "
            f"{after:.1f} after {late[0].number - 1}: {after / before:.2f} times. "
            f"Largest peak of all loads: {max(r.peak_mib for r in loads):,} MiB.",
        ]
    return lines

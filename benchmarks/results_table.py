"""The results of benchmarks.compare as CSV, Markdown and growth curve, named by the day."""

from __future__ import annotations

import csv
import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from benchmarks.curve import draw
from benchmarks.machine import machine, versions

_READ_ME = """\
`cells`: microdata (CSV) to cells of 268 regions at every level; ours also checks and keeps aside what has
no place. `protected`: the same with the protection of suppressed cells, which no other engine does.
`shares`: these cells, none suppressed, to the mart industry_share, all 20 columns in every engine; `rows`
are those of the microdata. Every engine came to the same number of rows and the same sums.

Medians over interleaved rounds. Start of the interpreter, imports and Spark's session are not in the
seconds, but in the processor time and the peak memory (of the process and its children).
`times_ours` above 1: slower than ours."""


class Row(NamedTuple):
    """What an engine needed for a piece of work, or in `note` why it was not run."""

    work: str
    rows: int
    engine: str
    rounds: int = 0
    seconds: float | None = None
    fastest: float | None = None
    slowest: float | None = None
    cpu_seconds: float | None = None
    peak_mib: int | None = None
    times_ours: float | None = None
    cpu_times_ours: float | None = None
    note: str = ""


def write(rows: Sequence[Row], load_before: float, folder: Path) -> Path:
    """Write `<date>.csv`, `.md` and, of two sizes or more, `-cells.svg`; returns the Markdown."""
    folder.mkdir(parents=True, exist_ok=True)
    today = f"{date.today():%Y-%m-%d}"
    table, text, picture = (folder / f"{today}{end}" for end in (".csv", ".md", "-cells.svg"))
    with table.open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(Row._fields)
        out.writerows(rows)
    points = [
        (row.engine, row.rows, row.seconds)
        for row in rows
        if row.work == "cells" and row.seconds is not None
    ]
    curve = len({size for _, size, _ in points}) > 1
    if curve:
        draw(points, "Microdata to cells: seconds by rows", picture)
    lines = [
        f"# Same work, side by side: {today}",
        "",
        f"{machine()}; load average {load_before:.1f} before and {os.getloadavg()[0]:.1f} after;"
        f" {versions()}.",
        "",
        _READ_ME,
        "",
        *([f"![seconds by rows]({picture.name})", ""] if curve else []),
        "| " + " | ".join(Row._fields) + " |",
        "|" + " --- |" * len(Row._fields),
        *("| " + " | ".join(map(_shown, row)) + " |" for row in rows),
    ]
    text.write_text("\n".join(lines) + "\n")
    return text


def _shown(cell: object) -> str:
    if cell is None:
        return ""
    return f"{cell:,}" if isinstance(cell, int) else str(cell)

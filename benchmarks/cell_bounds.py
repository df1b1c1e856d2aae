"""Our bounds of cells beside two linear programmes per cell, on the same tables, in one run.

    python -m benchmarks.cell_bounds --rows 200000 --sample 5

On the bundled data every cell without a published value is compared, in a synthetic year of microdata
(every industry, in districts) a sample; the seconds of all its programmes are then extrapolated.
Writes benchmarks/results/<date>-bounds.md and .csv.
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

import duckdb

from benchmarks.cell_programmes import Cell, CellProgrammes
from benchmarks.histories.census import CENSUS
from benchmarks.history_steps import load
from benchmarks.machine import machine, versions
from benchmarks.row_files import markdown_table, write_csv
from orchestration.warehouse.build import build_warehouse, require_built
from orchestration.warehouse.project import DATABASE

MODEL = "int_cell_bounds"
PUBLISHED = {
    "establishments": "has_establishments",
    "employees": "has_employees and not is_suppressed_by_agency",
}
NO_LIMIT = 500_000_000_000
"""Above it the model has no upper bound: see `is_limited` in dbt_project/macros/bounds.sql."""


class Row(NamedTuple):
    """Of one data set; `ratio` is the seconds of the programmes of all unpublished cells to the model's."""

    data: str
    cells: int
    unpublished: int
    compared: int
    equal: int
    tighter: int
    wider: int
    model_seconds: float
    programme_seconds: float
    seconds_for_all: float
    ratio: float


class Unpublished(NamedTuple):
    """A cell and measure without a published value, and its bounds by the model."""

    number: int
    measure: str
    low: int
    high: int | None


def compare(data: str, lake: Path, sample: int | None) -> tuple[Row, list[str]]:
    """The row of a lake, and a line per bound that is wider than its programme's."""
    warehouse = lake / "warehouse" / DATABASE
    results = build_warehouse(warehouse, lake / "staged", select=(f"+{MODEL}",))
    require_built(results)
    model_seconds = sum(result.seconds for result in results if result.name == MODEL)
    cells = unpublished = compared = equal = tighter = 0
    seconds, seconds_for_all = 0.0, 0.0
    lines: list[str] = []
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        for series, year in _slices(connection):
            published = _cells(connection, series, year)
            every = list(_unpublished(connection, series, year))
            chosen = random.Random(year).sample(every, min(sample or len(every), len(every)))
            start = time.perf_counter()
            programmes = CellProgrammes(published)
            found = [programmes.bounds(cell.number, cell.measure) for cell in chosen]
            spent = time.perf_counter() - start
            seconds += spent
            seconds_for_all += spent * len(every) / max(len(chosen), 1)
            cells += len(published)
            unpublished += len(every)
            compared += len(chosen)
            for cell, bounds in zip(chosen, found, strict=True):
                equal += (cell.low, cell.high) == bounds
                if _is_wider(cell, bounds):
                    lines.append(f"{series} {year}: {cell}, by linear programming {bounds}")
                tighter += _is_tighter(cell, bounds)
    return Row(
        data,
        cells,
        unpublished,
        compared,
        equal,
        tighter,
        len(lines),
        round(model_seconds, 2),
        round(seconds, 1),
        round(seconds_for_all, 1),
        round(seconds_for_all / model_seconds, 1),
    ), lines


def _is_wider(cell: Unpublished, bounds: tuple[int, int | None]) -> bool:
    low, high = bounds
    return cell.low < low or (high is not None and (cell.high is None or cell.high > high))


def _is_tighter(cell: Unpublished, bounds: tuple[int, int | None]) -> bool:
    """Whole numbers can say more: no fraction of an establishment has employees."""
    low, high = bounds
    return cell.low > low or (cell.high is not None and (high is None or cell.high < high))


def _slices(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, int]]:
    query = f"select distinct series, year from {MODEL} order by all"
    return connection.execute(query).fetchall()


def _cells(connection: duckdb.DuckDBPyConnection, series: str, year: int) -> list[Cell]:
    rows = connection.execute(
        f"""
        select
            cell_id, parent_code_cell_id, parent_region_cell_id, regions_complete,
            case when {PUBLISHED["establishments"]} then e_lo end,
            case when {PUBLISHED["employees"]} then w_lo end
        from {MODEL} where series = ? and year = ?
        """,
        [series, year],
    ).fetchall()
    return [Cell(*row) for row in rows]


def _unpublished(
    connection: duckdb.DuckDBPyConnection, series: str, year: int
) -> Iterator[Unpublished]:
    for measure, published in PUBLISHED.items():
        low, high = ("e_lo", "e_hi") if measure == "establishments" else ("w_lo", "w_hi")
        rows = connection.execute(
            f"""
            select cell_id, {low}, case when {high} < {NO_LIMIT} then {high} end
            from {MODEL}
            where series = ? and year = ? and not ({published}) order by cell_id
            """,
            [series, year],
        ).fetchall()
        yield from (Unpublished(number, measure, least, most) for number, least, most in rows)


def write(rows: Sequence[Row], lines: Sequence[str], folder: Path) -> Path:
    """Write `<date>-bounds.csv` and `.md`; returns the Markdown."""
    table = folder / f"{date.today():%Y-%m-%d}-bounds.csv"
    write_csv(table, rows)
    text = table.with_suffix(".md")
    text.write_text(
        "\n".join(
            [
                f"# Bounds beside linear programming: {date.today():%Y-%m-%d}",
                "",
                f"{machine()}; load average {os.getloadavg()[0]:.1f};"
                f" {versions(('duckdb', 'scipy'))}.",
                "",
                "Cells and measures without a published value. `programme_seconds` are of those that were"
                " compared, `seconds_for_all` of all, extrapolated where a sample was compared.",
                "",
                *markdown_table(rows),
                "",
                *(["Wider than the programme:", ""] if lines else []),
                *(f"- {line}" for line in lines),
            ]
        ).rstrip()
        + "\n"
    )
    return text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rows", type=int, default=200_000, help="of the synthetic year")
    parser.add_argument("--sample", type=int, default=5, help="cells of the synthetic year")
    parser.add_argument("--results", type=Path, default=Path(__file__).parent / "results")
    given = parser.parse_args()
    rows, lines = [], []
    with tempfile.TemporaryDirectory(prefix="bounds-") as scratch:
        bundled, synthetic = Path(scratch, "bundled"), Path(scratch, "synthetic")
        history = replace(CENSUS, size=given.rows)
        load(bundled, history.declarations())
        (synthetic / "landing").mkdir(parents=True)
        history.drop(synthetic / "landing", 1, given.rows)
        census = {"mdis_census": history.declarations()["mdis_census"]}
        load(synthetic, census)
        for data, lake, sample in (
            ("bundled", bundled, None),
            (f"synthetic year of {given.rows:,} establishments", synthetic, given.sample),
        ):
            row, wider = compare(data, lake, sample)
            print(*row, flush=True)
            rows.append(row)
            lines += [f"{data}: {line}" for line in wider]
    print(write(rows, lines, given.results).read_text())


if __name__ == "__main__":
    main()

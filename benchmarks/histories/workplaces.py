"""Ten years of the pension service's months: 540,000 workplaces a month, 65 million rows."""

from __future__ import annotations

from pathlib import Path

from benchmarks.generate_workplaces import write_workplaces
from benchmarks.histories import History

FIRST_YEAR = 2015


def drop(landing: Path, number: int, size: int) -> None:
    """The list of one month."""
    year, month = FIRST_YEAR + (number - 1) // 12, (number - 1) % 12 + 1
    name = f"국민연금_가입_사업장_내역_{year}-{month:02}.csv"
    write_workplaces(landing / name, size, f"{year}-{month:02}", seed=number)


WORKPLACES = History("nps", "month", 120, 540_000, (2, 120), drop)

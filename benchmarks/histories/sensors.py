"""Three years of sensors' weeks: 1,200 sensors, 201,600 hours a week, 31 million hours, 17 metrics each."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from benchmarks.generate_sensors import week_file, write_sensors
from benchmarks.histories import History

FIRST = date(2022, 1, 3)


def drop(landing: Path, number: int, size: int) -> None:
    """The file of one week."""
    first = FIRST + timedelta(weeks=number - 1)
    write_sensors(landing / week_file(first), size, first, seed=number)


SENSORS = History("sdot", "week", 156, 1_200, (17, 156), drop)

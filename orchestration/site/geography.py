"""The tile map of the provinces: position, short names and neighbours by land of each province."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from orchestration.site.numbers import Language


@dataclass(frozen=True)
class MapPosition:
    """The tile of a province: row and column from 1, and the KOSTAT codes of its neighbours by land."""

    region_code: str
    row: int
    column: int
    short_ko: str
    short_en: str
    neighbours: tuple[str, ...]

    def short_name(self, language: Language) -> str:
        """The short name, such as 서울 or Seoul."""
        return self.short_ko if language == "ko" else self.short_en


@cache
def map_positions() -> dict[str, MapPosition]:
    """The position of each province, by KOSTAT code."""
    with (files(__package__) / "geography.csv").open(encoding="utf-8") as file:
        return {
            row["region_code"]: MapPosition(
                row["region_code"],
                int(row["tile_row"]),
                int(row["tile_column"]),
                row["short_ko"],
                row["short_en"],
                tuple(row["neighbours"].split()),
            )
            for row in csv.DictReader(file)
        }

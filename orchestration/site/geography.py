"""Where the provinces lie: a tile for each and the provinces it borders on by land."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from orchestration.site.numbers import Language


@dataclass(frozen=True)
class Place:
    """A province on the tile map."""

    region_code: str
    row: int
    column: int
    short_ko: str
    short_en: str
    neighbours: tuple[str, ...]

    def short(self, language: Language) -> str:
        """The name in everyday use."""
        return self.short_ko if language == "ko" else self.short_en


@cache
def places() -> dict[str, Place]:
    """Every province with a tile, by its KOSTAT code."""
    with (files(__package__) / "geography.csv").open(encoding="utf-8") as file:
        return {
            row["region_code"]: Place(
                row["region_code"],
                int(row["tile_row"]),
                int(row["tile_column"]),
                row["short_ko"],
                row["short_en"],
                tuple(row["neighbours"].split()),
            )
            for row in csv.DictReader(file)
        }

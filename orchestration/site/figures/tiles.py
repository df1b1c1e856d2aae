"""The tile map of the provinces: one tile per province, darker for a larger share."""

from collections.abc import Iterable
from dataclasses import dataclass

from orchestration.site.context import Context
from orchestration.site.geography import map_positions


@dataclass(frozen=True)
class Tile:
    """A tile of the map: position (row and column from 1), shade from 0 to 5, and texts."""

    region_code: str
    row: int
    column: int
    shade: int
    label: str
    value: str


def arrange_tiles(context: Context, shares: Iterable[tuple[str, float | None, str]]) -> list[Tile]:
    """The tiles of provinces, given as region code, share for the shade (None: no number), and text."""
    tiles = []
    last_row = max(place.row for place in map_positions().values())
    for number, (code, share, value) in enumerate(sorted(shares, key=lambda entry: entry[0])):
        place = map_positions().get(code)
        tiles.append(
            Tile(
                code,
                place.row if place else last_row,
                place.column if place else 2 + number % 3,
                _shade(share),
                context.region(code),
                value,
            )
        )
    return sorted(tiles, key=lambda tile: (tile.row, tile.column))


def _shade(share: float | None) -> int:
    """1 for a share below 2 %, then one more from 2, 4, 8 and 16 %; 0 where there is no number."""
    if share is None:
        return 0
    return 1 + sum(share >= step for step in (0.02, 0.04, 0.08, 0.16))

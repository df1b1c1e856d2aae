"""Write the outlines of the provinces for the explorer page from the npm package `@svg-maps/south-korea`.

    python -m tools.south_korea_map package/index.js

The package (version 2.0.0, CC BY 4.0, Victor Cazanave) is not needed to build pages. Changed here: shapes
are named by KOSTAT code, points are absolute, rounded to a tenth, and left out where the outline stays
within `TOLERANCE` of the original.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from orchestration.settings import PROJECT_ROOT

TARGET = PROJECT_ROOT / "orchestration" / "site" / "assets" / "explorer" / "south-korea.js"
TOLERANCE = 0.7
"""In units of the map, which is 524 wide."""
LEAST_AREA = 2.0
"""Islands smaller than this, in square units, are left out where the province has a larger part."""
CODES = {
    "seoul": "11", "busan": "21", "daegu": "22", "incheon": "23", "gwangju": "24", "daejeon": "25",
    "ulsan": "26", "sejong": "29", "gyeonggi": "31", "gangwon": "32", "north-chungcheong": "33",
    "south-chungcheong": "34", "north-jeolla": "35", "south-jeolla": "36", "north-gyeongsang": "37",
    "south-gyeongsang": "38", "jeju": "39",
}  # fmt: skip

MERGED = {"12": ["24", "36"]}
"""Provinces that are made of others since a merger; see the seed `regions`."""

Point = tuple[float, float]


def read_rings(path: str) -> list[list[Point]]:
    """The closed rings of an SVG path that has the commands m, l, h, v and z, absolute or relative."""
    rings: list[list[Point]] = []
    x = y = 0.0
    for command, text in re.findall(r"([a-zA-Z])([^a-zA-Z]*)", path):
        numbers = [float(one) for one in re.findall(r"-?\d*\.?\d+(?:e-?\d+)?", text)]
        kind, relative = command.lower(), command.islower()
        if kind == "z":
            x, y = rings[-1][0]
            continue
        if kind not in "mlhv":
            raise ValueError(f"the path command {command} is not read")
        size = 2 if kind in "ml" else 1
        for at in range(0, len(numbers), size):
            first = numbers[at]
            if kind == "v":
                y = first + (y if relative else 0)
            else:
                x = first + (x if relative else 0)
            if size == 2:
                y = numbers[at + 1] + (y if relative else 0)
            if kind == "m" and at == 0:
                rings.append([])
            rings[-1].append((x, y))
    return rings


def simplify(points: Sequence[Point]) -> list[Point]:
    """The points without those near the line between kept ones (Douglas and Peucker 1973)."""
    if len(points) < 3:
        return list(points)
    (x1, y1), (x2, y2) = points[0], points[-1]
    length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5

    def distance(point: Point) -> float:
        x, y = point
        if length == 0:
            return float(((x - x1) ** 2 + (y - y1) ** 2) ** 0.5)
        return float(abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length)

    far = max(range(1, len(points) - 1), key=lambda at: distance(points[at]))
    if distance(points[far]) <= TOLERANCE:
        return [points[0], points[-1]]
    return simplify(points[: far + 1])[:-1] + simplify(points[far:])


def area(ring: Sequence[Point]) -> float:
    """The area inside a ring."""
    following = [*ring[1:], ring[0]]
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, following, strict=True))) / 2


def write_path(rings: Sequence[Sequence[Point]]) -> str:
    """The rings as an SVG path with absolute points."""
    return "".join(
        "M" + "L".join(f"{round(x, 1):g} {round(y, 1):g}" for x, y in ring) + "Z" for ring in rings
    )


def build_script(package: str) -> str:
    """The script of the page from the text of the package's `index.js`."""
    found = json.loads(package.removeprefix("export default ").strip().removesuffix(";"))
    paths = {}
    for location in found["locations"]:
        rings = read_rings(location["path"])
        largest = max(map(area, rings))
        kept = [ring for ring in rings if area(ring) >= min(LEAST_AREA, largest)]
        paths[CODES[location["id"]]] = write_path(
            [simplified for ring in kept if len(simplified := simplify([*ring, ring[0]])[:-1]) > 2]
        )
    shapes = {"viewBox": found["viewBox"], "paths": dict(sorted(paths.items())), "merged": MERGED}
    return (
        "/* Map of South Korea by Victor Cazanave, npm package @svg-maps/south-korea 2.0.0,\n"
        "   licence CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/). Changed: shapes are named\n"
        "   by KOSTAT code, and outlines are simplified (tools/south_korea_map.py). */\n"
        f"window.explorer.southKorea = {json.dumps(shapes, separators=(',', ':'))};\n"
    )


def main() -> None:
    """Write the script of the page from the package's `index.js` named in the argument."""
    TARGET.write_text(build_script(Path(sys.argv[1]).read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()

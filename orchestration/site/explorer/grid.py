"""The order of the numbers of a packed table: by key, measure, region and year, without gaps.

The queries return their rows in this order, with -1 for what is missing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from orchestration.site.explorer.pack import Column, pack_columns

_AXES = ("key", "measure", "region_code", "period")


@dataclass(frozen=True)
class Grid:
    """Columns of numbers for all combinations of keys, measures, regions and years.

    A key is a KSIC code or the name of a set; a year is written with its series, as in `register 2023`.
    """

    axes: Mapping[str, Sequence[str]]
    columns: Mapping[str, Column]

    def pack(self, name: str, **head: Any) -> str:
        """The script of this table; its head has the axes."""
        return pack_columns(name, {**self.axes, **head}, self.columns)

    def only(self, keys: Sequence[str]) -> "Grid":
        """The same for some of the keys, in the order of this table."""
        wanted = set(keys)
        kept = [place for place, key in enumerate(self.axes["key"]) if key in wanted]
        length = len(self.axes["key"])
        return Grid(
            {**self.axes, "key": [self.axes["key"][place] for place in kept]},
            {
                name: values.reshape(length, -1)[kept].ravel()
                for name, values in self.columns.items()
            },
        )


def read_grid(found: Mapping[str, NDArray[Any]]) -> Grid:
    """The table in the result of a query with the columns key, measure, region_code, period and numbers."""
    axes = {name: sorted(set(found[name].tolist())) for name in _AXES}
    numbers = {name: values.astype(np.int32) for name, values in found.items() if name not in _AXES}
    expected = np.prod([len(values) for values in axes.values()], dtype=int)
    if any(len(values) != expected for values in numbers.values()):
        raise ValueError(f"a table of the explorer has gaps: {expected} rows are expected")
    return Grid(axes, numbers)

"""The interval in which a suppressed division lies by what is published of it, without any subtraction.

From its establishments, each of which has an employee, to the lesser of three published numbers: the
section in the region, the division in the nation, the region's total. Written in pandas from the
staged cells, independent of the models.
"""

from __future__ import annotations

import pandas as pd

SECTIONS = {
    letter: range(first, last + 1)
    for letter, first, last in (
        ("A", 1, 3), ("B", 5, 8), ("C", 10, 34), ("D", 35, 35), ("E", 36, 39), ("F", 41, 42),
        ("G", 45, 47), ("H", 49, 52), ("I", 55, 56), ("J", 58, 63), ("K", 64, 66), ("L", 68, 68),
        ("M", 70, 73), ("N", 74, 76), ("O", 84, 84), ("P", 85, 85), ("Q", 86, 87), ("R", 90, 91),
        ("S", 94, 96), ("T", 97, 98), ("U", 99, 99),
    )
}  # fmt: skip
"""The divisions of each section of KSIC 10."""
SECTION_OF = {f"{division:02d}": letter for letter, held in SECTIONS.items() for division in held}


def public_intervals(cells: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The staged divisions with `value` at its lower and at its upper end; published ones as they are."""
    keys = ["year", "region_code", "ksic_code", "measure"]
    value = cells.set_index(keys)["value"]
    divisions = cells[cells["ksic_code"].str.fullmatch(r"\d\d")].copy()
    hidden = divisions["status"] == "suppressed"
    assert (divisions.loc[hidden, "measure"] == "employees").all()

    def beside(**changed: object) -> pd.Series:
        at = divisions.loc[hidden].assign(**changed)[keys]
        return value.reindex(pd.MultiIndex.from_frame(at)).set_axis(divisions.index[hidden])

    least = beside(measure="establishments")
    above = pd.concat(
        [
            beside(ksic_code=divisions.loc[hidden, "ksic_code"].map(SECTION_OF)),
            beside(region_code="00"),
            beside(ksic_code="TOTAL"),
        ],
        axis=1,
    )
    low, high = divisions.copy(), divisions.copy()
    low.loc[hidden, "value"] = least
    high.loc[hidden, "value"] = above.min(axis=1)
    return low, high

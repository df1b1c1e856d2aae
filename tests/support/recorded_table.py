"""A KOSIS table that answers with recorded rows: real cells, and what a test adds to them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from orchestration.settings import PROJECT_ROOT
from tests.support.kosis_table import ServedTable, kosis_code, ksic_tree
from tests.support.leaf_census import Tree

BUNDLED = PROJECT_ROOT / "data_lake" / "sample"
CHANGED = "2025-12-20"
Row = dict[str, str]


class RecordedTable(ServedTable):
    """The recorded rows of a table."""

    def __init__(self, table_id: str, revision: str, rows: list[Row]) -> None:
        self.table_id = table_id
        self.changed = {int(row["PRD_DE"]): CHANGED for row in rows}
        self._revision = revision
        self._rows = [
            {
                **row,
                "C1_OBJ_NM": "행정구역별",
                "C2_OBJ_NM": "산업별",
                "UNIT_NM": "개" if row["ITM_ID"] == "T1" else "명",
                "LST_CHN_DE": CHANGED,
            }
            for row in rows
        ]

    @property
    def years(self) -> list[int]:
        return sorted(self.changed)

    @property
    def regions(self) -> tuple[str, ...]:
        return tuple(sorted({row["C1"] for row in self._rows}))

    @property
    def tree(self) -> Tree:
        return ksic_tree(self._revision)

    def industries(self) -> dict[str, str]:
        """Codes of objL2, and our code of each."""
        listed = {row["C2"] for row in self._rows}
        codes = {kosis_code(code, self.tree): code for code in self.tree.codes}
        return {code: ours for code, ours in codes.items() if code in listed}

    def rows(
        self, year: int, regions: Iterable[str], industries: Iterable[str], items: Iterable[str]
    ) -> Iterator[Row]:
        """The recorded cells of a request."""
        wanted = set(regions), set(industries), set(items)
        for row in self._rows:
            place = row["C1"], row["C2"], row["ITM_ID"]
            if row["PRD_DE"] == str(year) and all(
                code in chosen for code, chosen in zip(place, wanted, strict=True)
            ):
                yield row


def bundled_rows(folder: str) -> list[Row]:
    """The rows of all years of a bundled KOSIS source."""
    return [row for path in sorted((BUNDLED / folder).iterdir()) for row in _read(path)]


def _read(path: Path) -> list[Row]:
    return list(json.loads(gzip.decompress(path.read_bytes())))

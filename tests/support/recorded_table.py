"""A KOSIS table that answers with recorded rows: real cells, and what a test adds to them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from orchestration.settings import PROJECT_ROOT
from tests.support.kosis_table import ITEMS, OBJECTS, kosis_code, ksic_tree

BUNDLED = PROJECT_ROOT / "data_lake" / "sample"
Row = dict[str, str]


class RecordedTable:
    """The rows of a table for `KosisService`, as `tests.support.kosis_table.KosisTable` has them."""

    def __init__(self, table_id: str, revision: str, rows: list[Row]) -> None:
        self.table_id = table_id
        self.years = sorted({int(row["PRD_DE"]) for row in rows})
        self.regions = tuple(sorted({row["C1"] for row in rows}))
        self._tree = ksic_tree(revision)
        self._rows = [
            {
                **row,
                "C1_OBJ_NM": "행정구역별",
                "C2_OBJ_NM": "산업별",
                "UNIT_NM": "개" if row["ITM_ID"] == "T1" else "명",
                "LST_CHN_DE": "2025-12-20",
            }
            for row in rows
        ]

    def industries(self) -> dict[str, str]:
        """Codes of objL2, and our code of each."""
        listed = {row["C2"] for row in self._rows}
        codes = {kosis_code(code, self._tree): code for code in self._tree.codes}
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

    def meta_items(self) -> list[Row]:
        """The answer to getMeta type=ITM."""
        rows = [
            {"OBJ_ID": "ITEM", "OBJ_NM": "항목", "ITM_ID": code, "ITM_NM": name}
            for code, name in ITEMS.items()
        ]
        classes: dict[str, dict[str, str]] = {
            "objL1": dict.fromkeys(self.regions, ""),
            "objL2": {
                code: kosis_code(self._tree.parents[ours], self._tree) if code != "0" else ""
                for code, ours in self.industries().items()
            },
            "objL3": {"0": ""},
        }
        for number, (name, parents) in enumerate(classes.items(), start=1):
            object_id, object_name = OBJECTS[name]
            for code, parent in parents.items():
                row = {
                    "OBJ_ID": object_id,
                    "OBJ_NM": object_name,
                    "OBJ_ID_SN": str(number),
                    "ITM_ID": code,
                    "ITM_NM": f"분류 {code}",
                }
                rows.append({**row, "UP_ITM_ID": parent} if parent else row)
        return rows

    def meta_changes(self) -> list[Row]:
        """The answer to getMeta type=NCD."""
        return [
            {"ORG_NM": "통계청", "PRD_SE": "년", "PRD_DE": str(year), "SEND_DE": "2025-12-20"}
            for year in self.years
        ]


def bundled_rows(folder: str) -> list[Row]:
    """The rows of all years of a bundled KOSIS source."""
    return [row for path in sorted((BUNDLED / folder).iterdir()) for row in _read(path)]


def _read(path: Path) -> list[Row]:
    return list(json.loads(gzip.decompress(path.read_bytes())))

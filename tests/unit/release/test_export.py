"""An export that does not hold all rows of the warehouse is refused: the gate has checked the warehouse."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pytest

from orchestration.bounded_duckdb import bounded_duckdb
from orchestration.errors import ReleaseError
from orchestration.release import export

MODELS = {
    "one": {
        "config": {"meta": {"key": ["number"]}},
        "description": "one",
        "columns": {},
        "name": "one",
    }
}


class Forgetful:
    """A connection that loses a row of every table that it creates, as a faulty database would."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def execute(self, query: str, *parameters: object) -> object:
        found = self._connection.execute(query, *parameters)
        if query.startswith("create table"):
            self._connection.execute("delete from one where number = 2")
        return found

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


def test_a_copy_that_lacks_a_row_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    warehouse, target = tmp_path / "smartcity.duckdb", tmp_path / "release"
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("create table one as select * from range(3) as r (number)")
    target.mkdir()

    @contextmanager
    def opened(beside: Path) -> Iterator[Forgetful]:
        with bounded_duckdb(beside) as connection:
            yield Forgetful(connection)

    monkeypatch.setattr(export, "bounded_duckdb", opened)
    with pytest.raises(
        ReleaseError, match='"one" has 2 rows in the release and 3 in the warehouse'
    ):
        export.export_marts(warehouse, target, MODELS)


def test_all_rows_are_exported_in_the_order_of_the_key(tmp_path: Path) -> None:
    warehouse, target = tmp_path / "smartcity.duckdb", tmp_path / "release"
    with duckdb.connect(str(warehouse)) as connection:
        connection.execute("create table one as select 2 - i as number from range(3) as r (i)")
    target.mkdir()
    assert export.export_marts(warehouse, target, MODELS) == [export.ExportedMart("one", 3)]
    assert (target / "csv" / "one.csv").read_text("utf-8-sig").split() == ["number", "0", "1", "2"]

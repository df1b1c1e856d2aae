"""Column lineage of the marts, read from the SQL that dbt compiled.

One step back, to the models, seeds and staged data sets that the mart's own SQL names; theirs are told
where they are made. Kept as long as the project stays the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from pydantic import TypeAdapter

from orchestration.storage.files import write_json
from orchestration.storage.records import REBUILT, Kind, Record
from orchestration.warehouse.project import TARGET, project_digest

Lineage = dict[str, dict[str, list[tuple[str, str]]]]
"""By mart and column: relation and column, as ('int_cells', 'value'); staged ones as 'staged/...'."""


class _Kept(Record):
    """The lineage of the project with that digest."""

    project: str
    marts: Lineage


_LINEAGE = Kind("lineage of columns", TypeAdapter(_Kept), REBUILT)
_KEPT = TARGET / "column_lineage.json"
_COMPILED = TARGET / "compiled" / "smartcity" / "models" / "marts"
_STAGED = re.compile(r"read_parquet\('[^']*/([a-z0-9_]+)/\*\.parquet'\)")
_PREFIX = "staged__"


def column_lineage(warehouse: Path, staged: Path) -> Lineage:
    """The lineage of all marts after a build; empty where dbt compiled nothing here.

    `warehouse` is the DuckDB file that was built (its columns resolve `select *`), `staged` the folder
    of the staged data sets.
    """
    digest = project_digest()
    kept = _LINEAGE.read_if_valid(_KEPT)
    if kept is None or kept.project != digest:
        schema = _schema(warehouse, staged)
        found = {
            p.stem: lineage_of(p.read_text("utf-8"), schema) for p in _COMPILED.glob("*/*.sql")
        }
        kept = _Kept(project=digest, marts=found)
        write_json(_KEPT, kept.model_dump())
    return kept.marts


def lineage_of(
    sql: str, schema: Mapping[str, Mapping[str, str]]
) -> dict[str, list[tuple[str, str]]]:
    """The columns that each column of a query is made from; `schema` has types by relation and column."""
    from sqlglot import exp, parse_one
    from sqlglot.lineage import lineage
    from sqlglot.optimizer.qualify import qualify
    from sqlglot.optimizer.scope import build_scope

    query = parse_one(_STAGED.sub(rf"{_PREFIX}\1", sql), dialect="duckdb")
    for table in query.find_all(exp.Table):
        table.set("db", None)
        table.set("catalog", None)
    query = qualify(query, dialect="duckdb", schema=dict(schema), validate_qualify_columns=False)
    if not isinstance(query, exp.Query):
        raise TypeError("a model is one query")
    scope = build_scope(query)
    found = {}
    for name in query.named_selects:
        root = lineage(name, query, dict(schema), scope=scope, dialect="duckdb", trim_selects=False)
        made = {
            (node.expression.name, node.name.rsplit(".", 1)[-1].strip('"'))
            for node in root.walk()
            if isinstance(node.expression, exp.Table)
        }
        found[name] = sorted((t.replace(_PREFIX, "staged/"), column) for t, column in made)
    return found


def _schema(warehouse: Path, staged: Path) -> dict[str, dict[str, str]]:
    import duckdb
    import pyarrow.parquet as pq

    found: dict[str, dict[str, str]] = {}
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        for table, column, kind in connection.execute(
            "select table_name, column_name, data_type from information_schema.columns"
        ).fetchall():
            found.setdefault(table, {})[column] = kind
    for path in staged.glob("*/*.parquet"):
        names = pq.read_schema(path).names
        found.setdefault(_PREFIX + path.parent.name, dict.fromkeys(names, "varchar"))
    return found

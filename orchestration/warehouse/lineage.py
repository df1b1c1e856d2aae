"""Column lineage of all models, read from the SQL that dbt compiled.

One step back, to the models, seeds and staged data sets that a model's own SQL names. Kept as long as the
project stays the same.
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
"""By model and column: relation and column, as ('int_cells', 'value'); staged ones as 'staged/...'."""


class _Kept(Record):
    """The lineage of the project with that digest."""

    project: str
    models: Lineage


_LINEAGE = Kind("lineage of columns", TypeAdapter(_Kept), REBUILT)
_KEPT = TARGET / "column_lineage.json"
_COMPILED = TARGET / "compiled" / "smartcity" / "models"
_STAGED = re.compile(r"read_parquet\('[^']*/([a-z0-9_]+)/\*\.parquet'\)")
_PREFIX = "staged__"


def column_lineage(warehouse: Path, staged: Path) -> Lineage:
    """The lineage of all models that were built since the project changed, those of `warehouse` included.

    `warehouse` is the DuckDB file that was built (its columns resolve `select *`), `staged` the folder
    of the staged data sets.
    """
    kept = kept_lineage()
    schema = _schema(warehouse, staged)
    compiled = {path.stem: path for path in _COMPILED.rglob("*.sql")}
    if new := schema.keys() & compiled.keys() - kept.keys():
        kept |= {name: lineage_of(compiled[name].read_text("utf-8"), schema) for name in new}
        write_json(_KEPT, _Kept(project=project_digest(), models=kept).model_dump())
    return kept


def kept_lineage() -> Lineage:
    """The lineage that earlier builds of the unchanged project left; empty where there is none."""
    kept = _LINEAGE.read_if_valid(_KEPT)
    return dict(kept.models) if kept is not None and kept.project == project_digest() else {}


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

"""Read the trace formulas that the YAML files of the marts declare in `config.meta.trace`.

    trace:                           one expression per column
      share_of_nation: "value / national_value"
    trace: report_targets            every number is the field of the same name in a line of this source

The line of the source is the one that has the mart's key. Syntax: `orchestration.trace.expression`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from orchestration.errors import ConfigurationError
from orchestration.settings import PROJECT_ROOT
from orchestration.trace.expression import Expression

MARTS = PROJECT_ROOT / "dbt_project" / "models" / "marts"


@dataclass(frozen=True)
class DeclaredTrace:
    """The declaration of one mart: expressions by column, or the source whose lines the mart repeats."""

    columns: Mapping[str, Expression]
    lines_of: str = ""


@cache
def load_declared_traces(folder: Path = MARTS) -> dict[str, DeclaredTrace]:
    """The declarations by mart; raises `ConfigurationError` that names file, mart and column."""
    return {
        model["name"]: _declared(model, path)
        for path in sorted(folder.rglob("*.yml"))
        for model in _models(path)
        if _meta(model).get("trace")
    }


def _models(path: Path) -> Iterator[dict[str, Any]]:
    content = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader) or {}
    yield from content.get("models") or ()


def _meta(model: dict[str, Any]) -> dict[str, Any]:
    return (model.get("config") or {}).get("meta") or {}


def _declared(model: dict[str, Any], path: Path) -> DeclaredTrace:
    where = f"{path.name}, mart {model['name']}"
    trace = _meta(model)["trace"]
    if isinstance(trace, str):
        return DeclaredTrace({}, lines_of=trace)
    columns = {column["name"] for column in model.get("columns") or ()}
    if not isinstance(trace, dict) or not trace.keys() <= columns:
        raise ConfigurationError(
            "`config.meta.trace` is neither the name of a source nor a map from columns to expressions",
            where=where,
            remedy="use the names of columns that the file lists",
        )
    return DeclaredTrace(
        {
            column: Expression(str(text), f"{where}, column {column}")
            for column, text in trace.items()
        }
    )

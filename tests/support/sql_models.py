"""The dbt models as plain SQL, run on tables that a test fills: milliseconds instead of a dbt start.

Models, macros and seeds are the project's own files. Only `ref`, `source`, `var` and the adapter's
dispatch are replaced: a model and a source become a table of their own name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import jinja2
import yaml

PROJECT = Path(__file__).resolve().parents[2] / "dbt_project"


@cache
def model_files() -> dict[str, Path]:
    """The SQL file of every model, and of every test that is one query, by name."""
    paths = [*(PROJECT / "models").rglob("*.sql"), *(PROJECT / "tests").glob("*.sql")]
    return {path.stem: path for path in sorted(paths)}


@cache
def mart_columns() -> dict[str, tuple[str, ...]]:
    """The columns of every mart, as its YAML lists them, by name of the mart."""
    contents = (
        yaml.safe_load(path.read_text("utf-8"))
        for path in sorted((PROJECT / "models" / "marts").rglob("*.yml"))
    )
    return {
        model["name"]: tuple(column["name"] for column in model["columns"])
        for content in contents
        for model in content.get("models") or ()
    }


def marts_with_columns(*names: str) -> tuple[str, ...]:
    """The marts that have all these columns."""
    return tuple(mart for mart, columns in mart_columns().items() if set(names) <= set(columns))


@cache
def seed_types() -> dict[str, dict[str, str]]:
    """The column types of every seed, by name."""
    declared = yaml.safe_load((PROJECT / "seeds" / "_seeds.yml").read_text("utf-8"))["seeds"]
    return {seed["name"]: seed["config"]["column_types"] for seed in declared}


@cache
def project_vars() -> dict[str, Any]:
    """The project's variables."""
    content = yaml.safe_load((PROJECT / "dbt_project.yml").read_text("utf-8"))
    return dict(content["vars"])


def render(name: str, variables: Mapping[str, Any] | None = None) -> tuple[str, tuple[str, ...]]:
    """The SQL of a model and the models that it refers to."""
    refs: list[str] = []
    settings = {**project_vars(), **(variables or {})}

    def ref(model: str) -> str:
        refs.append(model)
        return model

    context: dict[str, Any] = {
        "ref": ref,
        "source": lambda _, table: table,
        "var": lambda key, default=None: settings.get(key, default),
        "dbt": _Types(),
        "execute": True,
        "adapter": _Adapter({}),
    }
    macros = vars(_macros().make_module(context))
    context["adapter"].macros.update({k: v for k, v in macros.items() if callable(v)})
    sql = _model(name).render({**macros, **context})
    return sql, tuple(r for r in dict.fromkeys(refs) if r in model_files())


def run_models(
    connection: duckdb.DuckDBPyConnection,
    wanted: Iterable[str],
    variables: Mapping[str, Any] | None = None,
    given: Iterable[str] = (),
) -> None:
    """Create the tables of `wanted` models and of all that they need, but for those `given`."""
    done = set(given)

    def build(name: str) -> None:
        if name in done:
            return
        sql, needed = render(name, variables)
        for other in needed:
            build(other)
        connection.execute(f"create or replace table {name} as ({sql}\n)")
        done.add(name)

    for name in wanted:
        build(name)


def load_seeds(connection: duckdb.DuckDBPyConnection, names: Iterable[str] | None = None) -> None:
    """The project's seeds as tables."""
    for name in names or seed_types():
        columns = ", ".join(f"'{c}': '{t}'" for c, t in seed_types()[name].items())
        connection.execute(
            f"create or replace table {name} as select * from read_csv("
            f"'{PROJECT / 'seeds' / (name + '.csv')}', header = true, columns = {{{columns}}})"
        )


class _Types:
    """Stands for dbt's cross-database types."""

    @staticmethod
    def type_string() -> str:
        return "varchar"


class _Adapter:
    """Stands for dbt's adapter: every dispatch goes to the default."""

    def __init__(self, macros: dict[str, Any]) -> None:
        self.macros = macros

    def dispatch(self, name: str, _package: str) -> Any:
        return self.macros[f"default__{name}"]


_MATERIALIZATION = "{% materialization "
"""A tag of dbt's own; models do not call what it defines."""


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(extensions=["jinja2.ext.do"], undefined=jinja2.StrictUndefined)
    environment.globals["return"] = lambda value: value
    environment.filters["as_number"] = float
    return environment


@cache
def _macros() -> jinja2.Template:
    texts = [f.read_text("utf-8") for f in sorted((PROJECT / "macros").rglob("*.sql"))]
    return _environment().from_string("".join(t for t in texts if _MATERIALIZATION not in t))


@cache
def _model(name: str) -> jinja2.Template:
    return _environment().from_string(model_files()[name].read_text("utf-8"))

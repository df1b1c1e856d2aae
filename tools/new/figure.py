"""The skeleton of a figure of the site: its query, its function and its texts in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from orchestration.errors import ConfigurationError
from orchestration.settings import PROJECT_ROOT
from orchestration.warehouse.manifest import mart_models
from tools.new.skeleton import TODO, Skeleton, check_name

_SITE = "orchestration/site"
_NUMBERS = ("bigint", "integer", "double")
_SHOWN = 6
"""The columns of the skeleton's table."""


def new_figure(name: str, mart: str) -> Skeleton:
    """Plan the figure `name`, a table of the first columns of `mart`.

    Raises `ConfigurationError` where there is no such mart.
    """
    check_name(name)
    marts = mart_models()
    if mart not in marts:
        raise ConfigurationError(
            f"there is no mart {mart}", where="--mart", remedy=f"use one of: {', '.join(marts)}"
        )
    model = marts[mart]
    columns = {c: d["data_type"] for c, d in list(model["columns"].items())[:_SHOWN]}
    topic = name.replace("_", "-")
    headings = {column for column in columns if column not in _texts("column")}
    skeleton = Skeleton(
        new={
            f"{_SITE}/queries/{name}.sql": _query(mart, model, columns),
            f"{_SITE}/figures/{name}.py": _module(name, topic, mart, columns),
        },
        appended={
            f"{_SITE}/text/topic.yml": f'{topic}: {{ko: "{TODO}: 주제", en: "{TODO}: topic"}}\n',
            f"{_SITE}/text/finding.yml": (
                f'{name}:\n  ko: "{TODO}: 결과를 말하는 제목 ({{number}}행)"\n'
                f'  en: "{TODO}: the finding as a title ({{number}} rows)"\n'
            ),
        },
        next_steps=[
            f"Write the query in {_SITE}/queries/{name}.sql and the figure in {_SITE}/figures/{name}.py.",
            f"Fill in each {TODO} in {_SITE}/text/ (topic.yml, finding.yml, column.yml).",
            f"Import `{name}` in {_SITE}/pages/findings.py (or evidence.py), and add"
            f" `{name}.{name}(context)` to the figures of a section there.",
            "Run `make check` and `smartcity refresh --force`, then look at the page.",
        ],
    )
    if headings:
        skeleton.appended[f"{_SITE}/text/column.yml"] = "".join(
            f'{column}: {{ko: "{TODO}: 열 제목", en: "{TODO}: heading"}}\n'
            for column in columns
            if column in headings
        )
    return skeleton


def _texts(kind: str) -> Mapping[str, Any]:
    path = PROJECT_ROOT / _SITE / "text" / f"{kind}.yml"
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def _query(mart: str, model: Mapping[str, Any], columns: Mapping[str, str]) -> str:
    source = ["source_id"] if "source_id" in model["columns"] else []
    listed = ", ".join(dict.fromkeys([*columns, *source]))
    return f"select {listed}\nfrom {mart}\norder by {', '.join(model['config']['meta']['key'])}\n"


def _module(name: str, topic: str, mart: str, columns: Mapping[str, str]) -> str:
    return "\n".join(
        [
            f'"""{TODO}: What the figure shows."""',
            "",
            "from orchestration.site.context import Context",
            "from orchestration.site.figure import Column, Figure, build_table",
            "from orchestration.site.figures.figure_decorator import figure",
            "",
            "",
            f'@figure("{topic}", "{mart}")',
            f"def {name}(context: Context) -> Figure | None:",
            f'    """{TODO}: The finding."""',
            f'    result = context.marts.query("{name}")',
            "    return Figure(",
            f'        title=context.text("finding.{name}", number=len(result.rows)),',
            "        result=result,",
            "        table_is_open=True,",
            "        table=build_table(",
            "            result.rows,",
            *(line for column, kind in columns.items() for line in _table_column(column, kind)),
            "        ),",
            "    )",
            "",
        ]
    )


def _table_column(column: str, kind: str) -> list[str]:
    arguments = [f'context.text("column.{column}")', f"lambda row: {_written(column, kind)}"]
    if kind in _NUMBERS and not column.endswith("year"):
        arguments.append("True")
    return [
        "            Column(",
        *(f"                {argument}," for argument in arguments),
        "            ),",
    ]


def _written(column: str, kind: str) -> str:
    value = f'row["{column}"]'
    if column.endswith("year") or kind not in _NUMBERS:
        return f'str({value} or "")'
    if kind != "double":
        return f"context.numbers.count({value})"
    is_share = column.startswith("share") or "_share" in column
    return f"context.numbers.{'percent' if is_share else 'ratio'}({value})"

"""The skeleton of a mart: SQL, YAML with contract and trace formulas, and its suite."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from orchestration.contracts.declaration import load_declarations
from orchestration.errors import ConfigurationError
from orchestration.settings import PROJECT_ROOT
from orchestration.warehouse.manifest import mart_models
from tools.new.skeleton import TODO, Skeleton, check_name

_MODELS = PROJECT_ROOT / "dbt_project" / "models"
_TYPES = {"string": "varchar", "integer": "bigint", "decimal": "double"}
_NUMBERS = ("bigint", "integer", "double")


@dataclass(frozen=True)
class _Plan:
    """A mart before it is written: what it reads, its columns with their types, and its trace."""

    relation: str
    columns: Mapping[str, str]
    key: Sequence[str]
    required: Sequence[str]
    trace: Sequence[str]
    subject: str


def new_mart(name: str, table: str, subject: str, key: Sequence[str]) -> Skeleton:
    """Plan the mart `name` that reads `table`, a delimited source or another mart.

    Raises `ConfigurationError` where the table is neither, or where no key is known.
    """
    check_name(name)
    check_name(subject)
    declaration, marts = load_declarations().get(table), mart_models()
    if declaration is not None and declaration.columns:
        plan = _from_source(table, subject, key)
    elif table in marts:
        plan = _from_mart(table, marts[table], key)
    else:
        raise ConfigurationError(
            f"{table} is neither a delimited source nor a mart",
            where="--from",
            remedy="give the source_id of a declaration with `columns`, or the name of a mart",
        )
    folder = f"dbt_project/models/marts/{plan.subject}"
    return Skeleton(
        new={
            f"{folder}/{name}.sql": _sql(plan),
            f"{folder}/{name}.yml": _yaml(name, plan),
            f"expectations/suites/{name}.yml": _suite(name, plan),
        },
        next_steps=[
            f"Write the query in {folder}/{name}.sql.",
            f"Fill in each {TODO} in {folder}/{name}.yml: descriptions in English and Korean with units,"
            " and a trace formula for each number that you add.",
            f"Add what the mart guarantees to expectations/suites/{name}.yml.",
            "Name the mart in the tables of docs/analysts.md and docs/analysts.ko.md.",
            "Run `make check` and `smartcity refresh`, then trace a row with `smartcity trace`.",
        ],
    )


def _from_source(source_id: str, subject: str, key: Sequence[str]) -> _Plan:
    columns = load_declarations()[source_id].columns
    unique = [column.name for column in columns if column.unique][:1]
    chosen = list(key or unique)
    names = [column.name for column in columns]
    if not chosen or not set(chosen) <= set(names):
        raise ConfigurationError(
            f"no column of {source_id} is unique" if not chosen else "the key is not in the file",
            where="--key",
            remedy=f"name the key columns among: {', '.join(names)}",
        )
    ordered = [*chosen, *(n for n in names if n not in chosen)]
    types = {column.name: _TYPES.get(column.type, column.type) for column in columns}
    return _Plan(
        f"source('staged', '{source_id}')",
        {**{name: types[name] for name in ordered}, "source_id": "varchar"},
        chosen,
        [column.name for column in columns if column.required and column.name not in chosen],
        [f"trace: {source_id}"],
        subject,
    )


def _from_mart(mart: str, model: Mapping[str, object], key: Sequence[str]) -> _Plan:
    """The key and the numbers of the mart; every number is traced through it."""
    config, columns = model["config"], model["columns"]
    assert isinstance(config, dict)
    assert isinstance(columns, dict)
    chosen = list(key or config["meta"]["key"])
    numbers = [
        name
        for name, column in columns.items()
        if column["data_type"] in _NUMBERS and name not in config["meta"]["key"]
    ]
    if not set(chosen) <= columns.keys():
        raise ConfigurationError(
            f"the key is not in {mart}", where="--key", remedy=f"use columns of {mart}"
        )
    fqn = model["fqn"]
    assert isinstance(fqn, list)
    return _Plan(
        f"ref('{mart}')",
        {name: columns[name]["data_type"] for name in (*chosen, *numbers)},
        chosen,
        [],
        ["trace:", *(f'  {name}: "{mart}.{name}()"' for name in numbers)],
        fqn[2],
    )


def _sql(plan: _Plan) -> str:
    listed = ",\n".join(f"    {name}" for name in plan.columns)
    return f"select\n{listed}\nfrom {{{{ {plan.relation} }}}}\n"


def _yaml(name: str, plan: _Plan) -> str:
    shared = _shared_descriptions()
    lines = [
        "version: 2",
        "",
        "models:",
        f"  - name: {name}",
        f'    description: "{TODO}: one sentence, for example: Targets of the plan."',
        "    config:",
        "      meta:",
        f'        ko: "{TODO}: 한 문장 설명"',
        f"        key: [{', '.join(plan.key)}]",
        *(f"        {line}" for line in plan.trace),
        "    data_tests:",
        "      - unique_key",
        "    columns:",
    ]
    for column, kind in plan.columns.items():
        if column in shared:
            described = f"\"{{{{ doc('{column}') }}}}\""
            lines.append(
                f"      - {{ name: {column}, data_type: {kind}, description: {described} }}"
            )
            continue
        lines += [
            f"      - name: {column}",
            f"        data_type: {kind}",
            f'        description: "{TODO}: what {column} is, with its unit"',
            f'        config: {{ meta: {{ ko: "{TODO}: {column} 설명과 단위" }} }}',
        ]
    return "\n".join(lines) + "\n"


def _shared_descriptions() -> set[str]:
    """The columns described in models/columns.md in both languages: a paragraph each."""
    text = (_MODELS / "columns.md").read_text(encoding="utf-8")
    blocks = re.findall(r"{% docs (\w+) %}(.*?){% enddocs %}", text, flags=re.S)
    return {name for name, content in blocks if "\n\n" in content.strip()}


def _suite(name: str, plan: _Plan) -> str:
    expectations = "".join(
        f"  - type: expect_column_values_to_not_be_null\n    column: {column}\n"
        f"    meaning: every row has {column}\n"
        for column in plan.required
    )
    return (
        f"mart: {name}\n"
        f'purpose: "{TODO}: what the mart guarantees, in one sentence"\n'
        + (f"expectations:\n{expectations}" if expectations else "")
        + "violations:\n"
        "  - name: is_not_empty\n"
        "    meaning: the mart has rows\n"
        "    query: |\n"
        f"      select count(*) as rows from {name} having count(*) = 0\n"
        + (_within_its_series(name) if {"series", "year"} <= plan.columns.keys() else "")
    )


def _within_its_series(name: str) -> str:
    return (
        "  - name: within_its_series\n"
        "    meaning: a survey year is not after 2019, a register year not before 2020\n"
        "    query: |\n"
        f"      select * from {name}\n"
        "      where (series = 'survey' and year > 2019) or (series = 'register' and year < 2020)\n"
    )

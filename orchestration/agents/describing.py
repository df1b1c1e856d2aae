"""The tools `describe_release` and `describe_marts`: what there is to ask for."""

from __future__ import annotations

from pydantic import Field

from orchestration.agents.answer import Answer
from orchestration.agents.mart_names import require_mart
from orchestration.agents.opened import OpenRelease
from orchestration.agents.tool import MOST_CHARACTERS, Arguments, Tool
from orchestration.release.datapackage import read_datapackage


class NoArguments(Arguments):
    """No arguments."""


class Marts(Arguments):
    """Arguments of `describe_marts`."""

    mart: str | None = Field(
        None,
        description="Name of a mart: describe its columns. Leave out to list the marts.",
        max_length=MOST_CHARACTERS,
    )


def describe_release(release: OpenRelease, _: NoArguments) -> Answer:
    """The inputs of the release with their periods, and its checks."""
    record = release.record
    inputs = [
        {name: source[name] for name in ("source_id", "title", "period", "rows", "origin")}
        for source in record.model_dump()["inputs"]
    ]
    content = {
        "inputs": inputs,
        "marts": len(record.marts),
        "checks_passed": record.checks,
        "previous_release": record.previous_id,
        "code_version": record.code_version,
    }
    return Answer(content, {str(source["source_id"]) for source in inputs})


def describe_marts(release: OpenRelease, wanted: Marts) -> Answer:
    """The marts with their keys, or the columns of one; raises `QueryError` for an unknown mart."""
    resources = {r.title: r for r in read_datapackage(release.folder) if r.title}
    if wanted.mart is None:
        meanings = release.rows(
            "select table_name, comment from duckdb_tables() order by table_name"
        )
        marts = [
            {
                "mart": mart["table_name"],
                "rows": release.record.marts.get(mart["table_name"]),
                "key": resources[mart["table_name"]].table.primary_key,
                "description": mart["comment"],
            }
            for mart in meanings
            if mart["table_name"] in resources
        ]
        return Answer({"marts": marts})
    require_mart(wanted.mart, resources, "leave the argument out to list the marts")
    columns = release.rows(
        "select column_name, data_type, description_ko, description_en from data_dictionary"
        " where mart = $1 order by position",
        [wanted.mart],
    )
    return Answer(
        {
            "mart": wanted.mart,
            "key": resources[wanted.mart].table.primary_key,
            "rows": release.record.marts.get(wanted.mart),
            "columns": columns,
        }
    )


RELEASE = Tool(
    "describe_release",
    "Describe the release",
    "Which release is current, from which sources and periods it is made, and how to cite it.",
    NoArguments,
    describe_release,
)
MARTS = Tool(
    "describe_marts",
    "Describe marts and columns",
    "List the marts (tables) of the release with their keys, or describe the columns of one mart in Korean"
    " and English. For run_select and trace_number.",
    Marts,
    describe_marts,
)

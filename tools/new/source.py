"""The skeleton of a bundled delimited source: its declaration and its entry among the staged data sets."""

from __future__ import annotations

import csv
from pathlib import Path

from orchestration.errors import ConfigurationError
from orchestration.settings import PROJECT_ROOT
from tools.new.skeleton import TODO, Skeleton, check_name

SAMPLE = PROJECT_ROOT / "data_lake" / "sample"
DECLARATIONS = "orchestration/sources/declarations"
STAGED = "dbt_project/models/staging/_sources.yml"


def new_source(name: str, data: Path) -> Skeleton:
    """Plan the source `name`; a CSV outside data_lake/sample/ is copied to data_lake/sample/<name>.csv."""
    check_name(name)
    columns = columns_of(data)
    skeleton = Skeleton()
    try:
        bundled = str(data.resolve().relative_to(SAMPLE.resolve()))
    except ValueError:
        bundled = f"{name}.csv"
        skeleton.new[f"data_lake/sample/{bundled}"] = data.read_text(encoding="utf-8-sig")
    skeleton.new[f"{DECLARATIONS}/{name}.yml"] = _declaration(name, bundled, columns)
    skeleton.appended[STAGED] = (
        f"      - name: {name}\n"
        f'        description: "{TODO}: for example, Targets of the plan, one row per target."\n'
        f"        config: {{ meta: {{ dagster: {{ asset_key: [staged, {name}] }} }} }}\n"
    )
    skeleton.next_steps = [
        f"Fill in each {TODO} in {DECLARATIONS}/{name}.yml: title, publisher, licence, attribution."
        " Check the type of each column, and whether it is required and unique.",
        f"Describe the data set in {STAGED}.",
        "Run `smartcity refresh`.",
    ]
    return skeleton


def columns_of(data: Path) -> list[dict[str, str]]:
    """The columns of a CSV as a declaration writes them, with types that hold every value.

    Raises `ConfigurationError` where the file cannot be read as a table with snake_case headings.
    """
    try:
        with data.open(encoding="utf-8-sig", newline="") as file:
            header, *rows = [row for row in csv.reader(file) if any(row)]
    except (OSError, UnicodeDecodeError, ValueError):
        raise ConfigurationError(
            "not a CSV file in UTF-8 with a header", where=str(data), remedy="convert the file"
        ) from None
    if any(len(row) != len(header) for row in rows) or not rows:
        raise ConfigurationError(
            "the rows do not have as many fields as the header",
            where=str(data),
            remedy="correct the file",
        )
    for heading in header:
        check_name(heading)
    return [
        _column(heading, [row[i] for row in rows], is_first=i == 0)
        for i, heading in enumerate(header)
    ]


def _column(name: str, values: list[str], *, is_first: bool) -> dict[str, str]:
    found = {"name": name}
    filled = [value for value in values if value]
    if kind := _type_of(name, filled):
        found["type"] = kind
    if len(filled) == len(values):
        found["required"] = "true"
    if is_first and len(set(filled)) == len(values):
        found["unique"] = "true"
    return found


def _type_of(name: str, values: list[str]) -> str:
    """`integer` or `decimal` where all values are such numbers; codes and identifiers stay texts."""
    if not values or name.endswith(("_code", "_id", "_ko", "_en")):
        return ""
    for kind, convert in (("integer", int), ("decimal", float)):
        try:
            for value in values:
                convert(value)
        except ValueError:
            continue
        return kind
    return ""


def _declaration(name: str, bundled: str, columns: list[dict[str, str]]) -> str:
    listed = "".join(
        "  - { " + ", ".join(f"{key}: {value}" for key, value in column.items()) + " }\n"
        for column in columns
    )
    return (
        f"source_id: {name}\n"
        f'title_ko: "{TODO}: 한국어 제목"\n'
        f'title_en: "{TODO}: English title"\n'
        f'publisher: "{TODO}: 발행 기관 (publisher)"\n'
        f"landing_page: https://example.org/{TODO}\n"
        "licence:\n"
        f"  id: {TODO}\n"
        f'  name: "{TODO}: the name of the licence"\n'
        f"  url: https://example.org/{TODO}\n"
        "  derivatives: true\n"
        f'attribution_ko: "{TODO}: 출처 표시"\n'
        f'attribution_en: "{TODO}: attribution"\n'
        "cadence: once\n"
        "provider: delimited\n"
        f"dataset: {name}\n"
        f"bundled: {bundled}\n"
        "columns:\n"
        f"{listed}"
    )

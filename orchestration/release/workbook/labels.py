"""Korean labels of codes: which column has codes of which kind, and the label of each code."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import Any

import duckdb

from orchestration.settings import PROJECT_ROOT
from orchestration.site.texts import load_entries

_SEEDS = PROJECT_ROOT / "dbt_project" / "seeds"
KSIC, REGION, COMBINATION = "ksic", "region", "combination"

_KINDS = {
    "status": "status",
    "series": "series",
    "measure": "measure",
    "layer": "layer",
    "industry": "industry",
    "counting": "counting",
    "overlap_rule": "rule",
    "taxonomy_id": "taxonomy",
    "same_taxonomy_id": "taxonomy",
    "combination": COMBINATION,
    "reading": "reading",
    "origin": "origin",
    "unit": "units",
    "place": "place",
    "programme": "programme",
    "partition_key": "partition",
    "check_result": "check",
    "verdict": "check",
    "verdict_two_or_more": "check",
    "verdict_table_8": "check",
    "ksic_code": KSIC,
    "dropped_code": KSIC,
}
_OF_MART = {("published_reproduction", "status"): "check"}
"""Columns whose codes differ from those of the same column in other marts."""


def kind_of(mart: str, column: str) -> str | None:
    """The kind of the codes in a column, or None where it has no codes."""
    if column.endswith("region_code"):
        return REGION
    return _OF_MART.get((mart, column)) or _KINDS.get(column)


def columns_by_kind(models: Mapping[str, Mapping[str, Any]]) -> dict[str, list[str]]:
    """The columns with codes, by kind; a column with other codes in one mart is `mart.column`."""
    found: dict[str, list[str]] = {}
    for mart, model in models.items():
        for column in model["columns"]:
            if kind := kind_of(mart, column):
                name = f"{mart}.{column}" if (mart, column) in _OF_MART else column
                if name not in found.setdefault(kind, []):
                    found[kind].append(name)
    return found


def create_labels(marts_db: duckdb.DuckDBPyConnection) -> None:
    """Create the temporary table `labels` (kind, code, ko, en); a code has one row.

    The code of a KSIC industry is also there with its revision in front, as in `10:62`.
    """
    marts_db.execute(
        "create temp table labels (kind varchar, code varchar, ko varchar, en varchar)"
    )
    rows = [list(row) for row in _all_labels()]
    columns = [list(column) for column in zip(*rows, strict=True)]
    marts_db.execute(
        "insert into labels select unnest($1), unnest($2), unnest($3), unnest($4)", columns
    )


def codes_with_labels(kinds: Iterable[str]) -> list[tuple[str, str, str, str]]:
    """Kind, code, Korean and English label of the codes of these kinds, without regions and KSIC."""
    wanted = set(kinds)
    return [row for row in (*_labels_of_texts(), *_combinations()) if row[0] in wanted]


def _all_labels() -> Iterator[tuple[str, str, str, str]]:
    yield from _labels_of_texts()
    yield from _combinations()
    yield from _regions()
    yield from _industries()


def _labels_of_texts() -> Iterator[tuple[str, str, str, str]]:
    kinds = set(_KINDS.values()) | set(_OF_MART.values())
    for key, text in load_entries().items():
        kind, code = key.split(".", 1)
        if kind in kinds:
            yield kind, code, text["ko"], text["en"]


def _combinations() -> Iterator[tuple[str, str, str, str]]:
    texts = load_entries()
    layers = ("infrastructure", "general_purpose", "application")
    for size in (1, 2, 3):
        for parts in combinations(layers, size):
            ko, en = (
                " + ".join(texts[f"layer.{part}"][language] for part in parts)
                for language in ("ko", "en")
            )
            yield COMBINATION, "+".join(parts), ko, en


def _regions() -> Iterator[tuple[str, str, str, str]]:
    latest = {row["region_code"]: row for row in _read_seed("regions")}
    for code, row in latest.items():
        yield REGION, code, row["name_ko"], row["name_en"]


def _industries() -> Iterator[tuple[str, str, str, str]]:
    latest: dict[str, tuple[str, str]] = {}
    for row in sorted(_read_seed("ksic"), key=lambda row: int(row["ksic_revision"])):
        names = row["name_ko"], row["name_en"]
        latest[row["ksic_code"]] = names
        yield KSIC, f"{row['ksic_revision']}:{row['ksic_code']}", *names
    for code, names in latest.items():
        yield KSIC, code, *names


def _read_seed(name: str) -> Iterator[dict[str, str]]:
    with (_SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)

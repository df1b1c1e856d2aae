"""Korean labels of codes: which column has codes of which kind, and the label of each code."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import duckdb

from orchestration.settings import PROJECT_ROOT
from orchestration.terms.codes import code_label, has_codes, named_codes

_SEEDS = PROJECT_ROOT / "dbt_project" / "seeds"
KSIC, REGION = "ksic", "region"

_WITHOUT_LABEL = ("ksic_revision", "part", "association_period", "combination_letter")
"""Columns whose codes a reader understands as they are."""


def kind_of(column: Mapping[str, Any]) -> str | None:
    """The kind of the codes in a column: its name, or one of the above; None without codes."""
    name = str(column["name"])
    if column["data_type"] not in ("varchar", "string") or name in _WITHOUT_LABEL:
        return None
    if name.endswith("region_code"):
        return REGION
    if name in ("ksic_code", "dropped_code"):
        return KSIC
    return name if has_codes(name) else None


def columns_with_codes(models: Iterable[Mapping[str, Any]]) -> list[str]:
    """The names of the columns of these models that have codes, without regions and KSIC."""
    columns = (column for model in models for column in model["columns"].values())
    named = ((column["name"], kind_of(column)) for column in columns)
    return sorted({name for name, kind in named if kind not in (None, REGION, KSIC)})


def create_labels(marts_db: duckdb.DuckDBPyConnection, columns: Iterable[str]) -> None:
    """Create the temporary table `labels` (kind, code, ko, en) for these columns; a code has one row.

    The code of a KSIC industry is also there with its revision in front, as in `10:62`.
    """
    marts_db.execute(
        "create temp table labels (kind varchar, code varchar, ko varchar, en varchar)"
    )
    by_column = [list(values) for values in zip(*_all_labels(columns), strict=True)]
    marts_db.execute(
        "insert into labels select unnest($1), unnest($2), unnest($3), unnest($4)", by_column
    )


def codes_with_labels(columns: Iterable[str]) -> Iterator[tuple[str, str, str, str]]:
    """Column, code, Korean and English label of the codes of these columns."""
    for column in columns:
        for code in named_codes(column):
            ko, en = code_label(column, code, "ko"), code_label(column, code, "en")
            if ko and en:
                yield column, code, ko, en


def _all_labels(columns: Iterable[str]) -> Iterator[tuple[str, str, str, str]]:
    yield from codes_with_labels(columns)
    yield from _regions()
    yield from _industries()


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

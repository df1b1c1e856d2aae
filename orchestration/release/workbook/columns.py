"""The columns of a mart's sheet: a label before each code, names in English and sources at the end.

The codes beside their labels are folded (one click opens them), so that a print is not full of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from orchestration.release.workbook.cell_formats import TEXT, has_unit_of_row, number_format
from orchestration.release.workbook.headings import english, korean
from orchestration.release.workbook.labels import KSIC, kind_of
from orchestration.storage.sql import quote_name, quote_text

_CODE = " 코드"


@dataclass(frozen=True)
class SheetColumn:
    """A column of a sheet. `sql` reads it from the mart, which is called `mart` in the query.

    `by_unit`: the number format follows the unit of the row. `is_printed` is False for the columns at the
    right edge, outside of the print area; `is_folded` columns open with a click. `join`
    is the join that `sql` needs.
    """

    name: str
    korean: str
    english: str
    sql: str
    data_type: str
    number_format: str
    by_unit: bool = False
    is_printed: bool = True
    is_folded: bool = False
    join: str = ""

    @property
    def heading(self) -> str:
        """The Korean heading above the English one."""
        return f"{self.korean}\n{self.english}"

    @property
    def is_text(self) -> bool:
        """Whether the cells hold text."""
        return self.number_format == TEXT and self.data_type != "boolean"


def plan_columns(model: Mapping[str, Any]) -> list[SheetColumn]:
    """The columns of the sheet of a mart, the printed ones first."""
    planned: dict[str, SheetColumn] = {}
    for column in model["columns"].values():
        for made in _plan(model, column):
            planned.setdefault(made.name, made)
    return sorted(planned.values(), key=lambda column: not column.is_printed)


def _plan(model: Mapping[str, Any], column: Mapping[str, Any]) -> Iterator[SheetColumn]:
    """A column, and before a code its name: the mart's own name column, or the label of the code."""
    name = str(column["name"])
    own_name = model["columns"].get(_name_column(name))
    if own_name is not None:
        yield _column(model, own_name)
    elif kind_of(column) is not None:
        yield _label(model, column)
    else:
        yield _column(model, column)
        return
    code = _column(model, column)
    short = code.korean if code.korean.endswith(_CODE) else code.korean + _CODE
    yield replace(code, korean=short, english=_code_in_words(column), is_folded=True)


def _column(model: Mapping[str, Any], column: Mapping[str, Any]) -> SheetColumn:
    name = str(column["name"])
    return SheetColumn(
        name,
        korean(column),
        english(column),
        f"mart.{quote_name(name)}",
        str(column["data_type"]),
        number_format(column),
        by_unit=has_unit_of_row(model, name),
        is_printed=not name.endswith("_en") and name != "source_id",
    )


def _label(model: Mapping[str, Any], column: Mapping[str, Any]) -> SheetColumn:
    short = korean(column).removesuffix(_CODE)
    words = english(column).removesuffix(" code").removesuffix(" ID")
    sql, join = _label_sql(model, column)
    return SheetColumn(f"{column['name']}_label", short, words, sql, "varchar", TEXT, join=join)


def _code_in_words(column: Mapping[str, Any]) -> str:
    words = english(column)
    return words if words.endswith((" code", " ID")) else f"{words} code"


def _name_column(code: str) -> str:
    """The column with the Korean name of a code, where a mart has one: region_code, region_name_ko."""
    stem = "industry" if code == "ksic_code" else code.removesuffix("_code")
    return f"{stem}_name_ko"


def _label_sql(model: Mapping[str, Any], column: Mapping[str, Any]) -> tuple[str, str]:
    """The label of a code, or the code where it has none, and the join with the table `labels`."""
    name, kind = str(column["name"]), str(kind_of(column))
    code, table = f"mart.{quote_name(name)}", quote_name(f"labels of {name}")
    key = code
    if kind == KSIC and "ksic_revision" in model["columns"]:
        key = f"mart.ksic_revision || ':' || {code}"
    join = (
        f"left join labels as {table} on {table}.kind = {quote_text(kind)} and {table}.code = {key}"
    )
    return f"coalesce({table}.ko, {code})", join

"""Read the metadata of a KOSIS table (getMeta) and check the declaration against them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from orchestration.errors import ArrivalRefused, ConfigurationError
from orchestration.foreign_text import shown
from orchestration.lake.reference import region_parents
from orchestration.sources.kosis.parse import industry_of
from orchestration.sources.kosis.response import Rows
from orchestration.sources.kosis.table import CensusTable

ITEM_OBJECT = "ITEM"
NO_ITEMS = ("ALL",)
"""The request for a table without items."""

_YEAR = re.compile(r"([0-9]{4})년?")
_DATE = re.compile(r"[0-9][0-9./:T -]{3,29}")
_OBJECT_NUMBER = re.compile(r"0?[1-8]")


@dataclass(frozen=True)
class TableCodes:
    """The codes of a table: items, and by object (`objL1` …) its classes, each with its name."""

    items: Mapping[str, str]
    objects: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Selection:
    """The codes to request, in the table's own order."""

    items: tuple[str, ...]
    regions: tuple[str, ...]
    industries: tuple[str, ...]


@dataclass(frozen=True)
class Changes:
    """By year, the date of its last change, '' where the service does not give it.

    `is_complete`: the service lists every year that it has. `why_unknown`: why it lists none.
    """

    dates: Mapping[int, str] = field(default_factory=dict)
    is_complete: bool = True
    why_unknown: str = ""


def read_codes(rows: Rows, where: str) -> TableCodes:
    """The codes in a response to getMeta type=ITM; raises `ArrivalRefused`.

    A class without a name has its code as name.
    """
    items: dict[str, str] = {}
    objects: dict[str, dict[str, str]] = {}
    for index, row in enumerate(rows):
        at = f"{where} row {index + 1}"
        kind, code = _text(row, "OBJ_ID", at), _text(row, "ITM_ID", at)
        name = row.get("ITM_NM")
        name = name if isinstance(name, str) and name else code
        if kind == ITEM_OBJECT:
            items[code] = name
            continue
        objects.setdefault(f"objL{_number(row, at)}", {})[code] = name
    return TableCodes(items, objects)


def read_changes(rows: Rows) -> Changes:
    """The dates in a response to getMeta type=NCD; not complete if a row cannot be read."""
    dates: dict[int, str] = {}
    is_complete = True
    for row in rows:
        period, changed = row.get("PRD_DE"), row.get("SEND_DE")
        if not isinstance(period, str):
            is_complete = False
            continue
        year = _YEAR.fullmatch(period.strip())
        if year is None:
            continue  # a month or a quarter, of a table that has them beside years
        date = _DATE.fullmatch(changed.strip()) if isinstance(changed, str) else None
        at = int(year[1])
        dates[at] = max(dates.get(at, ""), date[0] if date else "")
    return Changes(dates, is_complete)


def _text(row: Mapping[str, Any], name: str, where: str) -> str:
    value = row.get(name)
    if not isinstance(value, str) or not value:
        raise _unreadable(f"{name} is {shown(value)}", where)
    return value


def _number(row: Mapping[str, Any], where: str) -> int:
    """The number of a row's object, 1 to 8; written as text or as a number."""
    value = row.get("OBJ_ID_SN")
    if isinstance(value, str | int) and not isinstance(value, bool):
        text = str(value).strip()
        if _OBJECT_NUMBER.fullmatch(text):
            return int(text)
    raise _unreadable(f"OBJ_ID_SN is {shown(value)}", where)


def select(table: CensusTable, codes: TableCodes, where: str) -> Selection:
    """The codes to request; raises when the declaration does not fit the table.

    `ConfigurationError` when an item, an object or a code that the declaration names is not in the
    table or an object of the table is not declared; `ArrivalRefused` when the table has codes that are not
    in our classifications.
    """
    if table.measure is not None and codes.items:
        raise _differs(
            f"the table has items ({_some(codes.items)}) but the declaration has none",
            "declare request.items instead of request.measure",
            where,
        )
    for item in table.items:
        _need(item, codes.items, "item", "request.items", where)
    declared = {table.region_object, table.industry_object, *table.fixed_objects}
    for name in sorted(declared | codes.objects.keys()):
        if name not in codes.objects:
            raise _differs(f"the table has no {name}", f"it has {_some(codes.objects)}", where)
        if name not in declared:
            names = _some(codes.objects[name].values())
            raise _differs(
                f"the table has {name} ({names}) but the declaration does not list it",
                "declare it under request.fixed_objects",
                where,
            )
    for name, code in table.fixed_objects.items():
        _need(code, codes.objects[name], f"{name} code", "request.fixed_objects", where)
    regions = codes.objects[table.region_object]
    for code in table.regions:
        _need(code, regions, "region", "request.regions", where)
    return Selection(
        items=tuple(table.items) or NO_ITEMS,
        regions=table.regions or _provinces(regions, where),
        industries=_industries(table, codes.objects[table.industry_object], where),
    )


def _provinces(regions: Mapping[str, str], where: str) -> tuple[str, ...]:
    listed = tuple(code for code in regions if len(code) == 2)
    for code in listed:
        if code not in region_parents():
            raise ArrivalRefused(
                f"region {code} ({regions[code]}) of the table is not known",
                where=where,
                remedy="add it to seeds/regions.csv with its dates, or list request.regions",
            )
    if not listed:
        raise _differs("the table has no region of two digits", "list request.regions", where)
    return listed


def _industries(table: CensusTable, industries: Mapping[str, str], where: str) -> tuple[str, ...]:
    for code in industries:
        industry_of(code, table.ksic_revision, where)
    digits = max((len(code) - 1 for code in industries), default=0)
    if table.industry_digits not in (None, digits):
        raise _differs(
            f"the finest industries of the table have {digits} digits, not {table.industry_digits}",
            "correct request.industry_digits, or declare the table that has the detail",
            where,
        )
    return tuple(industries)


def _need(code: str, codes: Mapping[str, str], what: str, named_in: str, where: str) -> None:
    if code not in codes:
        named = _some(f"{c} {n}" for c, n in codes.items())
        remedy = f"{named_in} can have {named}"
        if not codes:
            remedy = "the table has no items: declare request.measure instead"
        raise _differs(f"{what} {code} is not in the table", remedy, where)


def _differs(what: str, remedy: str, where: str) -> ConfigurationError:
    return ConfigurationError(what, where=where, remedy=remedy)


def _some(names: Iterable[str]) -> str:
    listed = list(names)
    return ", ".join(listed[:6]) + (" …" if len(listed) > 6 else "")


def _unreadable(what: str, where: str) -> ArrivalRefused:
    return ArrivalRefused(
        f"a field of the table's metadata is missing or invalid: {what}",
        where=where,
        remedy="compare with the service's documentation of getMeta",
    )

"""What a KOSIS table says of itself (getMeta), and whether the declaration fits it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from orchestration.errors import ArrivalRefused, ConfigurationError
from orchestration.lake.reference import region_parents
from orchestration.sources.kosis.answer import Rows
from orchestration.sources.kosis.parse import industry_of
from orchestration.sources.kosis.table import CensusTable

ITEM_OBJECT = "ITEM"


@dataclass(frozen=True)
class TableCodes:
    """The codes of a table: items, and by object (`objL1` …) its classes, each with its name."""

    items: Mapping[str, str]
    objects: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Selection:
    """What to ask a table for: codes in the table's own order."""

    items: tuple[str, ...]
    regions: tuple[str, ...]
    industries: tuple[str, ...]


def read_codes(rows: Rows, where: str) -> TableCodes:
    """The codes in an answer to getMeta type=ITM."""
    items: dict[str, str] = {}
    objects: dict[str, dict[str, str]] = {}
    for row in rows:
        fields = [row.get(name) for name in ("OBJ_ID", "ITM_ID", "ITM_NM")]
        if not all(isinstance(f, str) and f for f in fields):
            raise _unreadable(where)
        kind, code, name = map(str, fields)
        if kind == ITEM_OBJECT:
            items[code] = name
            continue
        number = str(row.get("OBJ_ID_SN") or "")
        if not number.isdigit():
            raise _unreadable(where)
        objects.setdefault(f"objL{int(number)}", {})[code] = name
    return TableCodes(items, objects)


def read_changes(rows: Rows, where: str) -> dict[str, str]:
    """By period, the date of its last change, in an answer to getMeta type=NCD."""
    changes: dict[str, str] = {}
    for row in rows:
        period, changed = row.get("PRD_DE"), row.get("SEND_DE")
        if not isinstance(period, str) or not isinstance(changed, str):
            raise _unreadable(where)
        changes[period] = max(changed, changes.get(period, ""))
    return changes


def select(table: CensusTable, codes: TableCodes, where: str) -> Selection:
    """What to ask for; raises when the declaration does not fit the table.

    `ConfigurationError` when an item, an object or a code that the declaration names is not in the
    table or an object of the table is not declared; `ArrivalRefused` when the table has codes that our
    classifications do not know.
    """
    for item in table.items:
        _need(item, codes.items, "item", "request.items", where)
    declared = {table.region_object, table.industry_object, *table.fixed_objects}
    for name in sorted(declared | codes.objects.keys()):
        if name not in codes.objects:
            raise _differs(f"the table has no {name}", f"it has {_some(codes.objects)}", where)
        if name not in declared:
            names = _some(codes.objects[name].values())
            raise _differs(
                f"the table has {name} ({names}) and the declaration does not name it",
                "declare it under request.fixed_objects",
                where,
            )
    for name, code in table.fixed_objects.items():
        _need(code, codes.objects[name], f"{name} code", "request.fixed_objects", where)
    regions = codes.objects[table.region_object]
    for code in table.regions:
        _need(code, regions, "region", "request.regions", where)
    return Selection(
        items=tuple(table.items),
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


def _need(code: str, codes: Mapping[str, str], what: str, field: str, where: str) -> None:
    if code not in codes:
        named = _some(f"{c} {n}" for c, n in codes.items())
        raise _differs(f"{what} {code} is not in the table", f"{field} may name {named}", where)


def _differs(what: str, remedy: str, where: str) -> ConfigurationError:
    return ConfigurationError(what, where=where, remedy=remedy)


def _some(names: Iterable[str]) -> str:
    listed = list(names)
    return ", ".join(listed[:6]) + (" …" if len(listed) > 6 else "")


def _unreadable(where: str) -> ArrivalRefused:
    return ArrivalRefused(
        "the table's metadata lack a field",
        where=where,
        remedy="compare with the service's documentation of getMeta",
    )

"""Find the source of a dropped file; for a file of no source, find the closest one and say what differs.

A file is recognised by the pattern of its name, then by its content. The closest source is the one that
declares most column headers of the file. Where the header cannot be read, it is the only source with the
same file suffix.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from orchestration.contracts.declaration import Declaration
from orchestration.errors import ArrivalRefused
from orchestration.sources.dropped_file import (
    DroppedFile,
    Recognised,
    Recogniser,
    matched_name,
)
from orchestration.sources.plain_text import plain_text
from orchestration.sources.provider import provider_of
from orchestration.sources.tables.csv_file import encoding_of, first_record

_NAMES_REFERENCE = "docs/sources.md (Drop folder) lists the names"
_LEAST_SHARE = 0.25
"""A source is close when it declares at least this share of the headers."""
_MOST_LISTED = 20


class NotRecognised(ArrivalRefused):
    """No source recognises the file, or several do. `source_id` is the closest source ('' for none)."""

    def __init__(self, what: str, *, where: str, remedy: str, source_id: str = "") -> None:
        super().__init__(what, where=where, remedy=remedy)
        self.source_id = source_id


def recognise(
    file: DroppedFile, declarations: Mapping[str, Declaration]
) -> tuple[Declaration, Recognised]:
    """The declaration and the partitions of `file`; raises `NotRecognised` unless exactly one matches."""
    droppable = [d for d in declarations.values() if d.request.get("file_names")]
    named = [d for d in droppable if matched_name(tuple(d.request["file_names"]), file.name)]
    found, refusals = [], {}
    for declaration in named:
        try:
            provider = cast(Recogniser, provider_of(declaration))
            found.append((declaration, provider.recognise(declaration, file)))
        except ArrivalRefused as error:
            refusals[declaration.source_id] = error
    if len(found) == 1:
        return found[0]
    if found:
        raise NotRecognised(
            f"several sources recognise it: {', '.join(d.source_id for d, _ in found)}",
            where=file.name,
            remedy=f"rename it so that one source matches; {_NAMES_REFERENCE}",
        )
    if refusals:
        header = _read_header(file.path)
        closest = max(named, key=lambda d: _declared_share(d, header))
        refusal = refusals[closest.source_id]
        raise NotRecognised(
            f"its name matches {closest.source_id}, its content does not: {refusal.what}",
            where=refusal.where or file.name,
            remedy=refusal.remedy,
            source_id=closest.source_id,
        )
    raise _find_closest(file, droppable)


def _find_closest(file: DroppedFile, droppable: Iterable[Declaration]) -> NotRecognised:
    """The error for a file whose name matches no source, with the source that is closest by content."""
    header = _read_header(file.path)
    shares = [(_declared_share(d, header), d) for d in droppable]
    share, closest = max(shares, key=lambda pair: pair[0], default=(0.0, None))
    if closest is None or share < _LEAST_SHARE:
        same_suffix = [d for d in droppable if _suffix(d) == Path(file.name).suffix.lower()]
        closest = same_suffix[0] if len(same_suffix) == 1 else None
    what = "no source declares a name like this"
    if closest is None:
        return NotRecognised(what, where=file.name, remedy=_NAMES_REFERENCE)
    if header and share >= _LEAST_SHARE:
        unknown = [h for h in header if not _declares(closest, h)]
        what += f"; the closest source is {closest.source_id}, which declares "
        what += f"{len(header) - len(unknown)} of {len(header)} headers"
        what += f"; not declared: {_list_headers(unknown)}" if unknown else ""
    else:
        what += f"; its file type is that of {closest.source_id}"
    example = closest.request.get("example_name")
    return NotRecognised(
        what,
        where=file.name,
        remedy=f"if it belongs to {closest.source_id}, name it like {example}; {_NAMES_REFERENCE}",
        source_id=closest.source_id,
    )


def _read_header(path: Path) -> list[str]:
    """The fields of the first line of a delimited file; none for another type of file."""
    try:
        return [field for field in first_record(path, encoding_of(path, ""), "") if field]
    except ArrivalRefused:
        return []


def _declared_share(declaration: Declaration, header: list[str]) -> float:
    return sum(_declares(declaration, field) for field in header) / len(header) if header else 0.0


def _declares(declaration: Declaration, field: str) -> bool:
    """Whether the declaration has this header; `{en}_TP` in a declaration matches every `…_TP`."""
    texts = set(_texts(declaration.request))
    # some files have an explanation, or an English name and a type, after the Korean name
    words = re.split(r"[\s.(\[]", field, maxsplit=1)[:1]
    return not texts.isdisjoint([field, *words]) or any(
        re.fullmatch(".+".join(map(re.escape, re.split(r"\{\w+\}", text))), field)
        for text in texts
        if "{" in text
    )


def _texts(value: Any) -> Iterator[str]:
    """All strings of a part of a request, keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from (*_texts(key), *_texts(part))
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)


def _suffix(declaration: Declaration) -> str:
    return Path(str(declaration.request.get("example_name", ""))).suffix.lower()


def _list_headers(headers: list[str]) -> str:
    hidden = len(headers) - _MOST_LISTED
    more = f" and {hidden} more" if hidden > 0 else ""
    return ", ".join(repr(plain_text(h, most=60)) for h in headers[:_MOST_LISTED]) + more

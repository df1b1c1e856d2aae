"""Which source a dropped file belongs to, and where none takes it, which came nearest and why not.

A file is recognised by the form of its name, then by its content. The nearest source is the one that knows
most headers of the file; among files without a header that we can read, one whose kind of file it is.
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

_WHERE_NAMES_ARE = "docs/sources.md (Drop folder) lists the names"
_NEAR = 0.25
"""A source is near when it knows at least this share of the headers."""
_SHOWN = 20


class NotRecognised(ArrivalRefused):
    """No source takes the file; `source_id` came nearest ('' for none)."""

    def __init__(self, what: str, *, where: str, remedy: str, source_id: str = "") -> None:
        super().__init__(what, where=where, remedy=remedy)
        self.source_id = source_id


def recognise(
    file: DroppedFile, declarations: Mapping[str, Declaration]
) -> tuple[Declaration, Recognised]:
    """The one declaration that `file` belongs to; raises `NotRecognised` unless there is one."""
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
            remedy=f"give it the name of one source; {_WHERE_NAMES_ARE}",
        )
    if refusals:
        nearest = max(named, key=lambda d: _known_share(d, _header(file.path)))
        refusal = refusals[nearest.source_id]
        raise NotRecognised(
            f"its name is one of {nearest.source_id}, its content is not: {refusal.what}",
            where=refusal.where or file.name,
            remedy=refusal.remedy,
            source_id=nearest.source_id,
        )
    raise _unnamed(file, droppable)


def _unnamed(file: DroppedFile, droppable: Iterable[Declaration]) -> NotRecognised:
    """The refusal of a file whose name fits no source: what its content is nearest to."""
    header = _header(file.path)
    near = {d.source_id: (_known_share(d, header), d) for d in droppable}
    share, nearest = max(near.values(), key=lambda pair: pair[0], default=(0.0, None))
    if nearest is None or share < _NEAR:
        same_kind = [d for d in droppable if _suffix(d) == Path(file.name).suffix.lower()]
        nearest = same_kind[0] if len(same_kind) == 1 else None
    what = "no source declares a name like this"
    if nearest is None:
        return NotRecognised(what, where=file.name, remedy=_WHERE_NAMES_ARE)
    if header and share >= _NEAR:
        unknown = [h for h in header if not _knows(nearest, h)]
        what += f"; its headers are nearest to {nearest.source_id}, which knows "
        what += f"{len(header) - len(unknown)} of {len(header)}"
        what += f"; not known: {_listed(unknown)}" if unknown else ""
    else:
        what += f"; its kind is that of {nearest.source_id}"
    return NotRecognised(
        what,
        where=file.name,
        remedy=f"if it is of {nearest.source_id}, name it as {nearest.request.get('example_name')}; "
        + _WHERE_NAMES_ARE,
        source_id=nearest.source_id,
    )


def _header(path: Path) -> list[str]:
    """The fields of the first line of a delimited file; none where it is another kind of file."""
    try:
        return [field for field in first_record(path, encoding_of(path, ""), "") if field]
    except ArrivalRefused:
        return []


def _known_share(declaration: Declaration, header: list[str]) -> float:
    return sum(_knows(declaration, field) for field in header) / len(header) if header else 0.0


def _knows(declaration: Declaration, field: str) -> bool:
    """Whether the declaration has this text; `{en}_TP` in it stands for every `…_TP`."""
    texts = set(_texts(declaration.request))
    # some files have an explanation, or an English name and a type, behind the Korean
    words = re.split(r"[\s.(\[]", field, maxsplit=1)[:1]
    return not texts.isdisjoint([field, *words]) or any(
        re.fullmatch(".+".join(map(re.escape, re.split(r"\{\w+\}", text))), field)
        for text in texts
        if "{" in text
    )


def _texts(value: Any) -> Iterator[str]:
    """All texts of a part of a request, keys included."""
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


def _listed(fields: list[str]) -> str:
    more = f" and {len(fields) - _SHOWN} more" if len(fields) > _SHOWN else ""
    return ", ".join(repr(plain_text(f, most=60)) for f in fields[:_SHOWN]) + more

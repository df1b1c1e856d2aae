"""Things with a code and names, found by words: exactly, by part of a name, or by the closest name."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from orchestration.errors import QueryError
from orchestration.foreign_text import shown

_SIMILAR = 0.6
_MOST_SHOWN = 6
_MOST_QUOTED = 60
_RANGE = re.compile(r"\([\d~\s,]+\)")
_IGNORED = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Named:
    """A thing with its `kind` and `code`; `names` are all its names, `facts` what else is said of it."""

    kind: str
    code: str
    names: tuple[str, ...]
    facts: dict[str, Any] = field(default_factory=dict, compare=False)

    def record(self) -> dict[str, Any]:
        """The thing as an answer shows it."""
        return {"kind": self.kind, "code": self.code, **self.facts}


def search(words: str, things: Iterable[Named]) -> tuple[list[Named], bool]:
    """The things that fit the words, best first, and whether they contain them; else the closest ones."""
    everything = list(things)
    wanted = [folded(word) for word in words.split() if folded(word)]
    whole = folded(words)
    if not whole:
        return [], False
    ranked = [(_rank(thing, whole, wanted), thing) for thing in everything]
    found = sorted(
        (r for r in ranked if r[0] is not None), key=lambda r: (r[0] or 0, len(r[1].code))
    )
    if found:
        return [thing for _, thing in found], True
    return closest(words, everything), False


def choose(words: str, things: Sequence[Named], argument: str, where_to_look: str) -> Named:
    """The one thing of this code or name, which `argument` gives.

    Of an industry whose divisions, groups and classes have one name, as KSIC 12, 120 and 1200, the widest.
    Raises `QueryError` where none or several fit, with the candidates or the closest names.
    """
    whole = folded(words)
    for exact in (
        [thing for thing in things if folded(thing.code) == whole],
        [thing for thing in things if whole in map(folded, thing.names)],
    ):
        if exact and _nested(exact):
            return exact[0]
    found, contained = search(words, things)
    if contained and len(found) == 1:
        return found[0]
    if contained:
        raise QueryError(
            f"{shown(words, _MOST_QUOTED)} fits {len(found)} names",
            where=f"the argument `{argument}`",
            remedy=f"give the code of one: {_listed(found)}",
        )
    advice = f"did you mean {_listed(found)}? " if found else ""
    raise QueryError(
        f"the release knows nothing named {shown(words, _MOST_QUOTED)}",
        where=f"the argument `{argument}`",
        remedy=f"{advice}{where_to_look}",
    )


def closest(words: str, things: Sequence[Named]) -> list[Named]:
    """The things with the closest codes or names, at most `_MOST_SHOWN`; Korean is compared by letters."""
    by_name: dict[str, Named] = {}
    for thing in things:
        for name in (thing.code, *thing.names):
            by_name.setdefault(_letters(name), thing)
    names = difflib.get_close_matches(_letters(words)[:400], by_name, _MOST_SHOWN, _SIMILAR)
    return list(dict.fromkeys(by_name[name] for name in names))


def without_range(name: str) -> str:
    """The name without the range of codes that KOSIS adds to it, as in 정보통신업(58~63)."""
    return _RANGE.sub("", name).strip()


def folded(text: str) -> str:
    """The text without case, spaces, punctuation and the range of codes."""
    return _IGNORED.sub("", unicodedata.normalize("NFKC", without_range(text)).casefold())


def _letters(text: str) -> str:
    """The folded text with each Korean syllable as its letters."""
    return unicodedata.normalize("NFD", folded(text))


def _nested(things: Sequence[Named]) -> bool:
    """Whether each thing is within the one before: the codes begin with each other."""
    return all(
        inner.code.startswith(outer.code) and inner.code != outer.code
        for outer, inner in pairwise(things)
    )


def _rank(thing: Named, whole: str, wanted: list[str]) -> int | None:
    """0: the code, 1: a name, 2: all words are in the names or the code begins with them; None: no fit."""
    names = [folded(name) for name in thing.names]
    if folded(thing.code) == whole:
        return 0
    if whole in names:
        return 1
    text = " ".join(names)
    if whole in text or all(word in text for word in wanted):
        return 2
    return 3 if len(whole) > 1 and folded(thing.code).startswith(whole) else None


def _listed(things: Sequence[Named]) -> str:
    shown_things = ", ".join(f"{thing.names[0]} ({thing.code})" for thing in things[:_MOST_SHOWN])
    more = len(things) - _MOST_SHOWN
    return f"{shown_things} and {more} more" if more > 0 else shown_things

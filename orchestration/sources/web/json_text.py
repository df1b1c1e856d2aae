"""Strict JSON: a value that our tables cannot store is refused with the reason.

Python's parser accepts NaN, numbers of any length, text that no encoding can represent, and two values for
one name; if the nesting is too deep, it raises an exception of its own.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any, NoReturn

MOST_DIGITS = 18
"""A whole number of 18 digits fits into 64 bits."""
_SUSPECT = re.compile(r"\\u(?:[dD][89a-fA-F]|0000)")


class NotJson(ValueError):
    """Text that is not JSON, or JSON that we cannot store; the message gives the reason."""


def read_json(text: str) -> Any:
    """The value of the JSON in `text`; raises `NotJson` with one short reason."""
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=_integer,
            parse_float=_float,
            parse_constant=_constant,
        )
    except RecursionError:
        reason = "it is nested too deeply"
    except ValueError as error:
        reason = str(error)
    else:
        if _SUSPECT.search(text):
            _check_texts(value)
        return value
    # Outside the handlers: the parser's own exception has all of `text`, which may contain a key.
    raise NotJson(reason)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        double = next(name for name in names if names.count(name) > 1)
        raise NotJson(f"field {double[:40]} occurs twice in one object")
    return found


def _integer(text: str) -> int:
    if len(text.lstrip("-")) > MOST_DIGITS:
        raise NotJson(f"a whole number of {len(text.lstrip('-')):,} digits")
    return int(text)


def _float(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise NotJson(f"the number {text[:40]} is beyond 64 bits")
    return value


def _constant(text: str) -> NoReturn:
    raise NotJson(f"{text} is not a number")


def _check_texts(value: Any) -> None:
    """Refuse texts with half a surrogate pair or NUL, without recursion."""
    waiting = [value]
    while waiting:
        match waiting.pop():
            case str() as text:
                if "\0" in text:
                    raise NotJson("a text contains the character NUL")
                if any("\ud800" <= c <= "\udfff" for c in text):
                    raise NotJson("a text contains half of a surrogate pair")
            case list() as values:
                waiting += values
            case dict() as fields:
                waiting += [*fields, *fields.values()]
            case _:
                pass

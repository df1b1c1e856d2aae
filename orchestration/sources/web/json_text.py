"""JSON as strict as our tables are: what has no place in one is refused with the reason.

Python's parser accepts NaN, numbers beyond 64 bits or without end, text that no encoding can hold, and
two values for one name; it ends with an exception of its own where the nesting is too deep.
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
    """Text that is not JSON, or not JSON that we can keep; the message says why."""


def read_json(text: str) -> Any:
    """The value that `text` holds; raises `NotJson` with one short reason."""
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=_integer,
            parse_float=_float,
            parse_constant=_constant,
        )
    except RecursionError:
        why = "it is nested too deeply"
    except ValueError as error:
        why = str(error)
    else:
        if _SUSPECT.search(text):
            _check_texts(value)
        return value
    # Outside the handlers: the parser's own exception has all of `text`, which may repeat a key.
    raise NotJson(why)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        double = next(name for name in names if names.count(name) > 1)
        raise NotJson(f"field {double[:40]} stands twice in one object")
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
    raise NotJson(f"{text} is no number")


def _check_texts(value: Any) -> None:
    """Refuse text with half a surrogate pair or a NUL; `value` is no deeper than the parser went."""
    waiting = [value]
    while waiting:
        match waiting.pop():
            case str() as text:
                if "\0" in text:
                    raise NotJson("a text holds the character NUL")
                if any("\ud800" <= c <= "\udfff" for c in text):
                    raise NotJson("a text holds half of a surrogate pair")
            case list() as values:
                waiting += values
            case dict() as fields:
                waiting += [*fields, *fields.values()]
            case _:
                pass

"""Make text of others safe to store, print and compare."""

from __future__ import annotations

import unicodedata
from typing import Any

_UNSAFE = ("Cc", "Cf", "Cs", "Co", "Cn")


def plain_text(value: Any, *, most: int) -> str:
    """The text of `value` on one line, at most `most` characters.

    Control characters, lone surrogates and unassigned characters become U+FFFD: terminals execute some of
    them, UTF-8 cannot represent others.
    """
    text = "" if value is None else " ".join(str(value)[: 4 * most].split())
    return "".join("�" if unicodedata.category(c) in _UNSAFE else c for c in text)[:most]

"""Foreign text made fit to be stored, printed and compared."""

from __future__ import annotations

import unicodedata
from typing import Any

_UNFIT = ("Cc", "Cf", "Cs", "Co", "Cn")


def plain_text(value: Any, *, most: int) -> str:
    """The text of `value` on one line, at most `most` characters.

    Control characters, lone surrogates and unassigned ones become U+FFFD: a terminal would obey some of
    them, UTF-8 cannot hold others.
    """
    text = "" if value is None else " ".join(str(value)[: 4 * most].split())
    return "".join("�" if unicodedata.category(c) in _UNFIT else c for c in text)[:most]

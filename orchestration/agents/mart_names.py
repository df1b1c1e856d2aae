"""Names of marts in the arguments of tools."""

from __future__ import annotations

import difflib
from collections.abc import Collection

from orchestration.errors import QueryError


def require_mart(mart: str, known: Collection[str], advice: str) -> None:
    """Raise `QueryError` with the closest names and `advice` unless `mart` is one of `known`."""
    if mart in known:
        return
    close = difflib.get_close_matches(mart, known, 3)
    guess = f"did you mean {', '.join(close)}? " if close else ""
    raise QueryError(
        "there is no such mart", where="the argument `mart`", remedy=f"{guess}{advice}"
    )

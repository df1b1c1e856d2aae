"""The body of an answer of the Seoul Open Data Plaza: a page of rows, or the reason for none.

A page is {SERVICE: {list_total_count, RESULT: {CODE, MESSAGE}, row: […]}}; an error has RESULT at the
top. Both come as HTTP 200.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from orchestration.errors import ArrivalRefused

OK = "INFO-000"


@dataclass(frozen=True)
class Page:
    """Rows, all rows that the request has over its pages, and the service's own code and message."""

    code: str
    message: str
    total: int = 0
    rows: tuple[dict[str, Any], ...] = ()


def read_page(body: bytes, service: str, where: str) -> Page:
    """The page in `body`; `code` is not `INFO-000` for an error. Anything else is refused."""
    text = body.decode("utf-8", "replace").lstrip("\ufeff")
    if text.lstrip()[:1] == "<":
        raise _refused("the answer is an HTML or XML page instead of JSON", where)
    try:
        content = json.loads(text)
    except ValueError as error:
        raise _refused(f"the answer is not whole JSON ({error})", where) from None
    if not isinstance(content, dict):
        raise _refused("the answer is no object", where)
    held = content.get(service, content)
    try:
        code, message = str(held["RESULT"]["CODE"]), str(held["RESULT"]["MESSAGE"])
        if code != OK:
            return Page(code, message)
        total, rows = int(held["list_total_count"]), held["row"]
    except (KeyError, TypeError, ValueError) as error:
        raise _refused(f"the answer lacks {error}", where) from None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise _refused("the rows of the answer are no list of objects", where)
    return Page(code, message, total, tuple(rows))


def _refused(what: str, where: str) -> ArrivalRefused:
    return ArrivalRefused(
        what, where=where, remedy="ask again later; the answer lies in quarantine"
    )

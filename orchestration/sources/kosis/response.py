"""The body of a KOSIS response: rows, or an error.

An error is HTTP 200 with one object {"err", "errMsg"}, sometimes with errCode or without quotes; data are
an array of objects whose values are all strings. Text is UTF-8 or EUC-KR.
"""

from __future__ import annotations

import re
from typing import Any

from orchestration.errors import ArrivalRefused
from orchestration.foreign_text import said
from orchestration.sources.web.body import Damaged, TooLarge, decode, unpack
from orchestration.sources.web.json_text import NotJson, read_json

Rows = list[dict[str, Any]]
"""The service documents text in every field; other values are refused where the field is used."""

_BARE_KEY = re.compile(r"\s*\[?\s*\{\s*[A-Za-z_]\w*\s*:")
_BARE_ERROR = re.compile(
    r"""\{\s*err(?:Code)?\s*:\s*"?(\w{1,9})"?\s*(?:,\s*errMsg\s*:\s*"([^"]*)"\s*)?\}""",
    re.ASCII,
)
_NO_MESSAGE = "no message"


def read_error(body: bytes) -> tuple[str, str] | None:
    """Number and message of the error in `body`; None if it is not an error.

    Both are text of the service: they may contain anything, also the key.
    """
    try:
        text = decode(unpack(body)).strip()
    except ValueError:
        return None
    if text[:1] != "{":
        return None
    if bare := _BARE_ERROR.fullmatch(text):
        return bare[1], bare[2] or _NO_MESSAGE
    try:
        return _error_in(read_json(text))
    except NotJson:
        return None


def read_rows(body: bytes, where: str) -> Rows:
    """The rows in `body` (plain or gzip), at least one; raises `ArrivalRefused` for anything else."""
    text = _text(body, where)
    try:
        content = read_json(text)
    except NotJson as error:
        raise _not_json(text, str(error), where) from None
    if isinstance(content, dict):
        number, message = _error_in(content) or ("?", _NO_MESSAGE)
        raise ArrivalRefused(
            f"KOSIS returned error {said(number)} instead of rows: {said(message)}",
            where=where,
            remedy="docs/sources.md lists the error numbers of KOSIS",
        )
    if not isinstance(content, list) or not all(isinstance(r, dict) for r in content):
        raise ArrivalRefused("the response is not a list of rows", where=where, remedy="run again")
    if not content:
        raise ArrivalRefused(
            "the response is empty", where=where, remedy="check the table's period and codes"
        )
    return content


def _error_in(content: Any) -> tuple[str, str] | None:
    if not isinstance(content, dict):
        return None
    number = content.get("err", content.get("errCode"))
    message = content.get("errMsg")
    if number is None:
        return None
    return _as_text(number), _as_text(message or _NO_MESSAGE)


def _as_text(value: object) -> str:
    return value if isinstance(value, str) else said(value)


def _not_json(text: str, reason: str, where: str) -> ArrivalRefused:
    if _BARE_KEY.match(text):
        return ArrivalRefused(
            "the keys of the response are not quoted, as in responses without jsonVD=Y",
            where=where,
            remedy="jsonVD=Y is always sent: check whether a proxy or mirror removes it",
        )
    return ArrivalRefused(
        f"the response is not complete JSON ({reason})",
        where=where,
        remedy="run again, or restore the bundled file from git",
    )


def _text(body: bytes, where: str) -> str:
    try:
        text = decode(unpack(body))
    except (Damaged, TooLarge) as error:
        raise ArrivalRefused(
            f"the response is truncated or damaged ({error})",
            where=where,
            remedy="run again, or restore the bundled file from git",
        ) from None
    if text.lstrip()[:1] == "<":
        raise ArrivalRefused(
            "the response is an HTML or XML page instead of JSON",
            where=where,
            remedy="run again later",
        )
    return text

"""The body of a KOSIS answer: rows, or the reason why there are none.

An error is HTTP 200 with one object {"err", "errMsg"} (seen also as errCode); data are an array of
objects whose values are all strings.
"""

from __future__ import annotations

import gzip
import json
import re
import zlib

from orchestration.errors import ArrivalRefused

Rows = list[dict[str, str]]
"""As the service promises; `None` and other types can occur and are refused where they are used."""
_BARE_KEY = re.compile(r"^\s*\[?\s*\{\s*[A-Za-z_]\w*\s*:")


def error_of(body: bytes) -> tuple[str, str] | None:
    """Number and message of the error that `body` is, or None."""
    if body.lstrip()[:1] != b"{":
        return None
    try:
        content = json.loads(body)
    except ValueError:
        return None
    number = content.get("err", content.get("errCode"))
    return None if number is None else (str(number), str(content.get("errMsg", "no message")))


def read_answer(body: bytes, where: str) -> Rows:
    """The rows of an answer's body (plain or gzip); anything else is refused with what it is."""
    text = _text(body, where)
    try:
        content = json.loads(text)
    except ValueError as error:
        raise _not_json(text, str(error), where) from None
    if isinstance(content, dict):
        number, message = error_of(text.encode()) or ("?", "no message")
        raise ArrivalRefused(
            f"KOSIS answered error {number} instead of rows: {message}",
            where=where,
            remedy="docs/sources.md lists the error numbers of KOSIS",
        )
    if not isinstance(content, list) or not all(isinstance(r, dict) for r in content):
        raise ArrivalRefused("the answer is no list of rows", where=where, remedy="ask again")
    if not content:
        raise ArrivalRefused(
            "the answer is empty", where=where, remedy="check the table's period and codes"
        )
    return content


def _not_json(text: str, why: str, where: str) -> ArrivalRefused:
    if _BARE_KEY.match(text):
        return ArrivalRefused(
            "the keys of the answer are not quoted, as it is without jsonVD=Y",
            where=where,
            remedy="jsonVD=Y is always sent: look for a proxy or mirror that drops it",
        )
    return ArrivalRefused(
        f"the answer is not whole JSON ({why})",
        where=where,
        remedy="ask again, or restore the bundled file from git",
    )


def _text(body: bytes, where: str) -> str:
    try:
        if body[:2] == b"\x1f\x8b":
            body = gzip.decompress(body)
        text = body.decode("utf-8-sig")
    except (EOFError, OSError, zlib.error, UnicodeDecodeError) as error:
        raise ArrivalRefused(
            f"the answer is truncated or damaged ({type(error).__name__}: {error})",
            where=where,
            remedy="ask again, or restore the bundled file from git",
        ) from None
    if text.lstrip()[:1] == "<":
        raise ArrivalRefused(
            "the answer is an HTML or XML page instead of JSON",
            where=where,
            remedy="ask again later",
        )
    return text

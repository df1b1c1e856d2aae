"""The body of an answer of the Seoul Open Data Plaza: a page of rows, or the reason for none.

A page is {SERVICE: {list_total_count, RESULT: {CODE, MESSAGE}, row: […]}}; an error has RESULT at the
top. Both come as HTTP 200. Some errors, a wrong key among them, come as XML although JSON was asked for:
<RESULT><CODE>…</CODE><MESSAGE>…</MESSAGE></RESULT>.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from orchestration.errors import ArrivalRefused
from orchestration.foreign_text import shown
from orchestration.sources.web.body import Damaged, TooLarge, decoded, unpacked
from orchestration.sources.web.json_text import NotJson, read_json

OK = "INFO-000"
MOST_ROWS = 10**9
_LONGEST_XML = 65_536
"""Characters; an error has some 200."""


@dataclass(frozen=True)
class Page:
    """Rows, all rows that the request has over its pages, and the service's own code and message.

    Code and message may hold anything, also the key.
    """

    code: str
    message: str
    total: int = 0
    rows: tuple[dict[str, Any], ...] = ()


def read_page(body: bytes, service: str, where: str) -> Page:
    """The page in `body`; `code` is not `INFO-000` for an error. Anything else is refused."""
    try:
        text = decoded(unpacked(body))
    except (Damaged, TooLarge) as error:
        raise _refused(f"the answer is damaged ({error})", where) from None
    if text.lstrip()[:1] == "<":
        return _xml_error(text, where)
    try:
        content = read_json(text)
    except NotJson as error:
        raise _refused(f"the answer is not whole JSON ({error})", where) from None
    if not isinstance(content, dict):
        raise _refused("the answer is no object", where)
    held = _object(content.get(service, content), service, where)
    result = _object(_field(held, "RESULT", where), "RESULT", where)
    code, message = _text(result, "CODE", where), _text(result, "MESSAGE", where)
    if code != OK:
        return Page(code, message)
    total, rows = _total(held, where), _field(held, "row", where)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise _refused("the rows of the answer are no list of objects", where)
    return Page(code, message, total, tuple(rows))


def _xml_error(text: str, where: str) -> Page:
    """The error that an XML answer holds; XML with a DTD, entities or anything else is refused."""
    page = _refused("the answer is an HTML or XML page instead of JSON", where)
    if len(text) > _LONGEST_XML:
        raise page
    try:
        root = fromstring(text.strip(), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise page from None
    result = root if root.tag == "RESULT" else root.find("RESULT")
    code = "" if result is None else (result.findtext("CODE") or "").strip()
    if result is None or not code:
        raise page
    if code == OK:
        raise _refused("the answer has its rows as XML instead of JSON", where)
    return Page(code, (result.findtext("MESSAGE") or "").strip())


def _object(value: Any, name: str, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _refused(f"{name} of the answer is {shown(value)}, no object", where)
    return value


def _field(held: dict[str, Any], name: str, where: str) -> Any:
    if name not in held:
        raise _refused(f"the answer lacks '{name}'", where)
    return held[name]


def _text(result: dict[str, Any], name: str, where: str) -> str:
    value = _field(result, name, where)
    if name == "MESSAGE" and value is None:
        return ""
    if not isinstance(value, str):
        raise _refused(f"{name} of the answer is {shown(value)}, no text", where)
    return value


def _total(held: dict[str, Any], where: str) -> int:
    value: object = _field(held, "list_total_count", where)
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 10:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_ROWS:
        raise _refused(f"list_total_count of the answer is {shown(value)}, no count", where)
    return value


def _refused(what: str, where: str) -> ArrivalRefused:
    return ArrivalRefused(
        what, where=where, remedy="ask again later; the answer lies in quarantine"
    )
